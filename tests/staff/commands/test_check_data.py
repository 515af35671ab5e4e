"""Finding what no constraint refuses: one person in two places."""

import datetime as dt

import pytest
from django.core.management import CommandError, call_command

from staff.models import Employment, Posting
from staff.queries.overlaps import overlapping_employments, overlapping_postings
from tests.factories.staff import HIRED, TODAY, EmployeeFactory

DAY = dt.timedelta(days=1)


def post(employee, team, valid_from, valid_to):
    return Posting.objects.create(
        employee=employee, team=team, valid_from=valid_from, valid_to=valid_to
    )


def test_check_data_finds_nothing_where_times_follow_each_other(company, capsys):
    anna = EmployeeFactory(team=company, left_on=TODAY)
    EmployeeFactory(team=company)
    Employment.objects.create(employee=anna, hired_on=TODAY)
    post(anna, company, TODAY, None)
    # A move taken back on its day leaves an empty time behind.
    post(anna, company, HIRED + 9 * DAY, HIRED + 9 * DAY)

    call_command("check_data")

    assert capsys.readouterr().out == "No times overlap.\n"


@pytest.mark.parametrize(
    ("valid_from", "valid_to"),
    [
        (TODAY - DAY, None),
        (HIRED + DAY, HIRED + 2 * DAY),
        (HIRED - DAY, HIRED + DAY),
    ],
)
def test_check_data_finds_a_posting_that_overlaps(company, valid_from, valid_to):
    anna = EmployeeFactory(team=company, left_on=TODAY)
    post(anna, company, valid_from, valid_to)

    assert [row.employee for row in overlapping_postings()] == [anna]
    with pytest.raises(CommandError, match="1 times overlap"):
        call_command("check_data")


def test_check_data_finds_an_employment_that_overlaps(company):
    anna = EmployeeFactory(team=company, left_on=TODAY)
    second = Employment.objects.create(employee=anna, hired_on=TODAY - DAY)

    assert list(overlapping_employments()) == [second]
