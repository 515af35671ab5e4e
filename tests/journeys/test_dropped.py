"""The connection drops in the middle: nothing is lost, nothing counts twice, and the
person is told how it stands.
"""

import re

import pytest
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.utils import timezone
from playwright.sync_api import expect

from tests.factories.staff import EmployeeFactory
from tests.factories.training import EnrolmentFactory, RefresherCardFactory
from tests.training.catalogue import (
    a_module_document,
    a_play,
    a_question,
    a_quiz,
    a_reading,
    a_short,
)
from tests.training.scenario.documents import late_table
from training.actions.learning import start_enrolment
from training.actions.publishing import publish_module, publish_scenario
from training.models import (
    Attempt,
    ChoiceTaken,
    QuizAnswer,
    RefresherReview,
    StepCompletion,
)

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

KEPT = "Kept on this phone. It is sent when there is a connection."


@pytest.fixture
def amal(company):
    return EmployeeFactory(first_name="Amal", last_name="Haddad", team=company)


@pytest.fixture
def learn(amal, skills):
    """A function that starts Amal on a module of the steps given; returns the address
    of the first.
    """

    def started(*steps):
        publish_scenario(document=late_table(), at=timezone.now())
        document = a_module_document(*steps)
        module = publish_module(document=document, at=timezone.now()).module
        enrolment = EnrolmentFactory(
            employee=amal, module=module, assigned_on=timezone.localdate()
        )
        start_enrolment(enrolment=enrolment, at=timezone.now())
        return f"/learn/{enrolment.uuid}/steps/{steps[0]['key']}/"

    return started
