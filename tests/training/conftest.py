"""A learner and what there is to learn."""

import pytest

from tests.training.catalogue import begun, publish_catalogue


@pytest.fixture
def module(db):
    """A module with a reading, a scenario and a quiz."""
    return publish_catalogue()


@pytest.fixture
def enrolment(employee, module):
    """The employee's enrolment in the module, started."""
    return begun(employee, module)
