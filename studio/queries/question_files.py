"""What the pages show that bring in questions from a file."""

from dataclasses import dataclass

from studio.choices import DraftKind
from studio.kinds import KINDS
from studio.models import Draft
from studio.queries.drafts import published_of
from training.choices import ImportState
from training.models import QuestionBank


@dataclass(frozen=True)
class QuestionRow:
    """What would become of one question."""

    key: str
    kind: str
    text: str
    state_word: str


@dataclass(frozen=True)
class QuestionPreview:
    """What a file of questions would do. rows: new and changed; same: how many stay.

    more, more_faults: how many there are besides those that are shown.
    """

    bank: str
    is_new: bool
    rows: list
    count: int
    more: int
    same: int
    faults: list
    fault_count: int
    more_faults: int


MOST_ROWS = 200


def banks_to_fill():
    """Return (slug, title) of every question bank, published or being written."""
    banks = {each.slug: each.title for each in published_of(DraftKind.BANK)}
    for draft in Draft.objects.filter(kind=DraftKind.BANK):
        banks[draft.slug] = str(draft)
    return sorted(banks.items(), key=lambda bank: bank[1].casefold())


def bank_document(asked):
    """Return the document of the bank that is ``asked`` for: of its draft, else its newest
    version, else one with nothing but a title."""
    slug, title, language = asked["bank"], asked["title"], asked["language"]
    draft = Draft.objects.filter(kind=DraftKind.BANK, slug=slug).first()
    if draft:
        return draft.document
    bank = QuestionBank.objects.filter(slug=slug).first()
    if bank:
        return bank.versions.latest("number").document
    return KINDS[DraftKind.BANK].empty(slug, title or slug, language)


def question_preview_of(upload):
    """Return the QuestionPreview of ``upload``, a CatalogueUpload of questions."""
    taken, faults = upload.preview["rows"], upload.preview["faults"]
    changed = [each for each in taken if each["state"] != ImportState.SAME]
    return QuestionPreview(
        bank=upload.asked["title"] or dict(banks_to_fill()).get(upload.asked["bank"]),
        is_new=not upload.asked["bank"],
        rows=[_row(each) for each in changed[:MOST_ROWS]],
        count=len(changed),
        more=max(len(changed) - MOST_ROWS, 0),
        same=len(taken) - len(changed),
        faults=faults[:MOST_ROWS],
        fault_count=len(faults),
        more_faults=max(len(faults) - MOST_ROWS, 0),
    )


def _row(taken):
    return QuestionRow(
        key=taken["key"],
        kind=taken["kind"],
        text=taken["text"],
        state_word=ImportState(taken["state"]).label,
    )
