"""What was assigned at once: its page, and taking it back."""

import re

import pytest
from django.urls import reverse

from plans.models import AssignmentBatch
from tests.factories.staff import EmployeeFactory, TeamFactory, moment
from tests.factories.training import EnrolmentFactory, ModuleFactory
from tests.plans.views.desk import asked, confirm
from training.models import Enrolment


def test_batch_undo_takes_the_batch_back(employee, manager, sign_in):
    browser = sign_in(manager)
    confirm(browser, asked([employee], [ModuleFactory()]))
    batch = AssignmentBatch.objects.get()

    browser.post(reverse("plans:batch-undo", args=[batch.uuid]))

    assert Enrolment.objects.get().status == "withdrawn"


def test_batch_undo_is_only_for_whoever_assigned(employee, company, manager, sign_in):
    confirm(sign_in(manager), asked([employee], [ModuleFactory()]))
    batch = AssignmentBatch.objects.get()
    other = EmployeeFactory(team=company, manages=[company])

    response = sign_in(other).post(reverse("plans:batch-undo", args=[batch.uuid]))

    assert response.status_code == 404
    assert Enrolment.objects.get().status == "assigned"


def test_enrolment_withdraw_of_another_team_does_not_exist(manager, sign_in):
    enrolment = EnrolmentFactory(employee=EmployeeFactory(team=TeamFactory()))

    response = sign_in(manager).post(
        reverse("plans:enrolment-withdraw", args=[enrolment.uuid])
    )

    assert response.status_code == 404


@pytest.mark.parametrize("people", [3, 300])
def test_batch_detail_costs_the_same_queries_at_any_length(
    company, manager, sign_in, django_assert_num_queries, people
):
    browser = sign_in(manager)
    crew = EmployeeFactory.create_batch(people, team=company)
    batch = AssignmentBatch.objects.create(
        created_by=manager, confirmed_at=moment(), request_digest="-"
    )
    module = ModuleFactory()
    for person in crew:
        EnrolmentFactory(employee=person, module=module, batch_uuid=batch.uuid)

    with django_assert_num_queries(10):
        page = browser.get(batch.get_absolute_url()).text

    assert f"{people} enrolments assigned" in page
    assert page.count('<li id="enrolment-') == min(people, 50)


def test_batch_detail_has_pages_and_withdrawing_comes_back_to_the_same(
    company, manager, sign_in
):
    browser = sign_in(manager)
    batch = AssignmentBatch.objects.create(
        created_by=manager, confirmed_at=moment(), request_digest="-"
    )
    first, second = sorted(
        ModuleFactory.create_batch(2), key=lambda module: module.slug
    )
    for person in EmployeeFactory.create_batch(40, team=company):
        for module in (first, second):
            EnrolmentFactory(employee=person, module=module, batch_uuid=batch.uuid)

    page = browser.get(batch.get_absolute_url(), {"page": 2})
    withdrawing = re.search(r'action="([^"]+withdraw/[^"]*)"', page.text)[1]
    answer = browser.post(withdrawing)

    assert page.text.count('<li id="enrolment-') == 30
    heads = re.findall(r"<h2>(.*?)</h2><span[^>]*>(.*?)</span>", page.text)
    assert heads == [(str(second), "40")]
    assert "51 to 80 of 80" in page.text
    assert answer.url == f"{batch.get_absolute_url()}?page=2"
