"""Publishing a draft: it becomes the next version, and is no draft any more."""

from django.db import transaction

from studio.actions.drafts import locked_draft
from studio.kinds import KINDS, findings_of
from studio.queries.drafts import newest_version
from studio.refusals import refusal
from training.actions.renewing import renew_module


@transaction.atomic
def publish_draft(*, draft, note, by, at, modules=()):
    """Publish ``draft`` and return the new version; the draft is gone then.

    note: what changed and why. modules: those to publish anew, so that whoever begins
    them from now on meets this version.
    Raises PermissionDenied; ValidationError, code "findings", "nothing_changed", or what
    publishing itself refuses; then nothing is saved.
    """
    draft = locked_draft(draft, by)
    kind = KINDS[draft.kind]
    if findings_of(draft.kind, draft.document):
        raise refusal("findings")
    newest = newest_version(draft)
    version = kind.publish(document=draft.document, at=at, by=by, note=note)
    # The same words with a newer scenario or bank in them are a new version, too.
    if version == newest:
        raise refusal("nothing_changed")
    for module in modules:
        renew_module(module=module, at=at, by=by, note=note)
    draft.delete()
    return version
