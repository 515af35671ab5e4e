import re

import pytest
from django.utils import translation

from outcomes.wording.amounts import Amounts
from outcomes.wording.gates import failed_too, first_failed, gate_rows
from outcomes.wording.rows import cost_sentence
from outcomes.wording.schedule import next_judged_on
from outcomes.wording.verdicts import (
    Reading,
    people_sentence,
    reading_of,
    said_of,
    what_would_settle,
)
from tests.factories.outcomes import EstimateFactory, metric
from tests.factories.staff import TODAY

PAYS, HARM = "pays_off", "harmful"
NONE, MORE = "no_evidence", "not_enough_data"

pytestmark = pytest.mark.django_db


def sentence(estimate, **more):
    amounts = Amounts.of(estimate.metric)
    said = said_of(estimate, amounts, estimate.metric.smallest_effect, **more)
    return re.sub(
        r"<[^>]+>|\N{NO-BREAK SPACE}", lambda m: " " * (m[0] == "\xa0"), said.sentence
    )


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        (
            {"verdict": PAYS},
            "Customers rate people who did it .15 points higher (.08 to .22)."
            " The strict reading is .13, the generous one .17.",
        ),
        (
            {"verdict": PAYS, "strict": 0.05, "generous": 0.07, "standard_error": 0.01},
            "Customers rate people who did it .06 points higher (.04 to .08)."
            " Customers notice it for sure, but less than the .10 points you called"
            " worth having.",
        ),
        (
            {"verdict": HARM},
            "Customers rate people who did it .14 points lower (.07 to .21)."
            " Stop assigning it until someone has looked.",
        ),
        (
            {"verdict": NONE},
            "An effect of .10 points would very likely have shown. It did not:"
            " no reason to spread it.",
        ),
        (
            {"verdict": MORE},
            "6 teams have people who did it and can be judged; it takes 8."
            " People are too few as well."
            " At this pace there are enough answers in about 9 weeks.",
        ),
    ],
)
def test_each_verdict_has_its_sentence(fields, words):
    assert sentence(EstimateFactory(**fields)) == words


def test_fewer_complaints_are_said_as_fewer():
    estimate = EstimateFactory(metric=metric("complaint"), size=0.1)

    assert sentence(estimate).startswith(
        "1.5 fewer complaints per 100 customers of people who did it (0.8 to 2.2)."
    )


@pytest.mark.parametrize(
    ("verdict", "words"),
    [
        (PAYS, "Exploratory: better"),
        (HARM, "Exploratory: worse"),
        (NONE, "Exploratory: nothing seen"),
        (MORE, "Exploratory: open"),
    ],
)
def test_exploratory_metrics_have_no_verdict_and_advise_nothing(verdict, words):
    estimate = EstimateFactory(verdict=verdict)

    said = said_of(estimate, Amounts.of(estimate.metric), 0.1, is_judgement=False)

    assert (said.verdict, said.mark, said.fragile) == (words, "more", ())
    assert said.then == ("A reason to look closer." if verdict in (PAYS, HARM) else "")
    assert "spread" not in said.sentence


def test_fragile_states_its_rule_with_the_numbers_of_the_module():
    estimate = EstimateFactory(
        verdict=NONE, is_fragile=True, strict=-0.06, generous=0.01, standard_error=0.03
    )
    estimate.findings["fragile"] = ["bracket"]

    [said] = said_of(estimate, Amounts.of(estimate.metric), 0.1).fragile

    assert (
        "(−.06) and the generous one (.01) lie .07 apart. That is more than .06" in said
    )


@pytest.mark.parametrize(
    ("fields", "unknown", "words"),
    [
        ({"completed_count": 148, "used_count": 131}, 10, ""),
        ({"verdict": MORE, "completed_count": 30, "used_count": 12}, 10, ""),
        (
            {"completed_count": 160, "used_count": 79},
            49,
            "It rests on 79 of the 160 people who completed it; of 49 nobody kept the"
            " day when they were asked.",
        ),
        (
            {"completed_count": 160, "used_count": 79},
            78,
            "It rests on 79 of the 160 people who completed it.",
        ),
    ],
)
def test_a_figure_that_rests_on_two_thirds_or_fewer_says_so(fields, unknown, words):
    estimate = EstimateFactory(**fields)
    estimate.findings["counts"]["no_assigned_day"] = unknown

    assert said_of(estimate, Amounts.of(estimate.metric), 0.1).left_out == words


def test_people_sentence_says_when_there_are_not_so_many_people():
    assert "Not to be answered here" in people_sentence(12_547, 141, house=236)
    assert "there are 141" in people_sentence(200, 141, house=236)


def test_gates_passed_and_still_unsure_says_what_would_have_shown():
    estimate = EstimateFactory(verdict=MORE, standard_error=0.09)
    for gate in estimate.findings["gates"]:
        gate["is_passed"] = True
    estimate.findings["weeks_left"] = None

    assert sentence(estimate) == (
        "Too unsure to say: only .28 points or more would have shown, and .10 points is"
        " worth having."
    )


def test_what_is_almost_settled_is_not_said_with_two_equal_numbers():
    estimate = EstimateFactory(verdict=MORE, smallest_detectable=0.1015)
    for gate in estimate.findings["gates"]:
        gate["is_passed"] = True
    estimate.findings["weeks_left"] = None

    words = "Only just too unsure to say whether it does .10 points."
    assert sentence(estimate) == words


@pytest.mark.parametrize("reason", ["pretrend", "bracket", "lagged"])
def test_fragile_says_why_and_leaves_the_verdict(reason):
    estimate = EstimateFactory(is_fragile=True)
    estimate.findings["fragile"] = [reason]

    said = said_of(estimate, Amounts.of(estimate.metric), 0.1)

    assert said.verdict == "Pays off"
    assert [text.startswith("Handle with care: ") for text in said.fragile] == [True]


def test_generous_fit_stands_alone_where_no_day_of_assignment_is_known():
    estimate = EstimateFactory(verdict=MORE)
    estimate.effect = estimate.low = estimate.high = estimate.strict = None
    estimate.findings["generous"] = {"effect": 0.1, "low": 0.0, "high": 0.2, "p": 0.1}

    reading = reading_of(estimate, Amounts.of(estimate.metric))

    assert (reading.gain, reading.low, reading.high) == (0.1, 0.0, 0.2)


def test_days_of_assignment_are_asked_for_and_nothing_is_promised():
    estimate = EstimateFactory(verdict=MORE)
    estimate.findings["counts"]["no_assigned_day"] = 140

    assert sentence(estimate).startswith(
        "Nobody kept the day when 140 of 148 people were asked to do it."
        " Bring those days in, or it cannot be judged."
    )


def test_no_effect_is_shown_without_its_interval():
    estimate = EstimateFactory(verdict=MORE)
    estimate.low = estimate.high = None

    assert reading_of(estimate, Amounts.of(estimate.metric)).gain is None


@pytest.mark.parametrize("verdict", [MORE, PAYS, HARM, NONE])
def test_nothing_is_told_of_the_scores_of_fewer_than_five(verdict):
    estimate = EstimateFactory(
        verdict=verdict, used_count=4, is_fragile=True, smallest_detectable=0.37
    )
    amounts = Amounts.of(estimate.metric)

    said = said_of(estimate, amounts, 0.1)

    told = [said.sentence, *what_would_settle(estimate, amounts, 0.1)]
    assert said.fragile == ()
    assert reading_of(estimate, amounts) == Reading()
    few = "Fewer than 5 people have enough answers; it takes 20."
    assert said.first.startswith(few) or verdict == MORE
    assert not any(re.search(r"\.\d", text) for text in told)


def test_readings_that_are_not_drawn_are_not_told_either():
    estimate = EstimateFactory(verdict=MORE, is_fragile=True)
    estimate.low = estimate.high = None

    assert said_of(estimate, Amounts.of(estimate.metric), 0.1).fragile == ()


@pytest.mark.parametrize(
    ("failed", "words"),
    [
        (["teams"], ""),
        (["teams", "people"], "People are too few as well."),
        (["people", "responses_after"], "Answers are too few as well."),
        (
            ["teams", "people", "responses_after", "clusters"],
            "People and answers are too few as well.",
        ),
    ],
)
def test_what_is_too_few_beside_the_first_is_said(failed, words):
    gates = [
        {"key": key, "is_passed": key not in failed}
        for key in ("people", "responses_after", "teams", "clusters")
    ]

    assert failed_too(gates, first_failed(gates)) == words


def test_gates_say_how_many_weeks_could_be_compared():
    gates = EstimateFactory().findings["gates"]

    [row] = [row for row in gate_rows(gates) if row.key == "controls"]

    assert row.have == "1,703 of 1,703, at least 1,363"


def test_what_would_settle_names_days_of_assigning_that_nobody_kept():
    estimate = EstimateFactory(verdict=NONE, completed_count=30)
    amounts = Amounts.of(estimate.metric)

    estimate.findings["counts"]["no_assigned_day"] = 5
    few = what_would_settle(estimate, amounts, 0.1)
    estimate.findings["counts"]["no_assigned_day"] = 6
    many = what_would_settle(estimate, amounts, 0.1)

    assert few == []
    assert [said.startswith("Nobody kept the day when 6 of 30") for said in many] == [
        True
    ]


def test_settled_modules_need_nothing_more():
    estimate = EstimateFactory()

    assert what_would_settle(estimate, Amounts.of(estimate.metric), 0.1) == []


def test_sentences_survive_another_language():
    with translation.override("de"):
        assert sentence(EstimateFactory())


def test_next_verdict_comes_with_the_next_month():
    assert str(next_judged_on(TODAY)) == "2026-12-01"
    assert str(next_judged_on(TODAY.replace(month=12))) == "2027-01-01"


def test_nothing_together_costs_nothing():
    assert cost_sentence([]) == "Together they took 0 minutes of working time."
