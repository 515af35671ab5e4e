"""The demo as it is loaded: believable, through the product's acts, up to today."""

import datetime as dt
import io
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError, call_command
from django.db.models import F, Q
from django.utils import timezone

from dashboard.demo.people import ZONE
from dashboard.demo.sign_ins import AMAL, PASSWORD, SIGN_INS
from dashboard.demo.story import SLUGS
from dashboard.demo.training import CATALOGUE
from dashboard.demo.truth import KINDS
from events.models import Event
from feedback.choices import CameBack
from feedback.models import (
    Credit,
    DirtyWeek,
    Interaction,
    Metric,
    Recovery,
    Response,
    ReturnsMark,
    WeeklyOutcome,
)
from feedback.queries.complaints import complaints, counted, returns_after
from outcomes.models import Analysis
from plans.models import DevelopmentPlan
from staff.backends import EmployeeBackend
from staff.models import Employee, Employment, Posting, Team, TeamManager
from staff.rules import Reach
from training.content.reading import read_content
from training.management.commands.load_starter import STARTER
from training.models import Attempt, Enrolment, Module


def localdate():
    """Return today's date where the demo is."""
    return timezone.localdate(timezone=ZoneInfo(ZONE))


@pytest.mark.django_db
def test_demo_refuses_a_database_that_is_not_its_own():
    with pytest.raises(CommandError, match="ENCORE_DEMO=yes"):
        call_command("demo")

    assert not Employee.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("size", [{"employees": 39}, {"weeks": 25}])
def test_demo_refuses_to_be_too_small_to_show_anything(settings, size):
    settings.IS_DEMO = True

    with pytest.raises(CommandError, match="40 people and 26 weeks"):
        call_command("demo", **size)


def test_demo_prints_sign_ins_that_work(demo):
    for account in SIGN_INS:
        assert f"{account.number}  {account.name}" in demo
        assert EmployeeBackend().authenticate(None, account.number, PASSWORD)


def test_demo_again_changes_nothing_and_prints_no_truth(demo):
    before, printed = Event.objects.count(), io.StringIO()

    call_command("demo", employees=40, weeks=30, stdout=printed)

    assert Event.objects.count() == before
    assert "truth" not in printed.getvalue()


def test_demo_prints_what_each_module_does_when_asked(demo):
    modules = Module.objects.filter(slug__in=SLUGS)

    assert len(modules) == len(KINDS)
    for module in modules:
        assert f"\n{module}" in demo
    for kind in KINDS:
        assert f"  {kind.name} " in demo


def test_demo_keeps_nothing_of_the_truth(demo):
    analysis = Analysis.objects.get()
    paths = [*STARTER.glob("modules/*.yaml"), *CATALOGUE.glob("*.yaml")]
    written = {module["slug"]: module["minutes"] for module in map(read_content, paths)}

    # What the run draws by is its own; that of the demo is 1.
    assert analysis.parameters["seed"] == 0
    assert dict(Module.objects.values_list("slug", "minutes")) == written
    assert not Event.objects.filter(kind__contains="truth").exists()


def test_demo_has_a_tree_with_a_manager_for_each_team(demo):
    managed = TeamManager.objects.current_or_future_on(localdate()).values("team")

    assert not Team.objects.exclude(pk__in=managed).exists()
    assert Team.objects.get(name="Harbour Street").depth == 3


def test_demo_has_people_who_left_and_people_who_moved(demo):
    gone = Employment.objects.filter(left_on__lte=localdate())
    moved = Posting.objects.filter(valid_to=F("employee__postings__valid_from"))

    assert gone.exists()
    assert moved.exists()
    assert Employee.objects.not_left_by(localdate()).count() == 40


def test_demo_has_people_in_every_state_of_learning(demo):
    statuses = set(Enrolment.objects.values_list("status", flat=True))

    assert statuses == {"assigned", "in_progress", "completed", "withdrawn"}
    assert Attempt.objects.filter(finished_at__isnull=False).exists()


def test_demo_brings_along_how_past_training_was_played(demo):
    past = Attempt.objects.filter(enrolment__source="import")

    assert past.exists()
    assert not past.filter(finished_at=None).exists()
    assert not past.exclude(enrolment__status="completed").exists()
    assert set(past.values_list("step__kind", flat=True)) == {"quiz", "scenario"}


def test_demo_knows_no_day_of_assigning_for_some_of_the_past(demo):
    past = Enrolment.objects.filter(source="import")

    assert 0 < past.filter(assigned_on=None).count() < past.count() / 2


def test_demo_leaves_its_waiter_something_to_do(demo):
    waiter = Employee.objects.get(employee_number=AMAL.number)
    due_on = localdate() + dt.timedelta(days=4)

    assert waiter.enrolments.open().filter(due_on=due_on).exists()
    assert waiter.enrolments.open().get(module__slug="putting-a-complaint-right")


def test_demo_credits_everybody_where_they_were_posted_that_day(demo):
    posted = Q(
        employee__postings__valid_from__lte=F("interaction__served_on"),
        employee__postings__team=F("team"),
    ) & (
        Q(employee__postings__valid_to=None)
        | Q(employee__postings__valid_to__gt=F("interaction__served_on"))
    )
    people = Credit.objects.filter(employee__isnull=False)

    assert people.filter(posted).count() == people.count()
    assert Credit.objects.filter(employee=None).exists()


def test_demo_ends_today_with_everything_summed(demo):
    latest = Interaction.objects.latest("occurred_at")

    assert localdate() - dt.timedelta(days=2) <= latest.served_on <= localdate()
    assert not DirtyWeek.objects.exists()
    assert not ReturnsMark.objects.exists()
    assert set(WeeklyOutcome.objects.values_list("metric__key", flat=True)) == {
        *("csat", "low_score", "complaint", "nps"),
        "returned",
    }


def test_demo_knows_who_came_back_only_where_it_can_be_known(demo):
    window = Metric.objects.get(key="returned").window_days
    known = Interaction.objects.filter(measurements__metric__key="returned")
    last_day = localdate() - dt.timedelta(days=window + 3)

    assert known.latest("served_on").served_on <= last_day


def test_demo_praises_its_waiter_by_name(demo):
    said = Response.objects.filter(
        Q(comment__contains="Amal") | Q(comment__contains="Haddad")
    )
    credited = said.values_list("interaction__credits__employee__employee_number")

    assert said.count() >= 3
    assert set(credited) == {(AMAL.number,)}


def test_demo_ends_with_a_run_over_all_metrics(demo):
    analysis = Analysis.objects.get()

    assert analysis.state == "done"
    assert analysis.estimates.values("metric").distinct().count() == 5


def test_demo_has_plans_in_every_state_but_cancelled(demo):
    statuses = DevelopmentPlan.objects.values_list("status", flat=True)

    assert sorted(statuses) == [
        *("active", "complete", "draft"),
        *("in_review", "in_review"),
    ]
    assert not DevelopmentPlan.objects.filter(goals=None).exists()


def test_demo_puts_about_half_of_the_complaints_of_a_year_right(demo):
    today = localdate()
    this_week = today - dt.timedelta(days=today.weekday())
    everybody = Reach(None, is_everybody=True)
    found = complaints(
        everybody,
        first=this_week - dt.timedelta(weeks=51),
        end=this_week + dt.timedelta(weeks=1),
    )
    counts = counted(found)
    recoveries = Recovery.objects.select_related("interaction")

    assert 0.35 < counts.put_right / counts.total < 0.65
    assert recoveries.count() == counts.put_right
    for each in recoveries:
        days = (each.put_right_on - each.interaction.served_on).days
        assert 0 <= days <= 3
        assert each.put_right_on <= today
    assert len(set(recoveries.values_list("did", flat=True))) >= 5
    assert {each.state for each in returns_after(recoveries).values()} >= {
        CameBack.YES,
        CameBack.NO,
        CameBack.NOBODY,
    }


def test_demo_has_the_manager_of_the_team_put_complaints_right(demo):
    managed = Q(
        interaction__credits__team__managers__employee=F("by"),
        interaction__credits__team__managers__valid_from__lte=F("put_right_on"),
    )
    told = Event.objects.filter(kind="recovery.recorded")

    assert Recovery.objects.filter(managed).count() == Recovery.objects.count() > 0
    assert told.count() == Recovery.objects.count()
