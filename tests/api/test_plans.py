"""Plans and goals over the API: pulled whole, followed by the journal, within reach."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from api.plans import GoalSerializer, PlanSerializer
from events.record import record
from feedback.models import Metric
from plans.actions.agreeing import agree_to_plan, cancel_plan, propose_plan
from plans.actions.planning import mark_item, set_goal, set_item
from plans.models import DevelopmentPlan
from staff.actions.people import move
from tests.factories.plans import GoalFactory, ItemFactory, PlanFactory
from tests.factories.staff import TODAY, EmployeeFactory, TeamFactory, moment
from tests.factories.training import EnrolmentFactory, ModuleFactory, SkillFactory

PLANS, GOALS = "/api/v1/plans", "/api/v1/goals"
NOW = {"at": moment(), "today": TODAY}

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(time_machine):
    time_machine.move_to(moment(), tick=True)


@pytest.fixture
def boss(company):
    return EmployeeFactory(team=company, manages=[company], employee_number="B1")


@pytest.fixture
def ann(company):
    return EmployeeFactory(team=company, employee_number="E1")


def ids(rows):
    return [row["id"] for row in rows]


def uuids(*plans):
    return [str(each.uuid) for each in plans]


def csat():
    return Metric.objects.get(key="csat")


def test_plan_says_the_same_alone_and_in_a_list(caller, ann, boss):
    plan = PlanFactory(employee=ann, agreed_by=boss)
    goals = [
        GoalFactory(plan=plan, position=2),
        GoalFactory(plan=plan, position=1, skill=SkillFactory(slug="calm")),
    ]
    module = ModuleFactory(slug="smile")
    enrolment = EnrolmentFactory(employee=ann, module=module)
    ItemFactory(plan=plan, goal=goals[0], module=module, enrolment=enrolment)
    ItemFactory(plan=plan, text="Practise the opening", due_on=TODAY)

    [row], _end = caller.pull(PLANS)

    assert row == caller.get(f"{PLANS}/{plan.uuid}").json()
    assert list(row) == list(PlanSerializer().fields)
    assert row == {
        "id": str(plan.uuid),
        "employee_number": "E1",
        "status": "active",
        "revision": 1,
        "starts_on": "2026-11-23",
        "ends_on": "2027-02-21",
        "agreed_on": "2026-11-23",
        "manager_agreed_on": "2026-11-23",
        "agreed_by": "B1",
        "created_at": "2026-11-23T12:00:00.000000Z",
        "ended_on": None,
        "goals": [goals[1].pk, goals[0].pk],
        "items": [
            {
                "kind": "module",
                "goal": goals[0].pk,
                "module": "smile",
                "enrolment": str(enrolment.uuid),
                "text": "",
                "due_on": None,
                "done_on": None,
            },
            {
                "kind": "practice",
                "goal": None,
                "module": None,
                "enrolment": None,
                "text": "Practise the opening",
                "due_on": "2026-11-23",
                "done_on": None,
            },
        ],
    }


def test_goal_says_the_same_alone_and_in_a_list(caller, ann):
    goal = GoalFactory(
        plan__employee=ann,
        skill=SkillFactory(slug="calm"),
        metric=csat(),
        baseline=3.5,
        baseline_responses=12,
        target=3.8,
        why="Because of Monday",
    )

    [row], _end = caller.pull(GOALS)

    assert row == caller.get(f"{GOALS}/{goal.pk}").json()
    assert list(row) == list(GoalSerializer().fields)
    assert row == {
        "id": goal.pk,
        "plan": str(goal.plan.uuid),
        "employee_number": "E1",
        "skill": "calm",
        "level_from": 2,
        "level_to": 3,
        "metric": "csat",
        "baseline": 3.5,
        "baseline_responses": 12,
        "baseline_on": "2026-11-23",
        "target": 3.8,
    }


@pytest.mark.parametrize(("responses", "told"), [(4, None), (5, 3.5)])
def test_a_baseline_of_fewer_than_five_answers_is_not_told(caller, responses, told):
    goal = GoalFactory(metric=csat(), baseline=3.5, baseline_responses=responses)

    [row], _end = caller.pull(GOALS)

    assert row["baseline"] == told
    assert caller.get(f"{GOALS}/{goal.pk}").json()["baseline"] == told


def test_lists_pull_every_row_once_whatever_the_page(caller):
    plans = PlanFactory.create_batch(5)
    goals = [GoalFactory(plan=plan) for plan in plans]

    for limit in (1, 2, 5, 500):
        assert ids(caller.pull(PLANS, limit=limit)[0]) == uuids(*plans)
        assert ids(caller.pull(GOALS, limit=limit)[0]) == [goal.pk for goal in goals]


def test_lists_follow_every_act_on_a_plan(caller, ann, boss):
    PlanFactory()
    plan = PlanFactory(employee=ann)
    ends = {path: caller.pull(path)[1]["sequence"] for path in (PLANS, GOALS)}

    def changes(path):
        rows, end = caller.pull(path, after=ends[path])
        ends[path] = end["sequence"]
        return rows

    words = {"plan": plan, "by": boss, **NOW}
    goal = set_goal(
        skill=SkillFactory(slug="calm"),
        level_from=1,
        level_to=2,
        metric=csat(),
        target=4,
        **words,
    )
    assert [row["goals"] for row in changes(PLANS)] == [[goal.pk]]
    assert [(row["id"], row["target"]) for row in changes(GOALS)] == [(goal.pk, 4.0)]
    item = set_item(kind="practice", text="Smile", **words)
    assert [row["items"][0]["text"] for row in changes(PLANS)] == ["Smile"]
    propose_plan(**words)
    assert [row["status"] for row in changes(PLANS)] == ["in_review"]
    agree_to_plan(plan=plan, by=ann, **NOW)
    agree_to_plan(**words)
    [row] = changes(PLANS)
    assert (row["status"], row["agreed_by"]) == ("active", "B1")
    mark_item(item=item, is_done=True, **words)
    assert [row["items"][0]["done_on"] for row in changes(PLANS)] == ["2026-11-23"]
    cancel_plan(reason="Moved away", **words)
    [row] = changes(PLANS)
    assert (row["status"], row["ended_on"]) == ("cancelled", "2026-11-23")
    assert "Moved away" not in str(row)
    assert changes(PLANS) == []


def test_lists_keep_to_the_reach(company, caller_for, sign_in):
    mine, other = (TeamFactory(parent=company) for _n in range(2))
    of_mine, of_other = (
        GoalFactory(plan__employee=EmployeeFactory(team=team)) for team in (mine, other)
    )
    manager = EmployeeFactory(team=mine, manages=[mine])

    for client in (
        caller_for(team=mine),
        sign_in(manager),
        sign_in(of_mine.plan.employee),
    ):
        for path, seen, hidden in (
            (PLANS, str(of_mine.plan.uuid), of_other.plan.uuid),
            (GOALS, of_mine.pk, of_other.pk),
        ):
            assert ids(client.get(path).json()["results"]) == [seen]
            assert client.get(f"{path}/{hidden}").status_code == 404


def test_lists_tell_of_people_who_move_away(company, caller_for):
    old, new = TeamFactory(parent=company), TeamFactory(parent=company)
    goal = GoalFactory(plan__employee=EmployeeFactory(team=old))
    followers = [caller_for(team=old), caller_for(team=new)]
    ends = [follower.pull(PLANS)[1]["sequence"] for follower in followers]
    move(
        employee=goal.plan.employee,
        team=new,
        job_role=None,
        valid_from=TODAY,
        by=None,
        at=moment(),
    )

    for path, row_id in ((PLANS, str(goal.plan.uuid)), (GOALS, goal.pk)):
        left, come = (
            follower.pull(path, after=end)[0]
            for follower, end in zip(followers, ends, strict=True)
        )
        assert left == [{"id": row_id, "is_removed": True}]
        assert ids(come) == [row_id]


def test_goals_tell_of_one_that_was_removed(caller):
    goal, stays = GoalFactory.create_batch(2)
    number = goal.pk
    _rows, end = caller.pull(GOALS)
    with transaction.atomic():
        record("goal.removed", at=moment(), subject=goal)
        goal.delete()

    rows, _end = caller.pull(GOALS, after=end["sequence"])

    assert rows == [{"id": number, "is_removed": True}]
    assert ids(caller.pull(GOALS)[0]) == [stays.pk]


def test_lists_filter(company, caller, ann, boss):
    north = TeamFactory(parent=company, code="north")
    goal = GoalFactory(plan__employee=ann, plan__agreed_by=boss)
    other = GoalFactory(plan__employee=EmployeeFactory(team=north))

    for path, mine, theirs in (
        (PLANS, str(goal.plan.uuid), str(other.plan.uuid)),
        (GOALS, goal.pk, other.pk),
    ):
        for query, seen in (
            ({"employee_number": "E1"}, [mine]),
            ({"team": "north"}, [theirs]),
            ({"status": "active"}, [mine]),
            ({"status": ["active", "draft"]}, [mine, theirs]),
        ):
            assert ids(caller.pull(path, **query)[0]) == seen


@pytest.mark.parametrize("count", [3, 300])
@pytest.mark.parametrize(("path", "statements"), [(PLANS, 7), (GOALS, 5)])
def test_list_costs_the_same_at_any_length(
    company, caller_for, path, statements, count
):
    team = TeamFactory(parent=company)
    skill, module = SkillFactory(), ModuleFactory()
    for person in EmployeeFactory.create_batch(count, team=team):
        goal = GoalFactory(plan__employee=person, skill=skill, metric=csat())
        ItemFactory(plan=goal.plan, goal=goal, module=module)
    caller = caller_for(team=team)
    caller.get(path)

    with CaptureQueriesContext(connection) as captured:
        page = caller.get(path, {"limit": 500}).json()

    assert len(page["results"]) == count == DevelopmentPlan.objects.count()
    assert len(captured) == statements
