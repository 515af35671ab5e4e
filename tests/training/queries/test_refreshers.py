"""What is asked today, and how much is likely still there."""

import datetime as dt

import pytest

from staff.models import Employee
from tests.factories.staff import TODAY, EmployeeFactory, moment
from tests.factories.training import RefresherCardFactory, SkillFactory
from training.memory import recall
from training.models import RefresherCard, RefresherReview
from training.queries.refreshers import (
    next_due_on,
    portion_of,
    retention_of,
    retention_of_people,
)

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)


def card(employee, *, due=0, learned=10, **fields):
    """A card due so many days from TODAY, learned so many days before."""
    return RefresherCardFactory(
        employee=employee,
        due_on=TODAY + due * DAY,
        reviewed_on=TODAY - learned * DAY,
        **fields,
    )


def reviewed(card, *, days_ago=0, seconds=30):
    return RefresherReview.objects.create(
        card=card,
        at=moment() - days_ago * DAY,
        reviewed_on=TODAY - days_ago * DAY,
        rating=3,
        answer=["a"],
        seconds=seconds,
    )


@pytest.mark.parametrize("stability", [0.3, 2.3, 40, 900])
@pytest.mark.parametrize("days", [0, 1, 30, 800])
def test_recall_in_the_database_is_that_of_the_scheduler(employee, stability, days):
    made = card(employee, learned=days, due=1, stability=stability)

    found = RefresherCard.objects.with_recall_on(TODAY).get()

    assert found.recall == pytest.approx(recall(made.memory, TODAY))


def test_recall_before_it_was_learned_is_whole(employee):
    card(employee, learned=-1, due=9)

    assert RefresherCard.objects.with_recall_on(TODAY).get().recall == 1


def test_portion_is_what_is_due_the_most_forgotten_first(employee):
    faint = card(employee, learned=90)
    fresh = card(employee, learned=9, due=-1)
    card(employee, due=1)
    card(employee, is_retired=True)
    card(employee, enrolment__module__is_archived=True)
    card(EmployeeFactory())

    portion = portion_of(employee, TODAY)

    assert portion.cards == (faint, fresh)
    assert (portion.answered, portion.total, portion.minutes) == (0, 2, 2)


def test_portion_of_nothing_is_empty(employee):
    portion = portion_of(employee, TODAY)

    assert (portion.cards, portion.total, portion.minutes) == ((), 0, 0)


def test_portion_gets_smaller_by_what_was_answered(employee):
    waiting = [card(employee, learned=9 + n, seconds=40) for n in range(9)]
    assert len(portion_of(employee, TODAY).cards) == 2
    for done in waiting[:2]:
        reviewed(done, seconds=75)
        RefresherCard.objects.filter(pk=done.pk).update(due_on=TODAY + DAY)

    portion = portion_of(employee, TODAY)

    assert (portion.cards, portion.answered, portion.total) == ((), 2, 2)
    assert len(portion_of(employee, TODAY + DAY).cards) == 2


def test_portion_follows_the_pace_of_the_person(employee):
    for number in range(9):
        card(employee, seconds=30, learned=10 + number)
    slow = len(portion_of(employee, TODAY).cards)
    quick = card(employee, due=9)
    for days in range(1, 20):
        reviewed(quick, days_ago=days, seconds=15)

    assert len(portion_of(employee, TODAY).cards) > slow


@pytest.mark.parametrize("count", [1, 3, 30])
def test_portion_costs_the_same_for_any_number(
    employee, django_assert_num_queries, count
):
    for _card in range(count):
        reviewed(card(employee), days_ago=1)

    with django_assert_num_queries(2):
        portion_of(employee, TODAY)


def test_next_due_on_is_the_earliest_day(employee):
    assert next_due_on(employee) is None
    for days in (9, 4, 12):
        card(employee, due=days)
    card(employee, due=1, is_retired=True)

    assert next_due_on(employee) == TODAY + 4 * DAY


def test_retention_is_the_mean_recall_by_skill(employee):
    second, first = SkillFactory(position=2), SkillFactory(position=1)
    cards = [
        card(employee, learned=days, stability=5, skills=[first]) for days in (3, 60)
    ]
    card(employee, learned=0, due=3, skills=[first, second])
    card(employee, is_retired=True, skills=[second])
    card(EmployeeFactory(), skills=[second])

    found = retention_of(employee, TODAY)

    recalls = [recall(each.memory, TODAY) for each in cards]
    assert [(each.skill, each.percent, each.items) for each in found] == [
        (first, round(100 * (sum(recalls) + 1) / 3), 3),
        (second, 100, 1),
    ]


def test_retention_of_few_people_has_no_figure(company):
    known, little_known = SkillFactory(position=1), SkillFactory(position=2)
    people = [EmployeeFactory(team=company) for _number in range(5)]
    for person in people:
        card(person, learned=0, due=3, skills=[known])
        card(person, learned=0, due=3, skills=[known])
    for person in people[:4]:
        card(person, learned=0, due=3, skills=[little_known])
    card(EmployeeFactory(), learned=500, skills=[known, little_known])

    found = retention_of_people(
        Employee.objects.filter(pk__in=people_ids(people)), TODAY
    )

    assert [(each.skill, each.percent, each.people) for each in found] == [
        (known, 100, 5),
        (little_known, None, 4),
    ]


def people_ids(people):
    return [person.pk for person in people]


def test_retention_costs_two_statements(company, django_assert_num_queries):
    skills = [SkillFactory() for _number in range(3)]
    people = [EmployeeFactory(team=company) for _number in range(6)]
    for person in people:
        card(person, skills=skills)

    with django_assert_num_queries(2):
        retention_of_people(Employee.objects.all(), TODAY)
