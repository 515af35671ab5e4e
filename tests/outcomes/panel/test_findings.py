"""What is stored of a finding, and who stands where."""

import pytest

from outcomes.choices import Place, Verdict
from outcomes.engine import finding, gates
from outcomes.engine.finding import finding_from_stored
from outcomes.models import Estimate
from outcomes.panel.findings import FRAGILE, GATES, PLACES
from outcomes.panel.running import work_out
from tests.factories.outcomes import AnalysisFactory, EstimateFactory
from tests.factories.staff import moment
from tests.outcomes.organisation import Organisation, asked
from training.models import Enrolment

SMALL = {"teams": 8, "size": 4, "weeks": 30}


def names_in(module, prefixes):
    return {
        value
        for name, value in vars(module).items()
        if name.isupper() and name.startswith(prefixes)
    }


def csat_of(house):
    analysis = work_out(asked(), clock=moment)
    return Estimate.objects.get(analysis=analysis, metric__key="csat")


def test_every_word_of_the_engine_has_one_of_ours():
    assert set(GATES) == {
        value for name, value in vars(gates).items() if name.isupper()
    }
    assert set(FRAGILE) == names_in(finding, ("PRETREND", "WIDE", "LAGGED"))
    assert {*PLACES.values(), Place.USED} == set(Place)


@pytest.mark.django_db
def test_stored_findings_are_those_that_tests_are_made_with():
    """The factory is believed by the tests of the pages: it has to look the same."""
    made = EstimateFactory(analysis=AnalysisFactory(through_week="2026-01-05"))
    house = Organisation(modules={"good": 0.5}, **SMALL)

    found = csat_of(house)

    assert set(found.findings) - {"finding"} == set(made.findings)
    for name in ("curve", "leads", "zone", "gates"):
        assert set(found.findings[name][0]) == set(made.findings[name][0])
        assert len(found.findings[name]) == len(made.findings[name])
    for name in ("answers", "counts", "strict", "generous"):
        assert set(found.findings[name]) == set(made.findings[name])
    assert [
        [entry[key] for key in ("from", "to")]
        for name in ("curve", "leads")
        for entry in found.findings[name]
    ] == [
        [entry[key] for key in ("from", "to")]
        for name in ("curve", "leads")
        for entry in made.findings[name]
    ]


@pytest.mark.django_db
def test_everybody_who_completed_stands_at_one_place():
    house = Organisation(modules={"good": 0.5}, **SMALL)
    some = Enrolment.objects.order_by("pk")[:3]
    Enrolment.objects.filter(pk__in=[each.pk for each in some]).update(
        assigned_on=None, source="import"
    )

    found = csat_of(house)

    counts = found.findings["counts"]
    places = list(found.people.values_list("place", flat=True))
    assert len(places) == found.completed_count == counts.pop("completed")
    assert counts == {place: places.count(place) for place in Place.values}
    assert (counts["used"], counts["no_assigned_day"]) == (found.used_count, 3)


@pytest.mark.django_db
def test_a_house_that_kept_no_day_of_assignment_gets_one_reading_and_no_verdict():
    house = Organisation(modules={"good": 0.5}, **SMALL)
    Enrolment.objects.update(assigned_on=None, source="import")

    found = csat_of(house)

    assert (found.verdict, found.effect, found.strict) == (
        Verdict.NOT_ENOUGH_DATA,
        None,
        None,
    )
    assert found.generous > 0.3
    assert found.findings["generous"]["low"] > 0
    assert found.findings["counts"]["no_assigned_day"] == found.completed_count


@pytest.mark.django_db
def test_below_five_teams_there_is_no_interval():
    house = Organisation(modules={"good": 0.5}, teams=4, size=8, weeks=30)

    found = csat_of(house)

    assert found.verdict == Verdict.NOT_ENOUGH_DATA
    assert found.effect > 0.2
    assert (found.low, found.high) == (None, None)
    assert (found.strict, found.generous) == (None, None)
    assert found.findings["strict"]["low"] is None


@pytest.mark.django_db
def test_the_whole_finding_is_kept_for_the_verdict():
    house = Organisation(modules={"good": 0.5}, **SMALL)

    found = csat_of(house)

    kept = finding_from_stored(found.findings["finding"])
    assert (kept.effect, kept.p) == (found.effect, found.p_value)
    assert (kept.used, kept.left_out) == ((), {})
