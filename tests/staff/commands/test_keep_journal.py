"""The command that keeps the journal, once."""

import pytest
from django.core.management import call_command

from events.models import Event
from tests.factories.staff import EmployeeFactory


@pytest.mark.django_db
def test_keep_journal_tells_what_the_day_brought_and_numbers_it(company, capsys):
    person = EmployeeFactory(team=company)
    person.employments.update(hired_on=person.today())

    call_command("keep_journal")
    call_command("keep_journal")

    [event] = Event.objects.all()
    assert (event.kind, event.sequence) == ("employee.takes_effect", 1)
    assert "The calendar: 1 events." in capsys.readouterr().out
