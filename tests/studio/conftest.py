"""Who writes in the studio, and with which skills."""

import pytest

from tests.factories.staff import EmployeeFactory
from tests.factories.training import SkillFactory


@pytest.fixture
def skills(db):
    return [SkillFactory(slug="apologising"), SkillFactory(slug="promising-well")]


@pytest.fixture
def asta(company, skills):
    """An author."""
    return EmployeeFactory(
        first_name="Asta", last_name="Nyberg", team=company, roles=["author"]
    )


@pytest.fixture
def ben(company):
    """Another author."""
    return EmployeeFactory(
        first_name="Ben", last_name="Okafor", team=company, roles=["author"]
    )
