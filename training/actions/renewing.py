"""Publishing a module anew for what is in it."""

import hashlib
import json

from django.db import transaction
from django.db.models import OuterRef, Subquery

from events.record import record
from training.models import (
    Module,
    ModuleVersion,
    QuestionBankVersion,
    ScenarioVersion,
    Step,
)


@transaction.atomic
def renew_module(*, module, at, by=None, note=""):
    """Publish ``module`` as it is, with the newest scenarios and question banks in it;
    return the version.

    The newest version, when these are in it already. Who is learning an older version
    finishes that one.
    """
    module = Module.objects.select_for_update().get(pk=module.pk)
    before = module.versions.latest("number")
    steps = list(before.steps.order_by("position"))
    scenarios = _newest(ScenarioVersion, "scenario", before)
    banks = _newest(QuestionBankVersion, "bank", before)
    pinned = [
        (scenarios.get(step.scenario_version_id), banks.get(step.bank_version_id))
        for step in steps
    ]
    if pinned == [(step.scenario_version_id, step.bank_version_id) for step in steps]:
        return before
    version = ModuleVersion.objects.create(
        module=module,
        number=before.number + 1,
        digest=_digest(before.digest, pinned),
        published_at=at,
        published_by=by,
        note=note,
    )
    Step.objects.bulk_create(
        Step(
            version=version,
            position=step.position,
            key=step.key,
            kind=step.kind,
            minutes=step.minutes,
            document=step.document,
            scenario_version_id=scenario,
            bank_version_id=bank,
            most_attempts=step.most_attempts,
        )
        for step, (scenario, bank) in zip(steps, pinned, strict=True)
    )
    record("module.published", at=at, by=by, subject=module)
    return version


def _newest(model, owner, version):
    """Return {version id: id of the newest of the same thing} of what ``version`` pins."""
    same = model.objects.filter(**{owner: OuterRef(owner)}).order_by("-number")
    pinned = model.objects.filter(steps__version=version)
    newest = pinned.annotate(newest=Subquery(same.values("pk")[:1]))
    return dict(newest.values_list("pk", "newest"))


def _digest(digest, pinned):
    return hashlib.sha256(json.dumps([digest, pinned]).encode()).hexdigest()
