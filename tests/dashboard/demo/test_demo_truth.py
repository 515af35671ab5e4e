"""The full demo: the product's verdicts are right, and nothing is found in placebos."""

import datetime as dt

import pytest
import time_machine
from django.core.management import call_command

from benchmarks.demo.found import CALLED, found_beside_truth, placebo_calls
from outcomes.models import Analysis

pytestmark = pytest.mark.soak


@pytest.mark.django_db
def test_demo_has_its_verdicts_right_and_calls_no_placebo(settings):
    settings.IS_DEMO = True

    call_command("demo", employees=240, weeks=90, seed=1)

    found = found_beside_truth(employees=240, weeks=90, seed=1)
    verdicts, _runs = placebo_calls(10, seed=1)
    assert {
        name: found[name]["verdict"] for name in ("strong", "growing", "harmful")
    } == {"strong": "pays_off", "growing": "pays_off", "harmful": "harmful"}
    assert found["none"]["verdict"] not in CALLED
    assert sum(verdicts[word] for word in CALLED) <= 0.05 * verdicts.total()


# Just after midnight of a Monday, in the hour the clock skips, late on the last of a year.
@pytest.mark.django_db
@pytest.mark.parametrize(
    "moment",
    [
        dt.datetime(2026, 11, 22, 23, 10, tzinfo=dt.UTC),
        dt.datetime(2027, 3, 28, 1, 0, tzinfo=dt.UTC),
        dt.datetime(2026, 12, 31, 22, 59, tzinfo=dt.UTC),
    ],
)
def test_demo_loads_at_any_hour(settings, moment):
    settings.IS_DEMO = True

    with time_machine.travel(moment, tick=False):
        call_command("demo", employees=40, weeks=26, seed=2)

    assert Analysis.objects.get().state == "done"
