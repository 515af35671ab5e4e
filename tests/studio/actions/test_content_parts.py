import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from studio.actions.content_parts import change_content
from studio.actions.drafts import save_part
from studio.rules.content_sheet import SHEET, read
from studio.rules.sheet import mark_of
from tests.factories.staff import EmployeeFactory, moment
from tests.factories.studio_content import a_bank_draft, a_module_draft
from training.actions.publishing import publish_bank
from training.models import QuestionBank


def change(draft, by, act, at="", **words):
    words = {"language": "en", "when": moment(), **words}
    return change_content(draft=draft, by=by, act=act, at=at, **words)


def test_who_does_not_write_changes_nothing(asta):
    draft = a_module_draft(asta)

    with pytest.raises(PermissionDenied):
        change(draft, EmployeeFactory(), "add-step", kind="reading", title="The bell")


def test_a_part_that_is_gone_is_said_so(asta):
    draft = a_module_draft(asta)
    change(draft, asta, "remove", at="read")

    with pytest.raises(ValidationError) as refused:
        change(draft, asta, "up", at="read")

    assert refused.value.code == "part_gone"


def test_a_question_is_added_beside_the_one_where_one_stands(asta):
    draft = a_module_draft(asta)

    led_to = change(
        draft, asta, "add-question", at="check/q1", kind="short", title="Who rings?"
    )

    assert led_to == "check/who-rings"


@pytest.mark.parametrize(
    ("at", "kind", "title"),
    [("", "reading", "A step"), ("b0", "short", " "), ("b0", "reading", "A step")],
)
def test_a_bank_takes_no_steps_and_nothing_without_words(asta, at, kind, title):
    draft = a_bank_draft(asta)

    for act in ("add-step", "add-question"):
        assert change(draft, asta, act, at=at, kind=kind, title=title) == at

    draft.refresh_from_db()
    assert draft.revision == 2


def test_what_stands_in_the_way_is_asked_anew_when_the_catalogue_changes(asta):
    draft = a_module_draft(asta)
    values = read(draft.document, "check", "en") | {"bank": "service", "draw": 3}
    saved = {"sheet": SHEET, "part": "check", "language": "en", "by": asta}
    mark = mark_of(read(draft.document, "check", "en"))
    draft = save_part(draft=draft, values=values, mark=mark, at=moment(), **saved)
    assert draft.finding_count == 1

    bank = a_bank_draft(asta)
    document = {**bank.document, "slug": "service"}
    publish_bank(document=document, at=moment())
    assert QuestionBank.objects.get().slug == "service"

    change(draft, asta, "up", at="check")
    draft.refresh_from_db()
    assert draft.finding_count == 0
