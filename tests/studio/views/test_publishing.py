"""Publishing a scenario in the browser, and its versions."""

import pytest
import time_machine

from studio.actions.drafts import change_draft, open_draft
from studio.choices import DraftKind
from tests.factories.staff import moment
from tests.factories.studio import a_draft
from tests.factories.training import ModuleFactory
from tests.training.catalogue import a_module_document, a_play
from tests.training.scenario.documents import late_table
from training.actions.publishing import publish_module, publish_scenario
from training.scenario import editing


@pytest.fixture(autouse=True)
def noon():
    with time_machine.travel(moment(), tick=False):
        yield


@pytest.fixture
def client(sign_in, asta):
    return sign_in(asta)


@pytest.fixture
def draft(asta):
    publish_scenario(document=late_table(), at=moment(), note="The first.")
    draft = open_draft(kind=DraftKind.SCENARIO, slug="a-scenario", by=asta, at=moment())
    return change_draft(
        draft=draft, change=lambda d: {**d, "mood": 5}, by=asta, at=moment()
    )


def url(draft):
    return f"{draft.get_absolute_url()}publish/"


def told(page):
    return [
        (
            change.kind,
            change.place,
            [(f.label, f.before, f.after) for f in change.fields],
        )
        for change in page.context["changes"]
    ]


def test_it_shows_what_changes_and_publishes_with_a_note(client, draft):
    page = client.get(url(draft))
    blank = client.post(url(draft), {"note": ""})
    answer = client.post(url(draft), {"note": "Calmer."}, follow=True)

    mood = ("The customer’s mood at the start", "4", "5")
    assert told(page) == [("changed", "The frame", [mood])]
    assert blank.context["form"].errors["note"] == ["This field is required."]
    assert "Published: version 2 of A scenario." in answer.text
    assert told(answer) == told(page)
    assert [version.note for version in answer.context["versions"]] == [
        "Calmer.",
        "The first.",
    ]


def test_modules_that_use_it_are_published_anew_unless_unticked(client, draft):
    ModuleFactory.create_batch(3)
    document = a_module_document(a_play())
    module = publish_module(document=document, at=moment()).module

    page = client.get(url(draft))
    assert page.context["form"]["modules"].initial.get() == module
    client.post(url(draft), {"note": "Calmer.", "modules": [module.pk]})

    step = module.versions.latest("number").steps.get()
    assert step.scenario_version.number == 2


def test_findings_block_it_and_lead_to_their_parts(client, asta, draft):
    change_draft(
        draft=draft, change=lambda d: editing.remove(d, "back"), by=asta, at=moment()
    )

    page = client.get(url(draft))
    answer = client.post(url(draft), {"note": "Calmer."})

    assert "stand in the way of publishing" in page.text
    assert "at=goodbye%2Finvite" in page.text
    assert "Publish version" not in page.text
    assert answer.context["form"].non_field_errors() == [
        "There is something to put right before this can be published."
    ]


def test_what_was_published_meanwhile_is_told(client, draft):
    document = late_table() | {"mood": 7}
    publish_scenario(document=document, at=moment())

    page = client.get(url(draft))

    assert "You began from version 1." in page.text
    assert told(page)[0][2][0][1:] == ("7", "5")


def test_any_two_versions_are_compared(client, draft):
    for mood in (6, 7):
        publish_scenario(document=late_table() | {"mood": mood}, at=moment())
    path = "/studio/scenarios/a-scenario/versions/"

    newest, asked = client.get(path), client.get(f"{path}?old=1&new=3")

    assert told(newest)[0][2][0][1:] == ("6", "7")
    assert told(asked)[0][2][0][1:] == ("4", "7")
    assert client.get("/studio/scenarios/nothing/versions/").status_code == 404


def test_words_are_marked_where_they_differ(client, asta, draft):
    change_draft(
        draft=draft,
        change=lambda d: {**d, "title": {"en": "A late scenario"}},
        by=asta,
        at=moment(),
    )

    page = client.get(url(draft))

    assert 'A <ins class="words">late </ins>scenario' in page.text


def test_a_first_version_has_nothing_to_differ_from(client, asta):
    page = client.get(url(a_draft(asta)))

    assert page.context["changes"] is None
    assert "Publish version 1" in page.text
