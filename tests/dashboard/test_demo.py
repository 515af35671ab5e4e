"""The demo: in its own database only, believable, and the same for the same seed."""

import pytest
from django.core.management import CommandError, call_command

from dashboard.demo import PASSWORD, SIGN_INS
from events.models import Event
from plans.models import AssignmentBatch
from staff.backends import EmployeeBackend
from staff.models import Employee
from training.models import Enrolment


@pytest.fixture
def demo(db, settings, capsys):
    settings.IS_DEMO = True
    call_command("demo", people_per_site=4)
    return capsys.readouterr().out


@pytest.mark.django_db
def test_demo_refuses_a_database_that_is_not_its_own():
    with pytest.raises(CommandError, match="ENCORE_DEMO=yes"):
        call_command("demo")

    assert not Employee.objects.exists()


def test_demo_prints_sign_ins_that_work(demo):
    for account in SIGN_INS:
        assert account.number in demo
        assert EmployeeBackend().authenticate(None, account.number, PASSWORD)


def test_demo_again_changes_nothing(demo):
    before = Event.objects.count()

    call_command("demo")

    assert Event.objects.count() == before


def test_demo_has_people_in_every_state_of_learning(demo):
    statuses = set(Enrolment.objects.values_list("status", flat=True))

    assert statuses == {"assigned", "in_progress", "completed"}
    assert AssignmentBatch.objects.count() >= 18


def test_demo_leaves_its_waiter_something_to_do(demo):
    waiter = Employee.objects.get(employee_number="1003")

    assert waiter.enrolments.open().exists()
