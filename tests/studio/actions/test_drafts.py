"""Beginning, changing and giving up drafts."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from studio.actions.drafts import (
    begin_draft,
    change_draft,
    copy_published,
    discard_draft,
    open_draft,
    save_part,
)
from studio.choices import DraftKind
from studio.models import Draft
from studio.rules.scenario_sheet import SHEET, read
from studio.rules.sheet import mark_of
from tests.factories.staff import EmployeeFactory, moment
from tests.factories.studio import a_draft
from tests.training.scenario.documents import late_table
from training.actions.publishing import publish_scenario

SCENARIO = DraftKind.SCENARIO


def save(draft, by, part="waves", *, mark=None, **changed):
    """Save ``part`` as a form would that was opened on the draft as it is given."""
    values = read(draft.document, part, "en")
    return save_part(
        draft=draft,
        sheet=SHEET,
        part=part,
        language="en",
        values=values | changed,
        mark=mark or mark_of(values),
        by=by,
        at=moment(9),
    )


def test_a_draft_begins_with_its_title_and_a_free_slug(asta):
    facts = {"kind": SCENARIO, "title": "Late table", "by": asta, "at": moment()}

    first, second = (begin_draft(language="en", **facts) for _ in range(2))

    assert (first.slug, second.slug) == ("late-table", "late-table-2")
    assert str(first) == "Late table"
    assert first.finding_count == 1
    assert (first.created_by, first.base_number) == (asta, None)


def test_what_is_published_is_opened_once(asta, ben):
    publish_scenario(document=late_table(), at=moment())

    draft = open_draft(kind=SCENARIO, slug="a-scenario", by=asta, at=moment())
    again = open_draft(kind=SCENARIO, slug="a-scenario", by=ben, at=moment(9))

    assert again == draft
    assert (draft.document, draft.base_number) == (late_table(), 1)
    assert draft.finding_count == 0


def test_a_copy_is_something_new(asta):
    publish_scenario(document=late_table(), at=moment())

    draft = copy_published(kind=SCENARIO, slug="a-scenario", by=asta, at=moment())

    assert draft.slug == draft.document["slug"] == "a-scenario-2"
    assert str(draft) == "A scenario (copy)"
    assert draft.base_number is None


def test_a_change_is_counted_and_signed_and_none_is_not(asta, ben):
    draft = a_draft(asta)

    same = save(draft, ben)
    saved = save(draft, ben, says="Finally.")

    assert same.revision == draft.revision
    assert saved.revision == draft.revision + 1
    assert (saved.updated_by, saved.updated_at) == (ben, moment(9))
    assert saved.document["scenes"]["waves"]["says"] == {"en": "Finally."}


def test_what_somebody_changed_meanwhile_is_not_overwritten(asta, ben):
    draft = a_draft(asta)
    save(draft, ben, says="Finally.")

    with pytest.raises(ValidationError) as refusal:
        save(draft, asta, says="At last.")

    assert refusal.value.code == "changed_meanwhile"
    assert "Ben Okafor" in refusal.value.messages[0]
    kept = Draft.objects.get(pk=draft.pk).document
    assert kept["scenes"]["waves"]["says"] == {"en": "Finally."}


def test_two_may_write_different_parts_at_once(asta, ben):
    draft = a_draft(asta)
    save(draft, ben, "ready", says="Well?")

    saved = save(draft, asta, says="At last.")

    scenes = saved.document["scenes"]
    assert scenes["ready"]["says"] == {"en": "Well?"}
    assert scenes["waves"]["says"] == {"en": "At last."}


def test_the_same_words_twice_are_no_quarrel(asta, ben):
    draft = a_draft(asta)
    save(draft, ben, says="At last.")

    assert save(draft, asta, says="At last.").updated_by == ben


def test_a_part_that_was_taken_out_takes_no_more_words(asta, ben):
    draft = a_draft(asta)
    change_draft(
        draft=draft,
        change=lambda document: {**document, "scenes": {}},
        by=ben,
        at=moment(),
    )

    with pytest.raises(ValidationError) as refusal:
        save(draft, asta, says="At last.")

    assert refusal.value.code == "part_gone"


def test_a_draft_is_given_up(asta):
    draft = a_draft(asta)

    discard_draft(draft=draft, by=asta)

    assert not Draft.objects.exists()


def test_only_authors_and_administrators_write(company, asta):
    publish_scenario(document=late_table(), at=moment())
    draft, mona = a_draft(asta), EmployeeFactory(team=company, roles=["hr"])
    facts = {"kind": SCENARIO, "by": mona, "at": moment()}

    for act in (
        lambda: begin_draft(title="Mine", language="en", **facts),
        lambda: open_draft(slug="a-scenario", **facts),
        lambda: copy_published(slug="a-scenario", **facts),
        lambda: save(draft, mona, says="At last."),
        lambda: discard_draft(draft=draft, by=mona),
    ):
        with pytest.raises(PermissionDenied):
            act()
