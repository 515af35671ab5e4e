"""One's own enrolment: where was I, what comes next."""

import datetime as dt
import re

import pytest

from events.models import Event
from tests.factories.staff import TODAY, EmployeeFactory, moment
from tests.factories.training import EnrolmentFactory
from tests.training.catalogue import (
    BEST_PLAY,
    NOW,
    a_module_document,
    a_reading,
    begun,
    complete,
    step_of,
)
from training.actions.learning import complete_step
from training.actions.publishing import publish_module
from training.models import Enrolment, ModuleRating


def links_to_steps(response):
    return re.findall(r'href="[^"]*/steps/([^/"]+)/"', response.text)


def test_enrolment_detail_before_the_start_shows_the_steps_to_come(
    sign_in, employee, module
):
    mona = EmployeeFactory(first_name="Mona", last_name="Lindqvist")
    enrolment = EnrolmentFactory(
        employee=employee, module=module, assigned_by=mona, reason="Two long waits."
    )

    response = sign_in(employee).get(enrolment.get_absolute_url())

    assert "The late table" in response.text
    assert links_to_steps(response) == []
    assert "Assigned by Mona Lindqvist, 23 Nov 2026. Two long waits." in response.text
    assert f"{enrolment.get_absolute_url()}start/" in response.text


def test_enrolment_detail_opens_what_is_done_and_what_is_next(
    sign_in, employee, enrolment
):
    complete_step(enrolment=enrolment, step=step_of(enrolment, "reading"), **NOW)

    response = sign_in(employee).get(enrolment.get_absolute_url())

    assert links_to_steps(response) == ["read", "play"]
    assert "Go on" in response.text


def test_enrolment_detail_stays_on_the_version_begun(sign_in, employee, enrolment):
    publish_module(document=a_module_document(a_reading("new")), at=moment())

    response = sign_in(employee).get(enrolment.get_absolute_url())

    assert links_to_steps(response) == ["read"]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"status": "withdrawn", "withdrawn_at": moment()}, "was taken back"),
        ({"status": "waived"}, "You need not do this training."),
        (
            {
                "status": "completed",
                "completed_on": TODAY,
                "progress_percent": 100,
                "assigned_on": None,
                "source": "import",
            },
            "Completed on 23 Nov 2026.",
        ),
    ],
)
def test_enrolment_detail_without_steps_of_ones_own_says_how_it_stands(
    sign_in, employee, module, fields, words
):
    enrolment = EnrolmentFactory(employee=employee, module=module, **fields)

    response = sign_in(employee).get(enrolment.get_absolute_url())

    assert words in response.text
    assert "The late table" not in response.text
    assert "Back to Today" in response.text


def test_enrolment_detail_of_somebody_else_is_not_there(company, enrolment, sign_in):
    hr = EmployeeFactory(team=company, manages=[company], roles=["hr"])

    assert sign_in(hr).get(enrolment.get_absolute_url()).status_code == 404


def test_enrolment_start_leads_to_the_first_step(sign_in, employee, module):
    enrolment = EnrolmentFactory(employee=employee, module=module)

    response = sign_in(employee).post(f"{enrolment.get_absolute_url()}start/")

    assert response.url == f"/learn/{enrolment.uuid}/steps/read/"
    enrolment.refresh_from_db()
    assert enrolment.status == "in_progress"


def test_enrolment_start_again_leads_to_the_next_step(sign_in, employee, enrolment):
    complete_step(enrolment=enrolment, step=step_of(enrolment, "reading"), **NOW)

    response = sign_in(employee).post(f"{enrolment.get_absolute_url()}start/")

    assert response.url == f"/learn/{enrolment.uuid}/steps/play/"
    assert Event.objects.filter(kind="enrolment.started").count() == 1


def test_enrolment_start_of_what_was_taken_back_leads_to_a_calm_page(
    sign_in, employee, module
):
    enrolment = EnrolmentFactory(employee=employee, module=module)
    Enrolment.objects.update(status="withdrawn", withdrawn_at=moment())

    response = sign_in(employee).post(f"{enrolment.get_absolute_url()}start/")

    assert response.url == enrolment.get_absolute_url()


def test_enrolment_start_of_somebody_else_is_not_there(company, module, sign_in):
    enrolment = EnrolmentFactory(module=module)
    manager = EmployeeFactory(team=company, manages=[company])

    response = sign_in(manager).post(f"{enrolment.get_absolute_url()}start/")

    assert response.status_code == 404
    enrolment.refresh_from_db()
    assert enrolment.status == "assigned"


def test_enrolment_start_needs_a_press(sign_in, employee, enrolment):
    response = sign_in(employee).get(f"{enrolment.get_absolute_url()}start/")

    assert response.status_code == 405


def test_enrolment_pages_lead_visitors_to_sign_in(client, enrolment):
    detail = client.get(enrolment.get_absolute_url())
    start = client.post(f"{enrolment.get_absolute_url()}start/")

    assert (detail.status_code, start.status_code) == (302, 302)


@pytest.mark.parametrize("steps", [1, 3])
def test_enrolment_detail_costs_the_same_for_any_number_of_steps(
    sign_in, employee, module, django_assert_num_queries, steps
):
    readings = [a_reading(f"read-{number}") for number in range(steps)]
    publish_module(document=a_module_document(*readings), at=moment())
    enrolment = begun(employee, module, due_on=TODAY + dt.timedelta(days=3))
    client = sign_in(employee)

    with django_assert_num_queries(8):
        client.get(enrolment.get_absolute_url())


@pytest.fixture
def completed(enrolment):
    return complete(enrolment, BEST_PLAY)


def rating_url(enrolment):
    return f"{enrolment.get_absolute_url()}rating/"


def test_enrolment_detail_asks_what_it_was_worth_only_once_completed(
    sign_in, employee, enrolment
):
    client, asked = sign_in(employee), "Would this help you at work?"

    before = client.get(enrolment.get_absolute_url())
    complete(enrolment, BEST_PLAY)
    after = client.get(enrolment.get_absolute_url())

    assert (asked in before.text, asked in after.text) == (False, True)


def test_enrolment_rate_keeps_the_answer_and_shows_it(sign_in, employee, completed):
    client = sign_in(employee)

    client.post(rating_url(completed), {"stars": "4", "comment": "More telephones."})

    assert (completed.rating.stars, completed.rating.comment) == (4, "More telephones.")
    page = client.get(completed.get_absolute_url())
    assert 'value="4" checked' in page.text
    assert "More telephones." in page.text
    assert "Change what I said" in page.text


def test_enrolment_rate_without_stars_says_what_is_missing(
    sign_in, employee, completed
):
    response = sign_in(employee).post(rating_url(completed), {"comment": "Words."})

    assert response.status_code == 200
    assert "Choose one of the five." in response.text
    assert "Words." in response.text
    assert not ModuleRating.objects.exists()


def test_enrolment_rate_before_completing_is_told_why_not(sign_in, employee, enrolment):
    response = sign_in(employee).post(
        rating_url(enrolment), {"stars": "4"}, follow=True
    )

    assert "once you have completed the module" in response.text
    assert not ModuleRating.objects.exists()


def test_enrolment_rate_of_somebody_else_is_not_there(company, completed, sign_in):
    manager = EmployeeFactory(team=company, manages=[company])

    assert (
        sign_in(manager).post(rating_url(completed), {"stars": "1"}).status_code == 404
    )
    assert not ModuleRating.objects.exists()
