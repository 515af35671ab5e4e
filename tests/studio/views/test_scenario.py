"""Writing a scenario in the browser, with script and without."""

import re

import pytest
import time_machine

from studio.actions.drafts import change_draft
from studio.models import Draft
from tests.factories.staff import moment
from tests.factories.studio import a_draft
from tests.training.scenario.documents import late_table
from training.scenario import editing
from training.scenario.parts import part

HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def noon():
    with time_machine.travel(moment(), tick=False):
        yield


@pytest.fixture
def client(sign_in, asta):
    return sign_in(asta)


@pytest.fixture
def draft(asta):
    return a_draft(asta)


def url(draft, at="", way=""):
    return f"{draft.get_absolute_url()}{way}?at={at}&language=en"


def filled(client, draft, at, language="en"):
    """Return what the form of the part ``at`` sends as it was opened."""
    page = client.get(f"{draft.get_absolute_url()}?at={at}&language={language}")
    form = page.context["form"]
    initial = {
        name: form.get_initial_for_field(f, name) for name, f in form.fields.items()
    }
    return {name: value for name, value in initial.items() if value is not None}


def now(draft, at):
    return part(Draft.objects.get(pk=draft.pk).document, at)


@pytest.mark.parametrize("at", ["", "waves", "waves/own-it", "goodbye/invite", "back"])
def test_every_part_is_opened_and_saved_as_it_is(client, draft, at):
    answer = client.post(url(draft, at), filled(client, draft, at))

    assert answer.status_code == 200
    assert Draft.objects.get().document == draft.document
    assert "Saved at 12:00:00." in answer.text


def test_typing_saves_and_answers_with_all_but_the_fields(client, draft):
    sent = filled(client, draft, "waves") | {"title": "He stands up"}

    answer = client.post(url(draft, "waves"), sent, headers=HTMX)

    assert now(draft, "waves")["title"] == {"en": "He stands up"}
    assert set(re.findall(r'id="([a-z-]+)"[^>]*hx-swap-oob', answer.text)) == {
        "mark",
        "refusal",
        "outline",
        "findings",
        "graph-box",
    }
    assert "<textarea" not in answer.text


def test_the_next_save_goes_on_from_the_new_mark(client, draft):
    sent = filled(client, draft, "waves") | {"title": "He stands up"}
    answer = client.post(url(draft, "waves"), sent, headers=HTMX)
    sent["mark"] = re.search(r'name="mark" value="(\w+)"', answer.text)[1]

    client.post(url(draft, "waves"), sent | {"title": "He sits"}, headers=HTMX)

    assert now(draft, "waves")["title"] == {"en": "He sits"}


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_words_over_somebody_elses_are_given_back(client, draft, ben, headers):
    sent = filled(client, draft, "waves") | {"says": "At last, a waiter."}
    changed = editing.rename(draft.document, "back", "home")[0]
    changed["scenes"]["waves"]["says"] = {"en": "Finally."}
    change_draft(draft=draft, change=lambda _: changed, by=ben, at=moment())

    answer = client.post(url(draft, "waves"), sent, headers=headers)

    assert now(draft, "waves")["says"] == {"en": "Finally."}
    assert "Ben Okafor changed this meanwhile." in answer.text
    typed = re.search(r'<pre id="typed">(.*?)</pre>', answer.text, re.DOTALL)[1]
    assert "At last, a waiter." in typed
    # What was refused is refused again: the old mark stands in the answer.
    assert f'value="{sent["mark"]}"' in answer.text


def test_words_for_a_part_that_is_gone_are_given_back(client, draft, ben):
    sent = filled(client, draft, "waves") | {"says": "At last, a waiter."}
    gone = editing.remove(draft.document, "waves", "ready")
    change_draft(draft=draft, change=lambda _: gone, by=ben, at=moment())

    answer = client.post(url(draft, "waves"), sent, headers=HTMX)

    assert "Ben Okafor took this part out." in answer.text
    assert "At last, a waiter." in answer.text
    assert client.get(url(draft, "waves")).status_code == 404


def test_findings_lead_to_their_parts(client, draft):
    sent = filled(client, draft, "goodbye/nod") | {"way1_to": "", "why": " "}

    answer = client.post(url(draft, "goodbye/nod"), sent)

    found = [(each.at, each.text) for each in answer.context["findings"]]
    assert found == [
        ("goodbye/nod", "Still to write: Why it helped or did not."),
        ("goodbye/nod", "One of its ways leads nowhere yet."),
    ]
    assert Draft.objects.get().finding_count == 2


def test_a_new_scene_is_made_where_a_choice_leads(client, draft):
    sent = filled(client, draft, "waves/excuse")
    sent |= {"way0_to": "+scene", "way0_new": "He gets up"}

    client.post(url(draft, "waves/excuse"), sent, headers=HTMX)
    assert now(draft, "waves/excuse")["go"] == "ready"
    made = client.post(url(draft, "waves/excuse"), sent | {"act": "save"}, headers=HTMX)

    assert made.headers["HX-Redirect"] == url(draft, "waves%2Fexcuse")
    assert now(draft, "waves/excuse")["go"] == "he-gets-up"
    assert now(draft, "he-gets-up")["title"] == {"en": "He gets up"}


def test_ways_are_added_and_taken_out_without_script(client, draft):
    sent = filled(client, draft, "waves/excuse") | {"act": "branch", "why": "Blame."}

    client.post(url(draft, "waves/excuse"), sent)
    assert now(draft, "waves/excuse")["go"] == [
        {"if": {}, "to": "ready"},
        {"to": "ready"},
    ]
    sent = filled(client, draft, "waves/excuse") | {"act": "unbranch-0"}
    client.post(url(draft, "waves/excuse"), sent)

    assert now(draft, "waves/excuse")["go"] == "ready"
    assert now(draft, "waves/excuse")["why"] == {"en": "Blame."}


@pytest.mark.parametrize(
    ("act", "at", "sent", "led_to"),
    [
        ("add-scene", "", {"title": "He sits"}, "he-sits"),
        ("add-ending", "", {"title": "He goes"}, "he-goes"),
        ("add-choice", "waves", {"title": "“Yes?”"}, "waves/yes"),
        ("copy", "waves", {}, "waves-2"),
        ("up", "ready", {}, "ready"),
        ("down", "waves/own-it", {}, "waves/own-it"),
        ("start", "ready", {}, "ready"),
        ("rename", "waves/own-it", {"key": "say-so"}, "waves/say-so"),
    ],
)
def test_acts_lead_to_the_part_they_are_about(client, draft, act, at, sent, led_to):
    answer = client.post(url(draft, at, "parts/"), {"act": act, **sent})

    assert answer.url == url(draft, led_to.replace("/", "%2F"))
    assert now(draft, led_to) is not None
    assert Draft.objects.get().revision == draft.revision + 1


def test_a_key_that_is_taken_is_refused_in_words(client, draft):
    sent = {"act": "rename", "key": "ready"}

    answer = client.post(url(draft, "waves", "parts/"), sent)

    assert "stands only once" in answer.text
    assert Draft.objects.get().document == draft.document


def test_a_language_is_written_beside_the_first(client, draft):
    added = client.post(
        f"{draft.get_absolute_url()}parts/", {"act": "add-language", "tag": "de"}
    )

    assert added.url.endswith("language=de")
    page = client.get(f"{draft.get_absolute_url()}?at=waves&language=de")
    assert 'lang="de"' in page.text
    assert "<span>He waves you over</span>" in page.text
    sent = filled(client, draft, "waves", "de") | {"title": "Er winkt"}
    client.post(f"{draft.get_absolute_url()}?at=waves&language=de", sent)
    assert now(draft, "waves")["title"] == {"en": "He waves you over", "de": "Er winkt"}


def test_taking_out_a_scene_asks_where_to_lead_instead(client, draft):
    page = client.get(url(draft, "ready", "remove/"))
    assert page.context["references"] == [
        "“He waves you over”, choice own-it",
        "“He waves you over”, choice excuse",
    ]

    answer = client.post(url(draft, "ready", "remove/"), {"instead": "goodbye"})

    assert answer.url == url(draft)
    assert now(draft, "ready") is None
    assert now(draft, "waves/excuse")["go"] == "goodbye"


@pytest.mark.parametrize("scenes", [1, 12])
def test_the_page_costs_the_same_however_long_the_scenario(
    client, asta, django_assert_num_queries, scenes
):
    document = late_table()
    for _ in range(scenes):
        document, _key = editing.duplicate(document, "ready")
    draft = a_draft(asta, document)

    with django_assert_num_queries(7):
        client.get(url(draft, "waves"))


def test_points_begin_at_none(client, draft):
    page = client.get(url(draft, "waves/excuse"))

    assert page.context["form"]["points_promising-well"].initial == 0
