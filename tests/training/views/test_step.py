"""The door to a step: who may open it, and when."""

import pytest

from tests.factories.staff import EmployeeFactory, moment
from tests.factories.training import EnrolmentFactory
from tests.training.catalogue import begun
from training.models import Attempt, Enrolment, StepCompletion


def url_of(enrolment, key):
    return f"/learn/{enrolment.uuid}/steps/{key}/"


@pytest.fixture
def client_of_learner(sign_in, enrolment):
    return sign_in(enrolment.employee)


@pytest.mark.parametrize("method", ["get", "post"])
def test_step_detail_of_somebody_else_is_not_there(company, enrolment, sign_in, method):
    """Not for a manager of theirs, and not for HR: learning is one's own."""
    for other in (
        EmployeeFactory(team=company),
        EmployeeFactory(team=company, manages=[company]),
        EmployeeFactory(team=company, roles=["hr", "administrator"]),
    ):
        response = getattr(sign_in(other), method)(url_of(enrolment, "read"))

        assert response.status_code == 404
    assert not StepCompletion.objects.exists()


def test_step_detail_leads_visitors_to_sign_in(client, enrolment):
    response = client.get(url_of(enrolment, "read"))

    assert response.status_code == 302
    assert response.url.startswith("/sign-in/")


def test_step_detail_that_the_version_has_not_is_not_there(
    client_of_learner, enrolment
):
    assert client_of_learner.get(url_of(enrolment, "nowhere")).status_code == 404


@pytest.mark.parametrize("key", ["play", "check"])
def test_step_detail_ahead_leads_to_where_one_stands(client_of_learner, enrolment, key):
    response = client_of_learner.get(url_of(enrolment, key))

    assert response.url == enrolment.get_absolute_url()


@pytest.mark.parametrize(
    ("key", "form"),
    [
        ("play", {"act": "begin", "number": 1}),
        ("check", {"question": "q1", "options": ["a"], "number": 1}),
    ],
)
def test_step_detail_ahead_takes_nothing_and_says_so(
    client_of_learner, enrolment, key, form
):
    response = client_of_learner.post(url_of(enrolment, key), form, follow=True)

    assert response.redirect_chain == [(enrolment.get_absolute_url(), 302)]
    assert "Another step comes before this one." in response.text
    assert not Attempt.objects.exists()


def test_step_detail_before_the_start_leads_to_the_start(sign_in, employee, module):
    enrolment = EnrolmentFactory(employee=employee, module=module)

    response = sign_in(employee).get(url_of(enrolment, "read"))

    assert response.url == enrolment.get_absolute_url()


@pytest.mark.parametrize("method", ["get", "post"])
def test_step_detail_of_what_was_taken_back_leads_to_a_calm_page(
    client_of_learner, enrolment, method
):
    Enrolment.objects.update(status="withdrawn", withdrawn_at=moment())

    response = getattr(client_of_learner, method)(
        url_of(enrolment, "read"), follow=True
    )

    assert response.status_code == 200
    assert "This training was taken back." in response.text
    assert not StepCompletion.objects.exists()


def test_step_detail_of_what_was_taken_back_leads_the_whole_page_under_htmx(
    client_of_learner, enrolment
):
    Enrolment.objects.update(status="withdrawn", withdrawn_at=moment())

    response = client_of_learner.post(
        url_of(enrolment, "read"), headers={"HX-Request": "true"}
    )

    assert response.headers["HX-Redirect"] == enrolment.get_absolute_url()


def test_step_detail_refuses_other_methods(client_of_learner, enrolment):
    assert client_of_learner.delete(url_of(enrolment, "read")).status_code == 405


def test_step_detail_of_a_completed_module_can_be_opened_again(
    client_of_learner, enrolment
):
    for step in enrolment.version.steps.all():
        StepCompletion.objects.create(
            enrolment=enrolment, step=step, completed_at=moment()
        )

    for key in ("read", "play", "check"):
        assert client_of_learner.get(url_of(enrolment, key)).status_code == 200


def test_step_detail_of_ones_own_other_enrolment_keeps_its_own_steps(
    client_of_learner, enrolment, company, module
):
    """Two people in one module: each one's tap counts for them alone."""
    other = begun(EmployeeFactory(team=company), module)

    client_of_learner.post(url_of(enrolment, "read"))

    assert list(StepCompletion.objects.values_list("enrolment", flat=True)) == [
        enrolment.pk
    ]
    other.refresh_from_db()
    assert other.steps_done == 0
