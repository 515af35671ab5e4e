"""Publishing: the one way into the catalogue, from skills to learning paths.

Every function takes a document that content.reading has checked. Publishing the same
document again changes nothing.
"""

import hashlib
import json
from collections import Counter
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from events.record import record
from training.choices import StepKind
from training.content.structure import policy_in
from training.media.kinds import MediaKind
from training.media.pictures import pictures_in
from training.models import (
    CertificationPolicy,
    LearningPath,
    MediaFile,
    Module,
    ModuleVersion,
    PathModule,
    QuestionBank,
    QuestionBankVersion,
    Scenario,
    ScenarioVersion,
    Skill,
    Step,
)
from training.scenario.bounds import score_bounds
from training.scenario.document import parse


@transaction.atomic
def publish_skills(*, document):
    """Write the skills of ``document``; return how many were new or changed.

    Skills that are not in it stay as they are and where they are.
    """
    changed = 0
    places = _places([skill["slug"] for skill in document["skills"]])
    for position, skill in zip(places, document["skills"], strict=True):
        wanted = {
            "name": skill["name"],
            "summary": skill["summary"],
            "levels": skill["levels"],
            "position": position,
        }
        known = Skill.objects.filter(slug=skill["slug"]).first()
        if known and all(getattr(known, name) == wanted[name] for name in wanted):
            continue
        Skill.objects.update_or_create(slug=skill["slug"], defaults=wanted)
        changed += 1
    return changed


def _places(slugs):
    """Return the positions of the skills ``slugs``, so that they stand in this order.

    Where they stand in it already, each keeps its own, and new ones come at the end.
    """
    taken = dict(
        Skill.objects.order_by("position", "slug").values_list("slug", "position")
    )
    known = [slug for slug in slugs if slug in taken]
    new = slugs[len(known) :]
    if slugs != known + new or known != [slug for slug in taken if slug in known]:
        return range(len(slugs))
    last = max(taken.values(), default=-1)
    return [*(taken[slug] for slug in known), *range(last + 1, last + 1 + len(new))]


@transaction.atomic
def publish_scenario(*, document, at, by=None, note=""):
    """Publish ``document`` as the next version of its scenario; return the version.

    The newest version, when it is the same document. Raises ValidationError, code
    "unknown_skill"; then nothing is saved.
    """
    _by_slug(Skill, document["skills"], "unknown_skill")
    # Locked, so that two who publish at once take turns for the next number.
    scenarios = Scenario.objects.select_for_update()
    scenario, _is_new = scenarios.get_or_create(slug=document["slug"])
    newest = scenario.versions.order_by("-number").first()
    if newest and newest.document == document:
        return newest
    version = ScenarioVersion.objects.create(
        scenario=scenario,
        number=newest.number + 1 if newest else 1,
        document=document,
        bounds=score_bounds(parse(document)).as_json(),
        published_at=at,
        published_by=by,
        note=note,
    )
    record("scenario.published", at=at, by=by, subject=version)
    return version


@transaction.atomic
def publish_bank(*, document, at, by=None, note=""):
    """Publish ``document`` as the next version of its question bank; return the version.

    The newest version, when it is the same document. Raises ValidationError, code
    "key_twice"; then nothing is saved. Modules keep the version they were published with.
    """
    _refuse_questions_twice(document["questions"])
    banks = QuestionBank.objects.select_for_update()
    bank, _is_new = banks.get_or_create(slug=document["slug"])
    newest = bank.versions.order_by("-number").first()
    if newest and newest.document == document:
        return newest
    version = QuestionBankVersion.objects.create(
        bank=bank,
        number=newest.number + 1 if newest else 1,
        document=document,
        published_at=at,
        published_by=by,
        note=note,
    )
    record("bank.published", at=at, by=by, subject=version)
    return version


def announce_modules(*, documents):
    """Make the modules of ``documents`` known by name, so that they may name each other.

    For a transaction in which all of them are published: until then a new one has no
    version, and nobody is offered it.
    """
    for document in documents:
        values = {name: document[name] for name in ("title", "summary", "minutes")}
        Module.objects.get_or_create(slug=document["slug"], defaults=values)


@transaction.atomic
def publish_module(*, document, at, by=None, note=""):
    """Publish ``document`` as the next version of its module; return the version.

    The newest version, when nothing changed: neither the document nor a scenario or a
    question bank in it. Raises ValidationError, code "unknown_skill", "unknown_scenario",
    "unknown_bank", "unknown_media", "unknown_prerequisite", "unknown_refresher",
    "circle", "key_twice" or "too_few_questions", when the document does not hold
    together; then nothing is saved.
    """
    skills = _by_slug(Skill, document["skills"], "unknown_skill")
    before = _by_slug(Module, document.get("prerequisites", []), "unknown_prerequisite")
    stated = document.get("certification", {})
    refresher = [stated["refresher"]] if "refresher" in stated else []
    refreshers = _by_slug(Module, refresher, "unknown_refresher")
    scenarios, banks = _newest_scenarios(document), _newest_banks(document)
    _refuse_keys_twice(document, banks)
    _refuse_unknown_media(document)
    _refuse_circle(document["slug"], before)
    digest = _digest(document, scenarios, banks)
    module, _is_new = Module.objects.update_or_create(
        slug=document["slug"],
        defaults={name: document[name] for name in ("title", "summary", "minutes")}
        | _cost(document.get("cost", {})),
    )
    newest = module.versions.order_by("-number").first()
    if newest and newest.digest == digest:
        return newest
    module.skills.set(skills)
    module.prerequisites.set(before)
    _set_policy(module, policy_in(document), refreshers[0] if refreshers else None)
    version = ModuleVersion.objects.create(
        module=module,
        number=newest.number + 1 if newest else 1,
        digest=digest,
        document=document,
        published_at=at,
        published_by=by,
        note=note,
    )
    Step.objects.bulk_create(
        _step(version, position, step, scenarios, banks)
        for position, step in enumerate(document["steps"])
    )
    record("module.published", at=at, by=by, subject=module)
    return version


def _set_policy(module, policy, refresher):
    """Let ``module`` certify by ``policy`` from now on, or no more where that is None.

    Periods that are open already keep their days.
    """
    if policy is None:
        CertificationPolicy.objects.filter(module=module).delete()
        return
    month, day = policy.fixed_on or (None, None)
    CertificationPolicy.objects.update_or_create(
        module=module,
        defaults={
            "months": policy.months,
            "counts_from": policy.counts_from,
            "fixed_month": month,
            "fixed_day": day,
            "window_days": policy.window_days,
            "refresher": refresher,
        },
    )


@transaction.atomic
def publish_path(*, document, at, by=None):
    """Publish ``document`` as its learning path, in place of what that was; return it.

    The same document again changes nothing. Raises ValidationError, code
    "unknown_module"; then nothing is saved.
    """
    modules = _by_slug(Module, document["modules"], "unknown_module")
    digest = _digest(document, {}, {})
    paths = LearningPath.objects.select_for_update()
    wanted = {
        "title": document["title"],
        "summary": document["summary"],
        "digest": digest,
        "published_at": at,
        "published_by": by,
    }
    path, is_new = paths.get_or_create(slug=document["slug"], defaults=wanted)
    if not is_new and path.digest == digest:
        return path
    path, _is_new = LearningPath.objects.update_or_create(
        slug=document["slug"], defaults=wanted
    )
    path.places.all().delete()
    PathModule.objects.bulk_create(
        PathModule(path=path, module=module, position=position)
        for position, module in enumerate(modules)
    )
    record("path.published", at=at, by=by, subject=path)
    return path


def was_scenario(document):
    """Return whether any version of the scenario, old or new, is ``document``."""
    versions = ScenarioVersion.objects.filter(scenario__slug=document["slug"])
    return any(version.document == document for version in versions)


def was_bank(document):
    """Return whether any version of the question bank, old or new, is ``document``."""
    versions = QuestionBankVersion.objects.filter(bank__slug=document["slug"])
    return any(version.document == document for version in versions)


def was_module(document):
    """Return whether any version of the module is ``document``, as it would be now.

    One with older scenarios or banks in it is another. Raises ValidationError, code
    "unknown_scenario" or "unknown_bank".
    """
    digest = _digest(document, _newest_scenarios(document), _newest_banks(document))
    versions = ModuleVersion.objects.filter(module__slug=document["slug"])
    return versions.filter(digest=digest).exists()


def _cost(cost):
    return {
        "cost_per_seat": _in_cents(cost.get("per_seat")),
        "cost_to_build": _in_cents(cost.get("to_build")),
        "cost_currency": cost.get("currency", ""),
    }


def _in_cents(amount):
    # By way of text: 12.1 is meant as it is written, not as a binary fraction.
    return None if amount is None else Decimal(str(amount)).quantize(Decimal("0.01"))


def _step(version, position, step, scenarios, banks):
    ground = ("key", "kind", "minutes", "scenario", "bank", "attempts")
    return Step(
        version=version,
        position=position,
        key=step["key"],
        kind=step["kind"],
        minutes=step["minutes"],
        document={name: step[name] for name in step if name not in ground},
        scenario_version=scenarios.get(step.get("scenario")),
        bank_version=banks.get(step.get("bank")),
        most_attempts=step.get("attempts"),
    )


def _by_slug(model, slugs, code):
    """Return the rows with ``slugs``, in their order."""
    found = {row.slug: row for row in model.objects.filter(slug__in=slugs)}
    for slug in slugs:
        if slug not in found:
            message = _("“%(slug)s” is not in the catalogue.")
            raise ValidationError(message, code=code, params={"slug": slug})
    return [found[slug] for slug in slugs]


def _newest_scenarios(document):
    slugs = {step["scenario"] for step in document["steps"] if "scenario" in step}
    versions = ScenarioVersion.objects.filter(scenario__slug__in=slugs)
    # Ascending: the newest is the one that stays.
    ascending = versions.select_related("scenario").order_by("number")
    newest = {version.scenario.slug: version for version in ascending}
    for slug in slugs - newest.keys():
        message = _("There is no scenario “%(slug)s”.")
        raise ValidationError(message, code="unknown_scenario", params={"slug": slug})
    return newest


def _newest_banks(document):
    slugs = {step["bank"] for step in document["steps"] if "bank" in step}
    versions = QuestionBankVersion.objects.filter(bank__slug__in=slugs)
    ascending = versions.select_related("bank").order_by("number")
    newest = {version.bank.slug: version for version in ascending}
    for slug in slugs - newest.keys():
        message = _("There is no question bank “%(slug)s”.")
        raise ValidationError(message, code="unknown_bank", params={"slug": slug})
    return newest


def _refuse_keys_twice(document, banks):
    _refuse_twice(document["steps"])
    for step in document["steps"]:
        _refuse_twice(step.get("checklist", []))
        drawn = banks[step["bank"]].document["questions"] if "bank" in step else []
        if step.get("draw", 0) > len(drawn):
            message = _("“%(slug)s” has only %(count)s questions to draw from.")
            params = {"slug": step["bank"], "count": len(drawn)}
            raise ValidationError(message, code="too_few_questions", params=params)
        _refuse_questions_twice([*step.get("questions", []), *drawn])


def _refuse_questions_twice(questions):
    _refuse_twice(questions)
    for question in questions:
        _refuse_twice(question.get("options", []))
        _refuse_twice(question.get("items", []))


def _refuse_twice(rows):
    keys = [row["key"] for row in rows]
    if twice := sorted(key for key, count in Counter(keys).items() if count > 1):
        message = _("The key “%(key)s” stands twice in one list.")
        raise ValidationError(message, code="key_twice", params={"key": twice[0]})


def _refuse_unknown_media(document):
    wanted = {
        (digest, kind)
        for step in document["steps"]
        if step["kind"] == StepKind.VIDEO
        for digest, kind in [
            (step["video"], MediaKind.VIDEO),
            *((each, MediaKind.CAPTIONS) for each in step["captions"].values()),
        ]
    } | {
        (digest, MediaKind.IMAGE)
        for step in document["steps"]
        for digest in pictures_in(step.get("body", {}))
    }
    found = MediaFile.objects.filter(digest__in={digest for digest, _kind in wanted})
    for digest, _kind in sorted(wanted - set(found.values_list("digest", "kind"))):
        message = _("There is no such file here: %(digest)s.")
        raise ValidationError(message, code="unknown_media", params={"digest": digest})


def _refuse_circle(slug, before):
    """Refuse prerequisites that, followed to their ends, come back to ``slug``."""
    ahead, seen = [module.slug for module in before], set()
    while ahead:
        here = ahead.pop()
        if here == slug:
            message = _("“%(slug)s” would have to be learned before itself.")
            raise ValidationError(message, code="circle", params={"slug": slug})
        if here not in seen:
            seen.add(here)
            further = Module.objects.filter(slug=here)
            ahead += [
                s for s in further.values_list("prerequisites__slug", flat=True) if s
            ]


def _digest(document, scenarios, banks):
    pinned = [_numbers(scenarios)]
    # What has no bank keeps the digest it had before there were any.
    if banks:
        pinned.append(_numbers(banks))
    canonical = json.dumps([document, *pinned], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def _numbers(versions):
    return {slug: version.number for slug, version in sorted(versions.items())}
