"""The studio's first page: what is being written, and what is published."""

import pytest
import time_machine

from studio.actions.drafts import open_draft
from studio.choices import DraftKind
from studio.models import Draft
from tests.factories.staff import moment
from tests.factories.studio import a_draft
from tests.training.scenario.documents import late_table
from training.actions.publishing import publish_scenario


@pytest.fixture(autouse=True)
def noon():
    with time_machine.travel(moment(), tick=False):
        yield


def test_a_scenario_begins_with_a_title(sign_in, asta):
    answer = sign_in(asta).post(
        "/studio/scenarios/new/", {"title": "The last coat", "language": "de"}
    )

    draft = Draft.objects.get()
    assert answer.url == draft.get_absolute_url()
    assert draft.document["title"] == {"de": "The last coat"}


def test_it_shows_drafts_with_who_wrote_last_and_what_is_published(sign_in, asta):
    publish_scenario(document=late_table(), at=moment())
    publish_scenario(document=late_table() | {"mood": 6}, at=moment())
    a_draft(asta, title={"en": "Half done"}, endings={})

    page = sign_in(asta).get("/studio/")

    (shown,) = page.context["scenarios"]
    assert (shown.slug, shown.number, shown.draft) == ("a-scenario", 2, None)
    assert "Half done" in page.text
    assert "Scenario · Asta Nyberg, " in page.text
    assert "1 thing to put right" in page.text


def test_everything_that_can_be_begun_stands_above_the_lists(sign_in, asta):
    page = sign_in(asta).get("/studio/").text

    above, below = page.split('<h2 id="drafts">')
    for words in (
        "Write a scenario",
        "Write a module",
        "Write a question bank",
        "Questions from a file",
    ):
        assert (above.count(words), below.count(words)) == (1, 0)


@pytest.mark.parametrize("rows", [1, 3])
def test_it_costs_the_same_at_any_length(
    sign_in, asta, django_assert_num_queries, rows
):
    client = sign_in(asta)
    for number in range(rows):
        document = late_table() | {"slug": f"scenario-{number}"}
        publish_scenario(document=document, at=moment())
        slug = document["slug"]
        open_draft(kind=DraftKind.SCENARIO, slug=slug, by=asta, at=moment())
        a_draft(asta)

    with django_assert_num_queries(12):
        client.get("/studio/")


@pytest.mark.parametrize("way", ["edit", "copy"])
def test_what_is_published_is_opened_for_writing(sign_in, asta, way):
    publish_scenario(document=late_table(), at=moment())

    answer = sign_in(asta).post(f"/studio/scenarios/a-scenario/{way}/")

    assert answer.url == Draft.objects.get().get_absolute_url()
    assert sign_in(asta).post(f"/studio/scenarios/nothing/{way}/").status_code == 404


def test_a_draft_is_deleted_once_asked(sign_in, asta):
    draft = a_draft(asta)
    url = f"/studio/drafts/{draft.uuid}/remove/"

    page = sign_in(asta).get(url)
    answer = sign_in(asta).post(url)

    assert "It was never published" in page.text
    assert answer.url == "/studio/"
    assert not Draft.objects.exists()
