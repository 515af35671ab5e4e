"""Beginning, changing and giving up drafts. Authors and administrators only."""

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from staff.access import edits_catalogue
from studio.kinds import KINDS, findings_of
from studio.models import Draft
from studio.refusals import refusal
from studio.rules.sheet import mark_of
from training.scenario.editing import free_key, key_from


@transaction.atomic
def begin_draft(*, kind, title, language, by, at, suggestion=None):
    """Begin something new that has only a title in ``language``; return the Draft.

    kind: a DraftKind. suggestion: the case that a scenario is written from; its skill is
    taken over, its texts stay with it. Raises PermissionDenied, and ValidationError, code
    "begun_meanwhile" when somebody else begins the same at this very moment.
    """
    refuse_others(by)
    slug = key_from(title, _slugs(kind), str(kind))
    document = KINDS[kind].empty(slug, title, language)
    if suggestion and suggestion.skill:
        document["skills"] = [suggestion.skill.slug]
    return _new(kind, document, None, by, at, suggestion)


@transaction.atomic
def open_draft(*, kind, slug, by, at):
    """Return the draft of what is published as ``slug``: the one there is, or a new one
    from the newest version.

    Raises PermissionDenied, DoesNotExist, and ValidationError, code "not_editable".
    """
    refuse_others(by)
    # Locked, so that two who open it at once get the same draft.
    thing = KINDS[kind].model.objects.select_for_update().get(slug=slug)
    if draft := Draft.objects.filter(kind=kind, slug=slug).first():
        return draft
    newest = thing.versions.latest("number")
    return _new(kind, KINDS[kind].document_of(newest), newest.number, by, at)


@transaction.atomic
def copy_published(*, kind, slug, by, at):
    """Begin something new that reads like the newest version of ``slug``; return the Draft.

    Raises PermissionDenied, DoesNotExist, and ValidationError, code "not_editable".
    """
    refuse_others(by)
    newest = KINDS[kind].model.objects.get(slug=slug).versions.latest("number")
    document = KINDS[kind].document_of(newest)
    title = {
        language: _("%(title)s (copy)") % {"title": words}
        for language, words in document["title"].items()
    }
    changed = {"slug": free_key(slug, _slugs(kind)), "title": title}
    return _new(kind, {**document, **changed}, None, by, at)


@transaction.atomic
def change_draft(*, draft, change, by, at):
    """Save what ``change(document)`` makes of the document of ``draft``; return the draft.

    change: a function from the newest document to the one to save; it may refuse by
    raising ValidationError. A change that changes nothing is not saved.
    Raises PermissionDenied, and DoesNotExist when the draft is gone.
    """
    draft = locked_draft(draft, by)
    return _saved(draft, change(draft.document), by, at)


@transaction.atomic
def save_part(*, draft, sheet, part, language, values, mark, by, at, makes=False):
    """Save ``values`` as the part ``part`` of ``draft``; return the draft.

    sheet: how the part is read and written (studio.rules.sheet). values: what the form
    holds. mark: of the values that it held when it was shown; when they are others by
    now, somebody else changed the same part. makes: whether to make the scenes and
    endings that are asked for.
    Raises PermissionDenied, and ValidationError, code "changed_meanwhile" or "part_gone";
    then nothing is saved.
    """
    draft = locked_draft(draft, by)
    current = sheet.read(draft.document, part, language)
    if current is None:
        raise refusal("part_gone", person=draft.updated_by or "?")
    if mark_of(current) != mark and current != values:
        raise refusal("changed_meanwhile", person=draft.updated_by or "?")
    written = sheet.write(draft.document, part, language, values, makes)
    return _saved(draft, written, by, at)


@transaction.atomic
def discard_draft(*, draft, by):
    """Delete ``draft``; what is published stays. Raises PermissionDenied."""
    refuse_others(by)
    Draft.objects.filter(pk=draft.pk).delete()


def refuse_others(by):
    """Raise PermissionDenied unless ``by`` writes what can be learned."""
    if not edits_catalogue(by):
        raise PermissionDenied


def locked_draft(draft, by):
    """Return ``draft`` as it is now, locked, with who changed it last.

    Raises PermissionDenied unless ``by`` writes what can be learned.
    """
    refuse_others(by)
    drafts = Draft.objects.select_for_update(of=("self",))
    return drafts.select_related("updated_by").get(pk=draft.pk)


def _saved(draft, document, by, at):
    # Also told apart by the order of their parts, which == leaves out.
    if mark_of(document) == mark_of(draft.document):
        return draft
    draft.document, draft.revision = document, draft.revision + 1
    draft.finding_count = len(findings_of(draft.kind, document))
    draft.updated_at, draft.updated_by = at, by
    draft.save()
    return draft


def _slugs(kind):
    """Return the slugs that are taken, by what is published and by drafts."""
    published = KINDS[kind].model.objects.values_list("slug", flat=True)
    drafts = Draft.objects.filter(kind=kind).values_list("slug", flat=True)
    return {*published, *drafts}


def _new(kind, document, base_number, by, at, suggestion=None):
    if not KINDS[kind].is_editable(document):
        raise refusal("not_editable")
    draft = Draft(
        kind=kind,
        slug=document["slug"],
        document=document,
        base_number=base_number,
        suggestion=suggestion,
        finding_count=len(findings_of(kind, document)),
        created_at=at,
        created_by=by,
        updated_at=at,
        updated_by=by,
    )
    try:
        with transaction.atomic():
            draft.save()
    except IntegrityError as twice:
        raise refusal("begun_meanwhile") from twice
    return draft
