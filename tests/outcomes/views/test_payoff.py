import pytest
from django.urls import reverse

from outcomes.models import Judging
from tests.factories.outcomes import AnalysisFactory, EstimateFactory
from tests.factories.staff import EmployeeFactory, TeamFactory, moment
from tests.factories.training import EnrolmentFactory
from tests.outcomes.scenes import (
    a_judged_house,
    a_module,
    a_small_house,
    an_open_run,
    other_metrics,
    teams_with_answers,
)
from training.models import Module

URL = "/payoff/"


@pytest.fixture
def mona(company, sign_in):
    mona = EmployeeFactory(team=company, manages=[company])
    return sign_in(mona)


@pytest.fixture
def nadia(company, sign_in):
    return sign_in(EmployeeFactory(team=company, roles=["hr"]))


def test_payoff_answers_in_its_heading_and_harm_stands_first(mona, company):
    a_judged_house(company)

    page = mona.get(URL).text

    assert "<h1>Three of six modules pay off. One does harm.</h1>" in page
    assert page.index("Chat: three at once") < page.index("Apologise once, then fix it")
    assert "Stop assigning it until someone has looked." in page


def test_payoff_offers_to_spread_what_pays_off_also_what_is_fragile(mona, company):
    run = a_judged_house(company)
    paying = run.estimates.filter(verdict="pays_off").order_by("module__slug")
    fragile = paying.get(is_fragile=True).module

    page = mona.get(URL).text

    assert page.count("people have not done it") == paying.count() == 3
    assert f"modules={fragile.pk}" in page
    assert page.count("btn-primary") == 1


@pytest.mark.parametrize(
    ("worth", "words"), [(0.1, "Worth having from .10"), (None, "")]
)
def test_payoff_says_with_each_row_from_where_it_is_worth_having(
    mona, company, worth, words
):
    run = a_judged_house(company)
    for told in run.parameters["metrics"]:
        told["worthwhile"] = worth
    run.save()

    page = mona.get(URL).text

    assert f"--worth-words:&quot;{words}&quot;" in page


def test_payoff_flags_an_interval_that_rests_on_few_teams(mona, company):
    a_judged_house(company)

    page = mona.get(URL).text
    row = page[page.index("Staying in touch after the sale</a>") :].split("</tr>")[0]

    assert "The line rests on few teams: it is drawn, but no verdict is given." in row
    assert page.count("few teams</span>") == 1


def test_payoff_says_cost_in_money_only_where_a_wage_is_set(mona, company):
    a_judged_house(company)
    assert "€" not in mona.get(URL).text

    Judging.objects.update(wage_per_hour=24)

    assert "€710 of working time" in mona.get(URL).text


def test_payoff_says_what_seats_and_building_cost_beside_it(mona, company):
    a_judged_house(company)
    assert "for seats and building" not in mona.get(URL).text

    Module.objects.update(cost_to_build=1900, cost_currency="USD")

    assert "and $1,900 for seats and building" in mona.get(URL).text


def test_payoff_marks_other_metrics_as_exploratory(mona, company):
    other_metrics(a_judged_house(company), "complaint")

    page = mona.get(URL, {"metric": "complaint"}).text

    assert "<h1>Complaints: a second look, not a verdict</h1>" in page
    assert "1.5 fewer complaints" in page
    assert '<th scope="col" class="vc">Exploratory</th>' in page


def test_payoff_takes_a_metric_it_does_not_know_for_the_judging_one(mona, company):
    a_judged_house(company)

    page = mona.get(URL, {"metric": "nothing"}).text

    assert "Three of six modules pay off." in page


def test_payoff_lists_modules_nobody_has_completed(mona, company):
    a_judged_house(company)
    a_module("never-done", "Welcoming people back")

    page = mona.get(URL).text

    assert page.index("Nothing to say yet") < page.index("Welcoming people back")


def test_payoff_without_answers_asks_for_them(mona, nadia):
    assert "First, what do your customers say?" in nadia.get(URL).text


def test_payoff_without_completions_leads_to_assigning(mona, company):
    teams_with_answers(company)

    page = mona.get(URL).text

    assert "Who has learned what?" in page
    assert reverse("plans:batch-add") in page


def test_payoff_of_a_small_house_shows_no_verdict(mona, company):
    a_small_house(company)
    EstimateFactory(analysis=AnalysisFactory())

    page = mona.get(URL).text

    assert "Too small for a verdict, not for a look" in page
    assert "one team cannot tell training from a good month" in page
    assert "What would help:" in page
    assert "enc-verdict" not in page
    assert "enc-iv" not in page


def test_payoff_before_the_first_run_lets_hr_begin_it(mona, nadia, company):
    a_small_house(company)
    teams_with_answers(company)

    page = nadia.get(URL).text

    assert "Everything is here for the first verdicts" in page
    assert f'action="{reverse("outcomes:analysis-ask")}"' in page


def test_payoff_tells_of_a_first_run_that_failed(nadia, company):
    a_small_house(company)
    teams_with_answers(company)
    AnalysisFactory(state="failed", failure="The panel could not be read.")

    page = nadia.get(URL).text

    assert "The first run did not work" in page
    assert "The panel could not be read." in page


def test_payoff_shows_how_far_an_open_run_is(nadia, company):
    a_judged_house(company)
    run = an_open_run(through_week="2026-11-16")
    EstimateFactory(analysis=run)

    page = nadia.get(URL).text

    assert "1 of 12 estimates" in page
    assert f'hx-get="{reverse("outcomes:analysis-detail", args=[run.uuid])}"' in page


def test_payoff_keeps_the_old_verdicts_when_a_later_run_failed(nadia, company):
    a_judged_house(company)
    AnalysisFactory(state="failed", finished_at=moment(20), failure="No room left.")

    page = nadia.get(URL).text

    assert "The last run did not work." in page
    assert "It said: No room left." in page
    assert "Three of six modules pay off." in page


def test_payoff_is_closed_to_staff(company, sign_in):
    client = sign_in(EmployeeFactory(team=company))

    assert client.get(URL).status_code == 403


@pytest.mark.parametrize("rows", [3, 300])
def test_payoff_costs_the_same_queries_at_any_length(
    mona, company, rows, django_assert_num_queries
):
    modules = [(f"m-{n}", f"Module {n}", 10, "pays_off", {}) for n in range(rows)]
    a_judged_house(company, modules)
    mona.get(URL)

    with django_assert_num_queries(20):
        page = mona.get(URL).text

    assert page.count('<tr id="module-') == rows


def test_week_by_week_hides_a_team_of_four_from_all_but_its_manager(
    company, sign_in, nadia
):
    team = TeamFactory(parent=company, code="four", name="Four")
    module = a_small_house(company)
    own = EmployeeFactory(team=team, manages=[team])
    address = f"/payoff/week-by-week/?team={team.pk}&module={module.slug}"

    assert "Fewer than five people" in nadia.get(address).text
    assert "Fewer than five people" not in sign_in(own).get(address).text


def test_payoff_says_who_has_a_harmful_module_open(mona, company):
    run = a_judged_house(company)
    harmful = run.estimates.get(verdict="harmful").module
    EnrolmentFactory.create_batch(2, module=harmful, employee__team=company)

    page = mona.get(URL).text

    assert "2 of your people have it open: take it back" in page
    assert page.count("money is not counted yet") == 1
    assert f'href="/assign/open/{harmful.slug}/"' in page


def test_payoff_tells_who_has_it_open_from_whom_nobody_asked(mona, company):
    run = a_judged_house(company)
    paying = run.estimates.filter(verdict="pays_off").first().module
    EnrolmentFactory(module=paying, employee__team=company)

    page = mona.get(URL).text

    assert "people have not done it: 1 has it open, " in page


def test_payoff_says_how_many_of_those_who_did_it_have_left_since(mona, company):
    run = a_judged_house(company)
    paying = run.estimates.filter(verdict="pays_off").first()
    assert "left since" not in mona.get(URL).text

    for person in paying.people.all()[:2]:
        person.employee.employments.update(left_on="2026-11-01")

    table = mona.get(URL).text
    module = mona.get(f"{URL}modules/{paying.module.slug}/").text
    assert "minutes; 2 of them have left since</span>" in table
    assert "who completed it (2 of them have left since), in" in module
    assert "people completed it. 2 of them have left since." in module
