"""Playing a draft from any scene: all of it stands in the address."""

import re

import pytest
import time_machine

from studio.models import Draft
from tests.factories.staff import moment
from tests.factories.studio import a_draft
from tests.training.scenario.documents import late_table
from training.scenario import editing
from training.scenario.parts import part


@pytest.fixture(autouse=True)
def noon():
    with time_machine.travel(moment(), tick=False):
        yield


@pytest.fixture
def client(sign_in, asta):
    return sign_in(asta)


def play(client, draft, address=""):
    return client.get(f"{draft.get_absolute_url()}play/{address}")


def offered(page):
    """Return {letter: address} of the choices that can be taken."""
    return {o.letter: o.url for o in page.context["play"].offers if o.url}


def test_it_is_played_from_the_start_to_an_ending_by_links_alone(client, asta):
    draft = a_draft(asta)
    page = play(client, draft)

    for letter in "AAA":
        page = play(client, draft, offered(page)[letter])

    assert page.context["play"].state.at == "back"
    assert page.context["play"].flags == ["time_promised"]
    assert page.context["play"].state.mood == 8
    assert Draft.objects.get().revision == draft.revision


def test_it_begins_at_any_scene_with_any_mood_and_facts(client, asta):
    draft = a_draft(asta)

    calm = play(client, draft, "?from=ready&mood=7&flags=time_promised")
    plain = play(client, draft, "?from=ready&mood=2")

    assert calm.context["play"].state.mood == 7
    assert set(offered(calm)) == {"A", "B", "C"}
    assert set(offered(plain)) == {"B", "C"}
    assert "only when: “time_promised” noted" in plain.text


def test_what_was_chosen_before_is_a_fact_too(client, asta):
    document = late_table()
    document["scenes"]["ready"]["choices"][1]["if"] = {"took": ["waves/excuse"]}
    draft = a_draft(asta, document)
    page = play(client, draft)

    page = play(client, draft, offered(page)["B"])

    assert page.context["play"].flags == [
        "“He waves you over”, choice excuse was chosen"
    ]
    again = play(client, draft, page.context["play"].again_url)
    assert again.context["play"].state == page.context["play"].state
    assert again.context["play"].last is None


def test_a_way_that_is_not_written_yet_says_so(client, asta):
    document = editing.remove(late_table(), "ready")
    del part(document, "waves/excuse")["go"]
    draft = a_draft(asta, document)

    for letter in "AB":
        page = play(client, draft, offered(play(client, draft))[letter])
        assert "This leads nowhere yet." in page.text


@pytest.mark.parametrize(
    "address",
    [
        "?from=nowhere",
        "?mood=99",
        "?mood=x&flags=unknown",
        "?path=9.9",
        "?path=x",
        "?path=0.0.0.0.0",
        "?language=xx",
    ],
)
def test_an_odd_address_is_played_as_far_as_it_goes(client, asta, address):
    assert play(client, a_draft(asta), address).status_code == 200


def test_nothing_written_is_nothing_to_play(client, asta):
    draft = a_draft(asta, {"format": "encore.scenario/1", "title": {"en": "Blank"}})

    assert "There is no scene to begin in yet." in play(client, draft).text


def test_it_costs_a_constant_number_of_queries(client, asta, django_assert_num_queries):
    draft = a_draft(asta)

    with django_assert_num_queries(6):
        play(client, draft, "?path=0.0")
    assert re.search(r"path=0\.0\.0", play(client, draft, "?path=0.0").text)
