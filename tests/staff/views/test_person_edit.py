"""Changing what is known of a person, in the browser."""

import datetime as dt

import pytest
from django.urls import reverse

from staff.models import Employee
from tests.factories.staff import HIRED, TODAY, EmployeeFactory, TeamFactory

DAY = dt.timedelta(days=1)


@pytest.fixture
def client_of_hr(sign_in, hr):
    return sign_in(hr)


def url(name, employee):
    return reverse(f"staff:person-{name}", args=[employee.pk])


def test_person_add_hires_somebody(client_of_hr, site):
    said = {
        "employee_number": "n1",
        "first_name": "Anna",
        "team": site.pk,
        "hired_on": "2026-12-01",
    }

    page = client_of_hr.get(reverse("staff:person-add"))
    answer = client_of_hr.post(reverse("staff:person-add"), said)

    anna = Employee.objects.get(employee_number="n1")
    assert "Add a person" in page.text
    assert answer.url == anna.get_absolute_url()
    assert anna.employments.get().hired_on == dt.date(2026, 12, 1)


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"employee_number": "E17"}, "Another person has this number already."),
        ({"hired_on": "9999-12-31"}, "less than or equal to"),
        ({"first_name": ""}, "This field is required."),
    ],
)
def test_person_add_says_what_is_wrong(client_of_hr, site, waiter, said, sentence):
    person = {
        "employee_number": "n1",
        "first_name": "Anna",
        "team": site.pk,
        "hired_on": "2026-12-01",
    }

    page = client_of_hr.post(reverse("staff:person-add"), {**person, **said})

    assert page.status_code == 200
    assert sentence in page.text


def test_person_edit_corrects_a_name(client_of_hr, waiter):
    page = client_of_hr.get(url("edit", waiter))
    answer = client_of_hr.post(url("edit", waiter), {"first_name": "Amalia"})

    waiter.refresh_from_db()
    assert 'value="Amal"' in page.text
    assert (answer.url, waiter.first_name) == (waiter.get_absolute_url(), "Amalia")


def test_person_edit_says_that_an_e_mail_is_taken(client_of_hr, waiter):
    EmployeeFactory(email="taken@example.com")

    page = client_of_hr.post(
        url("edit", waiter), {"first_name": "Amal", "email": "TAKEN@example.com"}
    )

    assert "Another person has this e-mail already." in page.text


def test_employment_edit_takes_a_leaving_back(client_of_hr, site):
    gone = EmployeeFactory(team=site, left_on=TODAY - DAY)
    stay = gone.employments.get()
    where = reverse("staff:employment-edit", args=[gone.pk, stay.pk])

    client_of_hr.post(
        where,
        {
            f"employment-{stay.pk}-hired_on": HIRED,
            f"employment-{stay.pk}-last_day_on": "",
        },
    )

    stay.refresh_from_db()
    assert (stay.left_on, gone.postings.get().valid_to) == (None, None)


def test_employment_edit_says_that_days_are_the_wrong_way_round(client_of_hr, waiter):
    stay = waiter.employments.get()
    where = reverse("staff:employment-edit", args=[waiter.pk, stay.pk])

    page = client_of_hr.post(
        where,
        {
            f"employment-{stay.pk}-hired_on": "2026-05-01",
            f"employment-{stay.pk}-last_day_on": "2026-04-01",
        },
    )

    assert "The last day lies before the first day." in page.text


def test_employment_edit_keeps_the_days_of_somebody_who_never_came(client_of_hr, site):
    new = EmployeeFactory(team=site, hired_on=TODAY, left_on=TODAY)
    stay = new.employments.get()
    where = reverse("staff:employment-edit", args=[new.pk, stay.pk])

    def sent(hired_on):
        days = {"hired_on": hired_on, "last_day_on": TODAY - DAY}
        days = {f"employment-{stay.pk}-{name}": day for name, day in days.items()}
        return client_of_hr.post(where, days)

    assert sent(TODAY).url == new.get_absolute_url()
    assert "The last day lies before the first day." in sent(TODAY + DAY).text


def test_person_move_posts_somebody_elsewhere(client_of_hr, house, waiter):
    bar = TeamFactory(parent=house, code="bar")

    page = client_of_hr.get(url("move", waiter))
    answer = client_of_hr.post(
        url("move", waiter), {"team": bar.pk, "valid_from": TODAY.isoformat()}
    )

    assert "In Site since 1 Jan 2025." in page.text
    assert answer.url == waiter.get_absolute_url()
    assert waiter.postings.valid_on(TODAY).get().team == bar


def test_person_move_says_that_the_day_lies_before_the_hire(client_of_hr, site, waiter):
    page = client_of_hr.post(
        url("move", waiter), {"team": site.pk, "valid_from": "2020-01-01"}
    )

    assert "did not work here yet on that day" in page.text


def test_person_rehire_begins_a_second_time_here(client_of_hr, site):
    gone = EmployeeFactory(team=site, left_on=TODAY - DAY)

    page = client_of_hr.get(url("rehire", gone))
    client_of_hr.post(url("rehire", gone), {"team": site.pk, "hired_on": TODAY})

    assert "Hire" in page.text
    assert gone.employments.count() == 2


def test_person_rehire_says_that_somebody_works_here(client_of_hr, site, waiter):
    page = client_of_hr.post(
        url("rehire", waiter), {"team": site.pk, "hired_on": TODAY}
    )

    assert "works here already" in page.text


@pytest.mark.parametrize("name", ["edit", "move", "rehire"])
def test_person_changes_are_for_those_who_keep_people(sign_in, manager, waiter, name):
    assert sign_in(manager).get(url(name, waiter)).status_code == 403
    assert sign_in(manager).get(reverse("staff:person-add")).status_code == 403
