import datetime as dt

import pytest

from outcomes.actions.analysis import ask_for_curve
from outcomes.choices import Place
from outcomes.models import EstimatePerson
from outcomes.panel.running import work_out
from tests.factories.feedback import answer
from tests.factories.outcomes import (
    LAST_WEEK,
    AnalysisFactory,
    EstimateFactory,
    PlanAheadFactory,
)
from tests.factories.staff import TODAY, EmployeeFactory, TeamFactory, moment
from tests.outcomes.answered import AnsweredHouse
from tests.outcomes.scenes import a_judged_house, a_module

URL = "/payoff/modules/apologise-once/"


@pytest.fixture
def mona(company, sign_in):
    return sign_in(EmployeeFactory(team=company, manages=[company]))


def an_estimate(**fields):
    module = a_module("apologise-once", "Apologise once, then fix it")
    return EstimateFactory(module=module, **fields)


def stand_at(estimate, place, people):
    EstimatePerson.objects.bulk_create(
        EstimatePerson(estimate=estimate, employee=each, place=place) for each in people
    )


def test_module_says_the_effect_and_opens_its_figures(mona, company):
    a_judged_house(company)

    page = mona.get(URL).text

    assert (
        "Customers rate people who did it <b>.15 points higher</b>"
        " (.08\N{NO-BREAK SPACE}to\N{NO-BREAK SPACE}.22)."
        " The strict reading is .13, the generous one .17."
    ) in page
    assert f'href="{URL}people/used/" aria-label="People behind it: 131"' in page


def test_module_tells_the_curve_as_a_table_and_marks_what_is_not_used(mona, company):
    a_judged_house(company)

    page = mona.get(URL).text

    assert page.count("selection zone: shown, not used") == 2
    assert "16 to 13 weeks before being assigned" in page
    assert "13 to 25 weeks after completing" in page
    assert 'id="event-study-points" type="application/json"' in page


def test_module_draws_the_curve_of_later_weeks_and_keeps_its_verdict(mona, company):
    run = a_judged_house(company, through_week=LAST_WEEK - dt.timedelta(weeks=3))
    later = AnalysisFactory(kind="curve", through_week=LAST_WEEK)
    module = run.estimates.get(module__slug="apologise-once").module
    EstimateFactory(analysis=later, module=module, verdict="", generous=0.91)

    page = mona.get(URL).text

    assert (
        "The curve is drawn every week, here up to the week of 16 Nov 2026. The verdict"
        " is given once a month and rests on answers up to the week of 26 Oct 2026."
    ) in page
    assert "+.52" in page
    assert "<b>.15 points higher</b>" in page
    assert "Pays off" in page


def test_module_hides_the_later_curve_of_fewer_than_five_people(mona):
    estimate = an_estimate()
    week = estimate.analysis.through_week + dt.timedelta(weeks=1)
    later = AnalysisFactory(kind="curve", through_week=week)
    EstimateFactory(
        analysis=later, module=estimate.module, verdict="", used_count=4, generous=0.91
    )

    assert "+.52" not in mona.get(URL).text


def test_module_not_judged_says_what_is_missing_and_what_would_settle_it(mona):
    an_estimate(verdict="not_enough_data")

    page = mona.get(URL).text

    assert "6 teams have people who did it and can be judged; it takes 8." in page
    assert "<small>6 more people</small>" in page
    assert "What would settle it" in page
    assert "let the next people start in drawn order" in page


def test_module_not_judged_says_how_many_people_were_enough_on_the_own_past(mona):
    estimate = an_estimate(verdict="not_enough_data")
    PlanAheadFactory(analysis=estimate.analysis)

    page = mona.get(URL).text

    sentence = (
        "80 people were enough to see .10 points in 80 % of them; here there are 14."
    )
    assert f"<li>In 200 tries on your own past, {sentence}</li>" in page
    assert "How it falls with more people" in page
    assert "would have shown in 80 % of the tries" in page


def test_module_that_is_settled_does_not_say_what_was_tried(mona):
    estimate = an_estimate(verdict="pays_off")
    PlanAheadFactory(analysis=estimate.analysis)

    assert "tries on your own past" not in mona.get(URL).text


def test_module_that_nobody_completed_says_how_many_people_it_takes(mona):
    PlanAheadFactory()
    a_module("apologise-once", "Apologise once, then fix it")

    page = mona.get(URL).text

    assert "80 people were enough to see .10 points in 80 % of them." in page


def test_module_without_days_of_assignment_asks_for_them(mona):
    estimate = an_estimate(verdict="not_enough_data")
    estimate.effect = estimate.low = estimate.high = estimate.strict = None
    estimate.used_count = 0
    estimate.findings["counts"]["no_assigned_day"] = 120
    estimate.findings["generous"] = {
        "effect": 0.1,
        "low": 0.02,
        "high": 0.18,
        "p": 0.02,
    }
    estimate.save()

    page = mona.get(URL).text

    assert "Nobody kept the day when 120 of 148 people were asked to do it." in page
    assert ">+.10</a>" in page


def test_module_that_nobody_completed_leads_to_assigning(mona):
    AnalysisFactory()
    module = a_module("apologise-once", "Apologise once, then fix it")

    page = mona.get(URL).text

    assert "there is nothing to say of it" in page
    assert f"/assign/?modules={module.pk}" in page


def test_module_before_any_run_leads_back(mona):
    a_module("apologise-once", "Apologise once, then fix it")

    assert "Nothing has been worked out yet" in mona.get(URL).text


def test_module_that_does_not_exist_is_not_found(mona):
    assert mona.get("/payoff/modules/nothing/").status_code == 404


def test_module_hides_the_effect_of_fewer_than_five_people(mona):
    an_estimate(used_count=4)

    page = mona.get(URL).text

    assert "none yet" in page
    assert "+.15" not in page


@pytest.mark.parametrize(("people", "is_asked"), [(5, True), (4, False)])
def test_module_asks_in_other_ways_only_where_there_is_a_line(mona, people, is_asked):
    an_estimate(used_count=people)

    page = mona.get(URL).text

    assert ("Asked in other ways" in page) == is_asked
    assert "Enough to judge?" in page


@pytest.mark.parametrize("others", [1, 8])
def test_module_costs_the_same_queries_with_any_metrics(
    mona, others, django_assert_num_queries
):
    estimate = an_estimate()
    keys = "low_score nps ces stars complaint returned resolved_first recommended_by"
    for key in keys.split()[:others]:
        _judged_in(estimate, key)
    mona.get(URL)

    with django_assert_num_queries(17):
        mona.get(URL)


def _judged_in(estimate, key):
    metric = type(estimate.metric).objects.get(key=key)
    return EstimateFactory(
        analysis=estimate.analysis, module=estimate.module, metric=metric
    )


def test_module_people_lists_whom_one_may_see_and_counts_the_rest(company, sign_in):
    shop = TeamFactory(parent=company, code="shop", name="Shop")
    manager = EmployeeFactory(team=shop, manages=[shop])
    mine = [EmployeeFactory(team=shop, last_name=f"Mine{n}") for n in range(2)]
    others = [EmployeeFactory(team=company, last_name=f"Other{n}") for n in range(4)]
    stand_at(an_estimate(), Place.USED, mine + others)

    page = sign_in(manager).get(f"{URL}people/used/").text

    assert "2 people you may see" in page
    assert "of 6" in page
    assert "Mine0" in page
    assert "Other0" not in page


def test_module_people_shows_fewer_than_five_to_their_direct_manager_alone(
    company, sign_in, mona
):
    shop = TeamFactory(parent=company, code="shop", name="Shop")
    manager = EmployeeFactory(team=shop, manages=[shop])
    few = [EmployeeFactory(team=shop, last_name=f"Few{n}") for n in range(3)]
    stand_at(an_estimate(), Place.FEW_AFTER, few)
    address = f"{URL}people/few_after/"

    page = mona.get(address).text

    assert "Fewer than five people" in page
    assert "Few0" not in page
    assert "Few0" in sign_in(manager).get(address).text


@pytest.mark.parametrize("place", ["nowhere", "USED"])
def test_module_people_of_an_unknown_place_are_not_found(mona, place):
    an_estimate()

    assert mona.get(f"{URL}people/{place}/").status_code == 404


@pytest.mark.parametrize("count", [3, 300])
def test_module_people_cost_the_same_queries_at_any_length(
    mona, company, count, django_assert_num_queries
):
    people = [EmployeeFactory(team=company) for _each in range(count + 5)]
    stand_at(an_estimate(), Place.USED, people)
    mona.get(f"{URL}people/used/")

    with django_assert_num_queries(14):
        mona.get(f"{URL}people/used/")


def test_module_opens_its_answers_used_and_left_out(mona, company):
    a_judged_house(company)

    page = mona.get(URL).text

    assert f'href="{URL}answers/after/" aria-label="Answers after: 3,144"' in page
    assert f'href="{URL}answers/before/">and 5,240 before</a>' in page
    assert f'href="{URL}answers/selection_zone/"' in page
    assert f'href="{URL}answers/few_before/"' in page
    assert f'href="{URL}answers/nobody_to_compare/"' not in page


def test_module_opens_the_answers_of_each_stretch_but_those_before_being_asked(
    mona, company
):
    a_judged_house(company)

    page = mona.get(URL).text

    for part in ("weeks-0-3", "weeks-13-25", "before_assigned", "assigned_to_done"):
        assert page.count(f'href="{URL}answers/{part}/"') == 1
    assert ">900</a>" not in page
    assert page.count('<td class="num">900</td>') == 3


def test_module_gates_open_what_they_count(mona, company):
    a_judged_house(company)

    page = mona.get(URL).text

    assert f'href="{URL}people/used/" aria-label="People with enough answers:' in page
    assert page.count(f'href="{URL}answers/after/"') == 3


def test_module_answers_show_date_team_score_and_words(company, mona):
    house = AnsweredHouse(company)
    person = house.people[1]
    response = answer(person, house.monday(20), 5, comment="She remembered me")
    house.judged()

    first = mona.get(f"{URL}answers/after/")
    pages = [
        mona.get(f"{URL}answers/after/", {"page": number})
        for number in first.context["page"].paginator.page_range
    ]

    rows = [row for page in pages for row in page.context["rows"]]
    assert len(rows) == first.context["counted"] > 30
    [row] = [row for row in rows if row.heard.comment]
    assert row.heard.uuid == response.interaction.uuid
    assert (row.team, row.heard.served_on) == ("Shop 0", house.monday(20))
    assert any("She remembered me</span>" in page.text for page in pages)
    assert "The effect is what these customers said" in first.text


def test_module_answers_turn_their_pages_alone(company, mona):
    AnsweredHouse(company).judged()

    piece = mona.get(f"{URL}answers/after/?page=2", headers={"HX-Request": "true"})

    assert piece.text.strip().startswith('<section class="enc-box flush" id="rows"')
    assert len(piece.context["rows"]) == 30


@pytest.mark.parametrize(("role", "may"), [("hr", True), (None, False)])
def test_module_answers_lead_to_putting_right_for_hr_alone(company, sign_in, role, may):
    AnsweredHouse(company).judged()
    reader = EmployeeFactory(
        team=company, manages=[company], roles=[role] if role else []
    )

    page = sign_in(reader).get(f"{URL}answers/after/").text

    assert (page.count("/customers/answers/") == 30) == may
    assert ("/customers/answers/" in page) == may


def test_module_answers_of_a_run_without_weeks_say_so(mona, company):
    stand_at(an_estimate(), Place.USED, EmployeeFactory.create_batch(6, team=company))

    page = mona.get(f"{URL}answers/after/").text

    assert "This run was made before its weeks were kept" in page


def test_module_answers_say_when_the_list_is_no_longer_that_of_the_run(company, mona):
    house = AnsweredHouse(company)
    house.judged()
    answer(house.people[1], house.monday(20))

    page = mona.get(f"{URL}answers/after/").text

    assert "the run holds what was here on" in page


@pytest.mark.parametrize("part", ["used", "nothing", "weeks-1-2"])
def test_module_answers_of_an_unknown_part_are_not_found(mona, part):
    an_estimate()

    assert mona.get(f"{URL}answers/{part}/").status_code == 404


def test_module_answers_cost_the_same_queries_on_every_page(
    company, mona, django_assert_num_queries
):
    AnsweredHouse(company).judged()
    mona.get(f"{URL}answers/after/")

    # A stretch of the curve is looked for in a later curve first.
    for part, count in [("after", 21), ("no_assigned_day", 21), ("weeks-0-3", 22)]:
        with django_assert_num_queries(count):
            mona.get(f"{URL}answers/{part}/")


def test_module_answers_of_a_later_curve_are_those_it_was_drawn_from(company, mona):
    house = AnsweredHouse(company)
    house.judged(through=LAST_WEEK - dt.timedelta(weeks=4))
    struck = mona.get(f"{URL}answers/weeks-13-25/").context["there"].answers
    work_out(ask_for_curve(at=moment(), today=TODAY), clock=moment)

    page = mona.get(f"{URL}answers/weeks-13-25/")

    assert page.context["counted"] == page.context["there"].answers > struck
