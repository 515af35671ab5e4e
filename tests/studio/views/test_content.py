"""Writing a module or a question bank in the browser, with script and without."""

import re

import pytest
import time_machine

from studio.actions.drafts import change_draft, open_draft
from studio.choices import DraftKind
from studio.kinds import findings_of
from studio.models import Draft
from studio.rules import content_editing as editing
from studio.rules.content_parts import addresses, part
from tests.factories.staff import moment
from tests.factories.studio_content import a_bank_draft, a_module_draft
from tests.training.catalogue import (
    a_drawn_quiz,
    a_play,
    a_practice,
    a_question,
    a_quiz,
    a_reading,
    a_short,
    an_ordering,
)
from tests.training.films import a_film, a_video, some_captions
from tests.training.scenario.documents import late_table
from training.actions.publishing import publish_bank, publish_scenario

HTMX = {"HX-Request": "true"}
CERTIFICATION = {"months": 12, "from": "expiry", "window_days": 60}


@pytest.fixture(autouse=True)
def noon():
    with time_machine.travel(moment(), tick=False):
        yield


@pytest.fixture
def client(sign_in, asta):
    return sign_in(asta)


@pytest.fixture
def draft(asta):
    publish_scenario(document=late_table(), at=moment())
    questions = [a_question("q1"), an_ordering(), a_short()]
    quiz = a_quiz(questions=questions)
    return a_module_draft(
        asta,
        a_reading(),
        a_play(),
        quiz,
        a_practice(),
        certification=CERTIFICATION,
        cost={"per_seat": 12.5},
    )


def url(draft, at="", way=""):
    return f"{draft.get_absolute_url()}{way}?at={at}&language=en"


def filled(client, draft, at):
    """Return what the form of the part ``at`` sends as it was opened."""
    form = client.get(url(draft, at)).context["form"]
    initial = {
        name: field.prepare_value(form.get_initial_for_field(field, name))
        for name, field in form.fields.items()
    }
    return {
        name: value for name, value in initial.items() if value not in (None, False)
    }


def now(draft, at=""):
    return part(Draft.objects.get(pk=draft.pk).document, at)


def test_every_part_is_opened_and_saved_as_it_is(client, draft):
    for at in addresses(draft.document):
        answer = client.post(url(draft, at), filled(client, draft, at))

        assert "Saved at 12:00:00." in answer.text
        assert now(draft) == draft.document


def test_typing_saves_and_answers_with_all_but_the_fields(client, draft):
    sent = filled(client, draft, "read") | {"body": "Two *ideas*."}

    answer = client.post(url(draft, "read"), sent, headers=HTMX)

    assert now(draft, "read")["body"] == {"en": "Two *ideas*."}
    assert set(re.findall(r'id="([a-z-]+)"[^>]*hx-swap-oob', answer.text)) == {
        "mark",
        "refusal",
        "outline",
        "findings",
        "sight",
    }
    assert "Two <em>ideas</em>." in answer.text
    assert "<textarea" not in answer.text


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_words_over_somebody_elses_are_given_back(client, draft, ben, headers):
    sent = filled(client, draft, "read") | {"body": "Mine."}
    changed = editing.remove(draft.document, "check")
    changed["steps"][0]["body"] = {"en": "Theirs."}
    change_draft(draft=draft, change=lambda _: changed, by=ben, at=moment())

    answer = client.post(url(draft, "read"), sent, headers=headers)

    assert now(draft, "read")["body"] == {"en": "Theirs."}
    assert answer.context["typed"].endswith("Mine.")
    assert "Ben Okafor changed this meanwhile." in answer.text


def test_a_part_that_somebody_took_out_gives_back_what_was_typed(client, draft, ben):
    sent = filled(client, draft, "read") | {"body": "Mine."}
    changed = editing.remove(draft.document, "read")
    change_draft(draft=draft, change=lambda _: changed, by=ben, at=moment())

    answer = client.post(url(draft, "read"), sent, headers=HTMX)

    assert answer.context["typed"].endswith("Mine.")
    assert client.get(url(draft, "read")).status_code == 404


def test_what_is_no_number_is_not_saved(client, draft):
    sent = filled(client, draft, "check") | {"pass_percent": "101"}

    answer = client.post(url(draft, "check"), sent, headers=HTMX)

    assert "Not saved." in answer.text
    assert now(draft, "check")["pass_percent"] == 75


def test_a_row_is_added_after_what_was_typed_is_saved(client, draft):
    sent = filled(client, draft, "check/q1") | {"text": "Who?", "act": "row-add-0"}

    answer = client.post(url(draft, "check/q1"), sent)

    assert answer.status_code == 302
    question = now(draft, "check/q1")
    assert question["text"]["en"] == "Who?"
    assert [row["key"] for row in question["options"]] == [*"abcd"]


def test_parts_are_added_moved_copied_and_taken_out(client, draft):
    def change(at, **sent):
        return client.post(url(draft, at, "parts/"), sent).url

    assert "at=the-bell&" in change(
        "", act="add-step", kind="reading", title="The bell"
    )
    asked = change("check", act="add-question", kind="short", title="Who rings?")
    assert "at=check%2Fwho-rings&" in asked
    change("the-bell", act="up")
    change("the-bell", act="copy")
    assert "at=&" in change("play", act="remove")

    keys = [step["key"] for step in now(draft)["steps"]]
    assert keys == ["read", "check", "the-bell", "the-bell-2", "watch"]
    # What cannot be done at a part changes nothing.
    change("read", act="add-question", kind="short", title="Who?")
    change("read", act="row-add")
    change("", act="remove")
    assert [step["key"] for step in now(draft)["steps"]] == keys


def test_a_language_is_added_and_taken_out(client, draft):
    answer = client.post(url(draft, "", "parts/"), {"act": "add-language", "tag": "de"})
    assert answer.url.endswith("language=de")
    assert now(draft)["title"]["de"] == ""

    client.post(url(draft, "", "parts/"), {"act": "remove-language", "tag": "de"})

    assert now(draft) == editing.remove_language(draft.document, "de")


def test_it_is_seen_as_learners_do_in_one_language(client, draft):
    page = client.get(url(draft, "", "preview/"))

    assert "One <em>idea</em>." in page.text
    assert "question q1" in page.text
    assert "Café au lait" in page.text


@pytest.mark.parametrize("more", [1, 3])
def test_content_edit_costs_the_same_at_any_length(
    client, asta, django_assert_num_queries, more
):
    for number in range(more):
        questions = [a_question(f"b{n}") for n in range(6)]
        document = {**a_bank(questions), "slug": f"service-{number}"}
        publish_bank(document=document, at=moment())
    quizzes = [
        {**a_drawn_quiz(f"check-{n}"), "bank": f"service-{n}"} for n in range(more)
    ]
    draft = a_module_draft(asta, *quizzes)

    with django_assert_num_queries(QUERIES):
        client.get(url(draft, "check-0"))


def test_content_edit_of_2000_questions_shows_those_about_the_one_it_is_at(
    client, asta, django_assert_num_queries
):
    questions = [a_question(f"b{number}") for number in range(2000)]
    draft = a_bank_draft(asta)
    draft.document["questions"] = questions
    draft.save()

    with django_assert_num_queries(QUERIES_OF_A_BANK):
        page = client.get(url(draft, "b150"))

    seen = client.get(f"/studio/banks/{draft.uuid}/preview/?page=2")
    assert "question b100<" in seen.text
    assert "Question 101<" in seen.text
    assert seen.text.count('id="see-') == 100
    assert findings_of(draft.kind, draft.document) == ()
    assert page.text.count('id="to-b') == 100
    assert "Questions 1901 to 2000" in page.text
    assert 'id="to-b199"' in page.text
    assert len(page.content) < 200_000


QUERIES_OF_A_BANK = 6
QUERIES = 13


def a_bank(questions):
    return {
        "format": "encore.bank/1",
        "title": {"en": "Service"},
        "questions": questions,
    }


def test_a_bank_is_written_question_by_question(client, asta):
    draft = a_bank_draft(asta)
    led_to = client.post(
        url(draft, "", "parts/"),
        {"act": "add-question", "kind": "ordering", "title": "First what?"},
    ).url
    assert "at=first-what&" in led_to

    sent = filled(client, draft, "first-what")
    sent |= {"why": "Eyes first.", "row0_text": "Look", "row1_text": "Greet"}
    answer = client.post(url(draft, "first-what"), sent, headers=HTMX)

    assert "Nothing stands in the way" in answer.text
    assert now(draft, "first-what")["items"] == [
        {"key": "a", "text": {"en": "Look"}},
        {"key": "b", "text": {"en": "Greet"}},
    ]


def test_pictures_are_seen_while_one_writes(client, draft):
    digest = "c" * 64
    sent = filled(client, draft, "read") | {"body": f"![A bell](media:{digest})"}

    answer = client.post(url(draft, "read"), sent, headers=HTMX)

    assert f'<img src="/studio/media/{digest}/" alt="A bell" loading="lazy">' in (
        answer.text
    )
    assert "This file is not here." in answer.text


def test_a_video_is_seen_with_its_captions_and_what_is_said(client, asta):
    film, captions = a_film(), some_captions()
    draft = a_module_draft(asta, a_video(film=film, captions=captions))

    for page in (
        client.get(url(draft, "film")).text,
        client.get(url(draft, "", "preview/")).text,
    ):
        assert f'src="/studio/media/{film.digest}/" type="video/mp4"' in page
        assert f'src="/studio/media/{captions.digest}/" default' in page
        assert "A table for two?" in page


def test_a_video_that_is_not_chosen_yet_is_not_there_to_see(client, asta):
    draft = a_module_draft(asta, {**a_video(), "video": "", "captions": {}})

    assert "There is no video to see yet." in client.get(url(draft, "film")).text


def test_a_scenario_is_seen_as_before_it_begins_and_leads_to_the_studio(client, asta):
    draft = a_module_draft(asta, a_play())
    assert "There is no scenario to see yet." in client.get(url(draft, "play")).text
    publish_scenario(document=late_table(), at=moment())

    page = client.get(url(draft, "play")).text
    assert late_table()["setting"]["en"] in page
    assert late_table()["customer"]["name"]["en"] in page
    assert 'href="/studio/scenarios/a-scenario/versions/"' in page
    assert "Play its draft" not in page

    facts = {"kind": DraftKind.SCENARIO, "slug": "a-scenario", "by": asta}
    scenario = open_draft(at=moment(), **facts)
    whole = client.get(url(draft, "", "preview/")).text
    assert f'href="/studio/scenarios/{scenario.uuid}/play/"' in whole


@pytest.mark.parametrize("more", [1, 3])
def test_content_preview_costs_the_same_at_any_length(
    client, asta, django_assert_num_queries, more
):
    for number in range(more):
        document = {**late_table(), "slug": f"scenario-{number}"}
        publish_scenario(document=document, at=moment())
    films = [a_video(f"film-{n}") for n in range(more)]
    plays = [{**a_play(f"play-{n}"), "scenario": f"scenario-{n}"} for n in range(more)]
    draft = a_module_draft(asta, *films, *plays)

    with django_assert_num_queries(9):
        client.get(url(draft, "", "preview/"))
