"""The player and its debrief."""

import re
import uuid

import pytest

from tests.factories.staff import EmployeeFactory, moment
from tests.training.catalogue import (
    BEST_PLAY,
    WORST_PLAY,
    a_module_document,
    a_play,
    a_reading,
    begun,
    latest_attempt,
)
from tests.training.scenario.documents import english, late_table
from training.actions.publishing import publish_module, publish_scenario
from training.models import Attempt, ChoiceTaken, Enrolment, StepCompletion

HTMX = {"HX-Request": "true", "HX-Target": "scene"}


@pytest.fixture
def enrolment(employee, module):
    """Begun, in a module that is a scenario and then a page to read."""
    document = a_module_document(a_play(), a_reading())
    publish_module(document=document, at=moment())
    return begun(employee, module)


@pytest.fixture
def url(enrolment):
    return f"/learn/{enrolment.uuid}/steps/play/"


@pytest.fixture
def learner(sign_in, employee):
    return sign_in(employee)


def begin(client, url, number=1):
    return client.post(url, {"act": "begin", "number": number})


def take(client, url, enrolment, position, choice, **more):
    sent = {
        "attempt": latest_attempt(enrolment).uuid,
        "position": position,
        "choice": choice,
    }
    return client.post(url, sent, **more)


def play_through(client, url, enrolment, choices=BEST_PLAY):
    begin(client, url, number=enrolment.attempts.count() + 1)
    for position, choice in enumerate(choices):
        take(client, url, enrolment, position, choice)


def offers(response):
    return re.findall(r'name="choice" value="([^"]+)" data-key="(\w)"', response.text)


# Setting


def test_scenario_opens_with_its_setting_and_writes_nothing(learner, url):
    response = learner.get(url)

    assert "The kitchen is thirty minutes behind." in response.text
    assert "Tomas Berg, table 6" in response.text
    assert 'aria-label="Mood 3 of 5: Waiting to see"' in response.text
    assert not Attempt.objects.exists()


def test_scenario_begun_shows_the_first_scene(learner, url):
    response = begin(learner, url)
    assert response.url == url

    response = learner.get(url)

    assert "He has turned his chair to face the kitchen door." in response.text
    assert offers(response) == [("own-it", "a"), ("excuse", "b")]
    assert "What do you say?" in response.text
    assert "Moment 1<" in response.text


def test_scenario_begun_by_two_taps_is_begun_once(learner, url):
    for _tap in range(2):
        begin(learner, url)

    assert Attempt.objects.count() == 1


def test_scenario_begun_by_a_late_tap_does_not_begin_anew(learner, url, enrolment):
    play_through(learner, url, enrolment)

    begin(learner, url, number=1)

    assert Attempt.objects.count() == 1


# Choices


def test_scenario_choice_leads_to_what_came_of_it(learner, url, enrolment):
    begin(learner, url)

    response = take(learner, url, enrolment, 0, "own-it")
    assert response.url == f"{url}?after=0"
    response = learner.get(response.url)

    assert "Four minutes. Four I can do." in response.text
    assert "Mood: eased a little" in response.text
    assert "Next moment" in response.text
    assert not offers(response)


def test_scenario_says_how_far_it_is_without_a_total_that_changes(
    learner, url, enrolment
):
    begin(learner, url)
    pages = [learner.get(url).text]
    for position, choice in enumerate(BEST_PLAY):
        took = take(learner, url, enrolment, position, choice, follow=True)
        pages += [took.text, learner.get(url).text]
    pages.pop()

    walked = [int(re.search(r"width:(\d+)%", page)[1]) for page in pages]
    assert walked == sorted(walked)
    assert (walked[0], walked[-1]) == (0, 100)
    assert 'aria-label="Moment 1, then 2 more at most"' in pages[0]
    assert '<span class="small quiet num">Moment 1</span>' in pages[0]
    assert f'aria-label="Moment {len(BEST_PLAY)}, the last"' in pages[-1]


def test_scenario_choice_under_htmx_answers_with_the_scene_alone(
    learner, url, enrolment
):
    begin(learner, url)

    response = take(learner, url, enrolment, 0, "own-it", headers=HTMX)

    assert response.text.strip().startswith('<div id="scene"')
    assert "Four minutes. Four I can do." in response.text
    assert response.headers["HX-Replace-Url"] == f"{url}?after=0"


def test_scenario_next_moment_under_htmx_is_the_next_scene(learner, url, enrolment):
    begin(learner, url)
    take(learner, url, enrolment, 0, "own-it")

    response = learner.get(url, headers=HTMX)

    assert response.text.strip().startswith('<div id="scene"')
    assert [key for key, _letter in offers(response)] == [
        "serve",
        "take-off-bill",
        "hide",
    ]
    assert response.headers["HX-Replace-Url"] == url


def test_scenario_offers_only_what_is_available(learner, url, enrolment):
    begin(learner, url)
    take(learner, url, enrolment, 0, "excuse")

    response = learner.get(url)

    assert offers(response) == [("take-off-bill", "a"), ("hide", "b")]


@pytest.fixture
def hurried(module, employee):
    """Begun, in a module whose scenario has a customer in a hurry."""
    document = late_table()
    document["scenes"]["waves"]["hurry"] = {
        "seconds": 40,
        "says": english("Is anybody coming?"),
    }
    publish_scenario(document=document, at=moment())
    publish_module(document=a_module_document(a_play()), at=moment())
    return begun(employee, module)


def test_scenario_says_that_a_hurry_costs_nothing_and_what_comes_when_it_is_over(
    learner, hurried
):
    url = f"/learn/{hurried.uuid}/steps/play/"
    begin(learner, url)

    in_a_hurry = learner.get(url).text
    take(learner, url, hurried, 0, "own-it")
    after, at_ease = learner.get(url, {"after": 0}).text, learner.get(url).text

    assert in_a_hurry.count("Take the time you need: nothing is lost.") == 1
    assert 'style="--seconds:40s"' in in_a_hurry
    assert in_a_hurry.index("Is anybody coming?") < in_a_hurry.index('id="ask"')
    for page in (after, at_ease):
        assert "--seconds" not in page
        assert "Is anybody coming?" not in page


@pytest.mark.parametrize("choice", ["own-it", "excuse"])
def test_scenario_choice_taken_by_a_second_tap_shows_the_stored_one(
    learner, url, enrolment, choice
):
    begin(learner, url)
    take(learner, url, enrolment, 0, "own-it")

    response = take(learner, url, enrolment, 0, choice)

    assert "Four minutes. Four I can do." in learner.get(response.url).text
    assert ChoiceTaken.objects.count() == 1


@pytest.mark.parametrize(("choice", "is_told"), [("own-it", False), ("excuse", True)])
def test_scenario_choice_of_a_device_that_is_behind_leads_to_the_present_scene(
    learner, url, enrolment, choice, is_told
):
    begin(learner, url)
    take(learner, url, enrolment, 0, "own-it")
    take(learner, url, enrolment, 1, "serve")

    response = take(learner, url, enrolment, 0, choice, follow=True)

    assert response.redirect_chain == [(url, 302)]
    assert offers(response) == [("invite", "a"), ("nod", "b")]
    assert ("that answer stands" in response.text) == is_told
    assert ChoiceTaken.objects.count() == 2


@pytest.mark.parametrize(
    ("position", "choice"), [(0, "nonsense"), (0, "serve"), (2, "own-it")]
)
def test_scenario_choice_that_is_not_offered_leads_to_the_present_scene(
    learner, url, enrolment, position, choice
):
    begin(learner, url)

    response = take(learner, url, enrolment, position, choice)
    assert response.url == url

    assert len(offers(learner.get(url))) == 2
    assert not ChoiceTaken.objects.exists()


def test_scenario_choice_not_offered_under_htmx_leads_the_whole_page(
    learner, url, enrolment
):
    begin(learner, url)

    response = take(learner, url, enrolment, 0, "nonsense", headers=HTMX)

    assert response.headers["HX-Redirect"] == url


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"attempt": "x", "position": 0, "choice": "own-it"},
        {"attempt": uuid.uuid4(), "position": "9" * 5000, "choice": "own-it"},
        {"attempt": uuid.uuid4(), "position": -1, "choice": "own-it"},
        {"attempt": uuid.uuid4(), "position": 0, "choice": "\0"},
    ],
)
def test_scenario_choice_that_no_page_of_ours_sends_leads_back(learner, url, sent):
    begin(learner, url)

    assert learner.post(url, sent).url == url


def test_scenario_choice_of_somebody_elses_play_is_not_there(
    learner, url, enrolment, company, module, sign_in, employee
):
    other = begun(EmployeeFactory(team=company), module)
    theirs = Attempt.objects.create(
        enrolment=other,
        step=other.version.steps.get(key="play"),
        number=1,
        started_at=moment(),
    )
    sent = {"attempt": theirs.uuid, "position": 0, "choice": "own-it"}

    assert learner.post(url, sent).status_code == 404
    assert not theirs.choices.exists()


def test_scenario_reaction_to_a_choice_not_yet_taken_is_the_scene(
    learner, url, enrolment
):
    begin(learner, url)

    for after in ("0", "7", "-1", "x", "", "9" * 5000):
        assert len(offers(learner.get(url, {"after": after}))) == 2


def test_scenario_last_choice_shows_the_ending_and_completes_the_step(
    learner, url, enrolment
):
    play_through(learner, url, enrolment, BEST_PLAY[:2])

    response = take(learner, url, enrolment, 2, "invite")
    response = learner.get(response.url)

    assert "Look back at it" in response.text
    assert f"{url}debrief/1/" in response.text
    assert StepCompletion.objects.get().score_percent == 100


def test_scenario_taken_back_in_the_middle_leads_to_a_calm_page(
    learner, url, enrolment
):
    begin(learner, url)
    Enrolment.objects.update(status="withdrawn", withdrawn_at=moment())

    response = take(learner, url, enrolment, 0, "own-it", follow=True)

    assert "This training was taken back." in response.text


@pytest.mark.parametrize("taken", [1, 2])
def test_scenario_choice_costs_the_same_however_long_the_play(
    learner, url, enrolment, django_assert_num_queries, taken
):
    play_through(learner, url, enrolment, BEST_PLAY[: taken - 1])

    with django_assert_num_queries(17):
        take(learner, url, enrolment, taken - 1, BEST_PLAY[taken - 1], headers=HTMX)


# Looking back


def test_scenario_finished_lists_its_plays(learner, url, enrolment):
    play_through(learner, url, enrolment)
    play_through(learner, url, enrolment, WORST_PLAY)

    response = learner.get(url)

    assert re.findall(r"debrief/(\d)/", response.text) == ["2", "1"]
    assert "Play again" in response.text


def test_scenario_debrief_sets_my_way_beside_the_best(learner, url, enrolment):
    play_through(learner, url, enrolment, ["own-it", "hide", "nod"])

    response = learner.get(f"{url}debrief/1/")

    assert "part at moment 2" in response.text
    mine = response.text.partition("The best run from")[0]
    heads = re.findall(r"<h3>.*?</h3>", mine, re.DOTALL)
    tags = [re.search(r"([a-z ]+)</span>\s*</h3>", head)[1] for head in heads]
    assert tags == ["as good as it gets", "here the paths part", "could do more"]
    assert response.text.count("Better</small>") == 2
    assert (
        "Your run: Waiting to see, Losing patience, Losing patience. "
        "Best run: Waiting to see, Will be back, Will be back." in response.text
    )
    assert "Apologising" in response.text


def test_scenario_debrief_shows_the_best_run_from_the_parting_on(
    learner, url, enrolment
):
    play_through(learner, url, enrolment, ["own-it", "hide", "nod"])

    response = learner.get(f"{url}debrief/1/")

    best = response.text.partition("The best run from moment 2 on")[2]
    assert re.findall(r"<h3><span>(.*?)</span>", best) == [
        "2 · Ready to leave",
        "3 · The goodbye",
    ]
    assert re.findall(r'class="better">(.*?)</p>', best) == ["serve", "invite"]
    assert best.count("Mood 5 of 5: Will be back") == 2
    assert re.search(r"It ends like this</small>\s*title", best)


def test_scenario_debrief_of_the_best_play_says_so(learner, url, enrolment):
    play_through(learner, url, enrolment)

    response = learner.get(f"{url}debrief/1/")

    assert "This is as good as it gets." in response.text
    assert "Better</small>" not in response.text
    assert "The best run from" not in response.text
    assert "Apologising</dt><dd>4 of 5</dd>" in response.text
    assert "Promising-Well</dt><dd>5 of 5</dd>" in response.text


def test_scenario_debrief_names_what_tempted_where_it_cost_something(
    learner, employee, module
):
    document = late_table()
    waves, ready, _goodbye = document["scenes"].values()
    waves["choices"][0]["tempts"] = "generous"
    ready["choices"][2]["tempts"] = "quick"
    publish_scenario(document=document, at=moment())
    publish_module(document=a_module_document(a_play()), at=moment())
    enrolment = begun(employee, module)
    url = f"/learn/{enrolment.uuid}/steps/play/"
    play_through(learner, url, enrolment, ["own-it", "hide", "nod"])

    response = learner.get(f"{url}debrief/1/")

    assert re.findall(r'<p class="why"><b>(.*?)</b>', response.text) == [
        "Quick, and it costs warmth.",
        "Why:",
        "Why:",
    ]


def test_scenario_debrief_tells_what_was_before(learner, url, enrolment):
    play_through(learner, url, enrolment, WORST_PLAY)
    play_through(learner, url, enrolment)

    response = learner.get(f"{url}debrief/2/")

    assert "Apologising</dt><dd>4 of 5, was 0</dd>" in response.text
    assert "Promising-Well</dt><dd>5 of 5, was 0</dd>" in response.text
    assert "The time before it ended like this: Walking out." in response.text
    assert f"{url}debrief/1/" in response.text


def test_scenario_played_again_keeps_the_step_done_with_the_better_score(
    learner, url, enrolment
):
    play_through(learner, url, enrolment)
    play_through(learner, url, enrolment, WORST_PLAY)

    assert StepCompletion.objects.get().score_percent == 100
    assert Attempt.objects.count() == 2


def test_scenario_debrief_of_an_open_play_is_not_there(learner, url, enrolment):
    play_through(learner, url, enrolment, BEST_PLAY[:1])

    assert learner.get(f"{url}debrief/1/").status_code == 404


def test_scenario_debrief_of_what_is_no_scenario_is_not_there(learner, enrolment):
    debrief = f"/learn/{enrolment.uuid}/steps/read/debrief/1/"

    assert learner.get(debrief).status_code == 404


def test_scenario_debrief_of_somebody_else_is_not_there(
    learner, url, enrolment, company, sign_in
):
    play_through(learner, url, enrolment)
    manager = EmployeeFactory(team=company, manages=[company], roles=["hr"])

    assert sign_in(manager).get(f"{url}debrief/1/").status_code == 404


def test_scenario_debrief_stays_when_the_training_was_taken_back(
    learner, url, enrolment
):
    play_through(learner, url, enrolment)
    Enrolment.objects.update(status="withdrawn", withdrawn_at=moment())

    response = learner.get(f"{url}debrief/1/")

    assert response.status_code == 200
    assert "Play again" not in response.text


@pytest.mark.parametrize("plays", [2, 4])
def test_scenario_debrief_costs_the_same_for_any_number_of_plays(
    learner, url, enrolment, django_assert_num_queries, plays
):
    for _play in range(plays):
        play_through(learner, url, enrolment)

    with django_assert_num_queries(12):
        learner.get(f"{url}debrief/2/")


def test_scenario_in_another_language_says_which(learner, url, employee):
    employee.language = "de"
    employee.save()
    begin(learner, url)

    response = learner.get(url)

    assert '<p class="enc-voice"><span lang="en">' in response.text
    assert '<span lang="en">own-it</span>' in response.text
