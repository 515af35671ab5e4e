import pytest

from events.models import Event
from feedback.models import Metric
from outcomes.models import Judging
from outcomes.queries.judging import judged_metrics
from tests.factories.staff import EmployeeFactory

URL = "/payoff/judging/"


@pytest.fixture
def nadia(company, sign_in):
    return sign_in(EmployeeFactory(team=company, roles=["hr"]))


def typed(**other):
    scale = {"rate": 100, "mean": 1}
    worth = {
        f"worth_{each.key}": round(each.smallest_effect * scale[each.kind], 4)
        for each in judged_metrics()
    }
    csat = Metric.objects.get(key="csat").pk
    return {"primary_metric": csat, "currency": "EUR"} | worth | other


def test_judging_edit_keeps_wage_metric_and_what_is_worth_having(nadia):
    nps = Metric.objects.get(key="nps")

    answer = nadia.post(
        URL, typed(primary_metric=nps.pk, wage_per_hour="24.50", worth_complaint="0.5")
    )

    judging = Judging.objects.get()
    assert answer.status_code == 302
    assert (judging.primary_metric, str(judging.wage_per_hour)) == (nps, "24.50")
    assert Metric.objects.get(key="complaint").smallest_effect == 0.005
    assert list(Event.objects.order_by("pk").values_list("kind", "fields")) == [
        ("judging.changed", ["primary_metric", "wage_per_hour"]),
        ("metric.changed", ["smallest_effect"]),
    ]


def test_judging_edit_journals_nothing_when_nothing_changed(nadia):
    nadia.post(URL, typed())

    assert not Event.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"wage_per_hour": "0"},
        {"wage_per_hour": "-3"},
        {"worth_csat": "0"},
        {"worth_csat": ""},
        {"worth_csat": "7"},
        {"worth_complaint": "101"},
        {"currency": "XXX"},
        {"primary_metric": "0"},
    ],
)
def test_judging_edit_refuses_what_cannot_be(nadia, wrong):
    answer = nadia.post(URL, typed(**wrong))

    assert answer.status_code == 200
    assert 'aria-invalid="true"' in answer.text
    assert not Event.objects.exists()


def test_judging_edit_does_not_offer_what_is_only_context(nadia):
    assert "Handling time" not in nadia.get(URL).text


def test_how_we_know_names_the_thresholds_in_force(company, sign_in):
    manager = EmployeeFactory(team=company, manages=[company])
    Metric.objects.filter(key="csat").update(smallest_effect=0.15)

    page = sign_in(manager).get("/payoff/how-we-know/").text

    assert "<dt>Answers after, of all</dt><dd>300</dd>" in page
    assert "20 people and their weeks are drawn by lot, 200 times" in page
    assert "<dt>Weeks after with somebody to compare with</dt><dd>80 %</dd>" in page
    assert "<dt>Teams, by the spread of answers</dt><dd>6</dd>" in page
    assert "<dt>Satisfaction, 1 to 5</dt><dd>.15 points</dd>" in page
    assert URL not in page


def test_how_we_know_says_who_decides_what_is_worth_having(company, sign_in):
    mona = sign_in(EmployeeFactory(team=company, manages=[company]))

    page = mona.get("/payoff/how-we-know/").text

    assert "One setting for the whole organisation: HR decides it" in page
    assert URL not in page
