"""What a frozen panel holds of the rows."""

import datetime as dt

import numpy as np
import pytest
from django.core.exceptions import ValidationError

from feedback.actions.summing import sum_dirty_weeks
from feedback.models import Metric, WeeklyOutcome
from outcomes.engine.panel import LONG_AGO, NEVER, UNKNOWN
from outcomes.panel.freezing import freeze
from outcomes.panel.frozen import FrozenPanel
from staff.models import FileImport, Posting
from tests.factories.feedback import answers
from tests.factories.outcomes import LAST_WEEK
from tests.factories.staff import EmployeeFactory, TeamFactory, moment
from tests.factories.training import EnrolmentFactory, ModuleFactory
from tests.outcomes.organisation import asked
from training.choices import EnrolmentSource, EnrolmentStatus

A_WEEK = dt.timedelta(weeks=1)
# Ten weeks; week 0 is the first with an answer.
FIRST = LAST_WEEK - 9 * A_WEEK


def day(week, weekday=0):
    return FIRST + week * A_WEEK + dt.timedelta(days=weekday)


def cell(person, team, week, *, metric="csat", responses=2, weight=None, total=8.0):
    return WeeklyOutcome.objects.create(
        employee=person,
        team=team,
        metric=Metric.objects.get(key=metric),
        week=day(week),
        responses=responses,
        weight=responses * 10_000 if weight is None else weight,
        total=total,
        squares=total**2,
    )


def complete(person, module, week, *, assigned=None, **fields):
    done = day(week, 2)
    return EnrolmentFactory(
        employee=person,
        module=module,
        assigned_on=None if assigned is None else day(assigned, 4),
        completed_on=done,
        completed_at=None,
        status=EnrolmentStatus.COMPLETED,
        progress_percent=100,
        source=EnrolmentSource.IMPORT,
        **fields,
    )


@pytest.fixture
def team(company):
    return TeamFactory(code="team-a", parent=company)


@pytest.fixture
def person(team):
    """Somebody with an answer in the first week."""
    person = EmployeeFactory(team=team, hired_on=day(0) - dt.timedelta(days=900))
    cell(person, team, 0)
    return person


def frozen():
    return freeze(asked())


def row_of(panel, person):
    return panel.employees.tolist().index(person.pk)


def test_freeze_adds_up_the_teams_of_one_week_and_shares_of_answers(person, team):
    other = TeamFactory(code="team-b", parent=team)
    cell(person, team, 3, responses=3, weight=30_000, total=12.0)
    # Two answers shared by four people: half an answer of this one's.
    cell(person, other, 3, responses=2, weight=5_000, total=2.0)

    panel, _trainings = frozen().panel_of("csat")

    assert panel.weight[0].tolist() == [2, 0, 0, 3.5, 0, 0, 0, 0, 0, 0]
    assert panel.total[0].tolist() == [8, 0, 0, 14, 0, 0, 0, 0, 0, 0]
    assert panel.responses[0].tolist() == [2, 0, 0, 5, 0, 0, 0, 0, 0, 0]


def test_freeze_leaves_out_answers_about_a_team_alone_and_later_weeks(person, team):
    cell(None, team, 2)
    cell(person, team, 10)

    panel, _trainings = frozen().panel_of("csat")

    assert (panel.employees, panel.weeks) == (1, 10)
    assert panel.responses.sum() == 2


def test_freeze_puts_people_where_they_were_answered_about_then_where_posted(
    person, team
):
    other = TeamFactory(code="team-b", parent=team)
    # From the Friday of week 5 on: that week's Thursday is still the old team's.
    person.postings.update(valid_to=day(5, 4))
    Posting.objects.create(employee=person, team=other, valid_from=day(5, 4))
    cell(person, other, 2)
    person.employments.update(left_on=day(8))
    Posting.objects.filter(team=other).update(valid_to=day(8))

    kept = frozen()

    a, b = (kept.teams.tolist().index(each.pk) for each in (team, other))
    assert kept.team[0].tolist() == [a, a, b, a, a, a, b, b, -1, -1]
    assert kept.left.tolist() == [8]


@pytest.mark.parametrize(("weekday", "left"), [(0, 4), (1, 5), (6, 5)])
def test_freeze_counts_the_week_of_a_leaving_as_here(person, weekday, left):
    person.employments.update(left_on=day(4, weekday))

    assert frozen().left.tolist() == [left]


def test_freeze_knows_hires_unless_answers_are_older(person, team):
    newcomer = EmployeeFactory(team=team, hired_on=day(4, 3))
    cell(newcomer, team, 4)
    doubtful = EmployeeFactory(team=team, hired_on=day(6))
    cell(doubtful, team, 5)

    kept = frozen()

    hires = {row_of(kept, each): kept.hired for each in (person, newcomer, doubtful)}
    weeks = [int(kept.hired[row]) for row in hires]
    assert weeks == [-129, 4, LONG_AGO]
    assert kept.left.tolist() == [NEVER] * 3


def test_freeze_keeps_the_weeks_of_trainings(person, team):
    module, other, nobodys = (ModuleFactory(slug=slug) for slug in ("m1", "m2", "m3"))
    complete(person, module, 6, assigned=4)
    silent = EmployeeFactory(team=team)
    complete(silent, module, -3)
    waiting = EmployeeFactory(team=team)
    cell(waiting, team, 1)
    EnrolmentFactory(employee=waiting, module=module, assigned_on=day(7))
    complete(waiting, other, 8)
    EnrolmentFactory(employee=waiting, module=nobodys, assigned_on=day(7))

    kept = frozen()

    assert kept.modules.tolist() == [module.pk, other.pk]
    _panel, trainings = kept.panel_of("csat")
    rows = [row_of(kept, each) for each in (person, silent, waiting)]
    first, second = (trainings[str(each.pk)] for each in (module, other))
    assert first.completed[rows].tolist() == [6, -3, NEVER]
    assert first.assigned[rows].tolist() == [4, UNKNOWN, 7]
    assert second.completed[rows].tolist() == [NEVER, NEVER, 8]
    assert second.assigned[rows].tolist() == [NEVER, NEVER, UNKNOWN]


def test_freeze_begins_each_metric_with_its_own_first_week(person, team):
    module = ModuleFactory(slug="m1")
    complete(person, module, 3, assigned=2)
    cell(person, team, 4, metric="nps")

    panel, trainings = frozen().panel_of("nps")

    assert panel.weeks == 6
    assert trainings[str(module.pk)].completed.tolist() == [-1]
    assert trainings[str(module.pk)].assigned.tolist() == [-2]
    assert panel.left.tolist() == [NEVER]


@pytest.mark.parametrize(("state", "rows"), [("running", 0), ("waiting", 7)])
def test_freeze_takes_no_part_of_a_file(person, state, rows):
    FileImport.objects.create(
        kind="answers",
        file_name="answers.csv",
        state=state,
        rows_read=rows,
        rows_known=rows,
        created_at=moment(),
    )

    with pytest.raises(ValidationError) as refusal:
        frozen()

    assert refusal.value.code == "file_on_its_way"


def test_freeze_costs_the_same_statements_for_any_number_of_people(
    person, team, django_assert_max_num_queries
):
    module = ModuleFactory(slug="m1")
    for _ in range(20):
        another = EmployeeFactory(team=team)
        cell(another, team, 1)
        complete(another, module, 3, assigned=2)
    analysis = asked()

    # On PostgreSQL six of them are COPY, which Django does not see.
    with django_assert_max_num_queries(10):
        freeze(analysis)


def test_frozen_panel_comes_back_from_its_bytes(person, team):
    complete(person, ModuleFactory(slug="m1"), 3)
    kept = frozen()

    again = FrozenPanel.from_bytes(kept.as_bytes())

    assert again.as_bytes() == kept.as_bytes()
    assert again.first_week == FIRST
    assert np.array_equal(again.team, kept.team)
    assert list(again.metrics) == ["csat"]


def test_freeze_knows_the_part_of_top_scores(team):
    """By the whole way: answers recorded, weeks summed, panel frozen."""
    person = EmployeeFactory(team=team)
    answers(person, [5, 5, 4], day(8, 1))
    answers(person, [5, 1], day(9, 1))
    sum_dirty_weeks(at=moment())

    kept = frozen()

    panel, _trainings = kept.panel_of("csat")
    assert panel.weight[0].tolist() == [3, 2]
    assert panel.top[0].tolist() == [2, 1]
    low, _trainings = kept.panel_of("low_score")
    assert (low.total[0].tolist(), low.top) == ([0, 1], None)
