import pytest

from outcomes.models import Analysis
from tests.factories.outcomes import AnalysisFactory, EstimateFactory, PlanAheadFactory
from tests.factories.staff import EmployeeFactory
from tests.outcomes.scenes import an_open_run, teams_with_answers


@pytest.fixture
def nadia(company, sign_in):
    return sign_in(EmployeeFactory(team=company, roles=["hr"]))


def test_analysis_ask_begins_a_run(nadia, company):
    teams_with_answers(company)

    answer = nadia.post("/payoff/runs/")

    assert answer.url == "/payoff/"
    assert Analysis.objects.count() == 1


def test_analysis_ask_says_why_there_is_nothing_to_work_out(nadia):
    answer = nadia.post("/payoff/runs/", follow=True)

    assert "Nothing is known yet that customers said of anybody." in answer.text
    assert not Analysis.objects.exists()


def test_analysis_detail_shows_every_threshold_of_the_run(nadia):
    run = AnalysisFactory(panel_digest="0123456789abcdef0123")
    PlanAheadFactory(analysis=run)

    page = nadia.get(f"/payoff/runs/{run.uuid}/").text

    assert "The run of 23 Nov 2026" in page
    assert "<code>false_share</code>" in page
    assert "<code>0123456789abcdef</code>" in page
    assert "<dt>Tried on the own past</dt><dd>20 · 40 · 80 people</dd>" in page
    assert "Satisfaction, 1 to 5<small>Higher is better</small>" in page


def test_analysis_detail_knows_only_runs_that_judge(nadia):
    run = AnalysisFactory(kind="curve")

    assert nadia.get(f"/payoff/runs/{run.uuid}/").status_code == 404


def test_analysis_detail_answers_htmx_with_the_progress_alone(nadia):
    run = an_open_run()
    EstimateFactory(analysis=run)

    page = nadia.get(f"/payoff/runs/{run.uuid}/", headers={"HX-Request": "true"}).text

    assert "1 of 12 estimates" in page
    assert "<h1>" not in page


def test_analysis_detail_tells_htmx_to_load_anew_when_it_is_done(nadia):
    run = AnalysisFactory()

    answer = nadia.get(f"/payoff/runs/{run.uuid}/", headers={"HX-Request": "true"})

    assert answer.headers["HX-Refresh"] == "true"
