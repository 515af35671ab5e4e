"""Questions from a file that come through the browser: looked at, then into a draft."""

from django.db import transaction

from studio.actions.drafts import begin_draft, change_draft, open_draft, refuse_others
from studio.actions.exchange import forget_upload, keep_upload
from studio.choices import DraftKind
from studio.kinds import KINDS
from studio.models import CatalogueUpload, Draft
from studio.queries.question_files import bank_document
from studio.refusals import refusal
from studio.rules.sheet import mark_of
from training.choices import ImportState
from training.importing.question_file import read_question_file
from training.importing.questions import MOST_QUESTIONS, merged

LONGEST_WORDS = 160


def start_questions(*, file, name, bank, title, language, why, by, at):
    """Keep ``file`` of questions to be looked at; return the CatalogueUpload.

    bank: the slug of the bank they are for, "" for a new one called ``title``. language,
    why: as training.importing.question_file takes them. Raises PermissionDenied.
    """
    refuse_others(by)
    asked = {"bank": bank, "title": title, "language": language, "why": why}
    read = read_question_file(name, file.read(), language, why)
    preview, _after = _looked_at(bank_document(asked), read)
    return keep_upload(file=file, name=name, preview=preview, asked=asked, by=by, at=at)


def take_questions(*, upload, by, at):
    """Write the questions that ``upload`` holds into the draft of their bank; return it.

    The draft is the one there is, or a new one. Raises PermissionDenied, DoesNotExist
    when somebody has taken them in already, and ValidationError: "bank_changed" when it
    would not do what was shown; then the upload stays, with a new preview.
    """
    refuse_others(by)
    # Read before anything is locked: a large file takes its time.
    asked = upload.asked
    with upload.file.open("rb") as opened:
        content = opened.read()
    read = read_question_file(upload.name, content, asked["language"], asked["why"])
    with transaction.atomic():
        upload = CatalogueUpload.objects.select_for_update().get(pk=upload.pk)
        preview, after = _looked_at(bank_document(asked), read)
        if preview["rows"] and preview["rows"] == upload.preview["rows"]:
            draft = _draft_for(asked, by, at)
            change_draft(
                draft=draft,
                change=lambda document: document | {"questions": after},
                by=by,
                at=at,
            )
            forget_upload(upload=upload)
            return draft
        upload.preview = preview
        upload.save(update_fields=["preview"])
    raise refusal("bank_changed")


def _looked_at(document, read):
    """Return (preview, questions of the bank afterwards)."""
    questions, faults = read
    known = {each["key"]: each for each in document["questions"]}
    after = merged(document["questions"], questions)
    if len(after) > MOST_QUESTIONS:
        params = {"count": len(after), "most": MOST_QUESTIONS}
        return {"rows": [], "faults": refusal("bank_full", **params).messages}, []
    by_key = {each["key"]: each for each in after}
    rows = [
        {
            "key": each["key"],
            "kind": each["kind"],
            "text": next(iter(each["text"].values()))[:LONGEST_WORDS],
            "state": _state(known.get(each["key"]), by_key[each["key"]]),
            # What it would change, so that nobody else's words are lost unseen.
            "before": mark_of(known.get(each["key"], {})),
        }
        for each in questions
    ]
    if not rows and not faults:
        faults = refusal("no_questions").messages
    return {"rows": rows, "faults": faults}, after


def _state(known, after):
    if known is None:
        return ImportState.NEW.value
    return (ImportState.SAME if known == after else ImportState.CHANGED).value


def _draft_for(asked, by, at):
    facts = {"kind": DraftKind.BANK, "by": by, "at": at}
    if not asked["bank"]:
        return begin_draft(title=asked["title"], language=asked["language"], **facts)
    if KINDS[DraftKind.BANK].model.objects.filter(slug=asked["bank"]).exists():
        return open_draft(slug=asked["bank"], **facts)
    return Draft.objects.select_for_update().get(
        kind=DraftKind.BANK, slug=asked["bank"]
    )
