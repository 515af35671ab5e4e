import pytest

from tests.factories.staff import EmployeeFactory


@pytest.fixture
def manager(company):
    """Somebody who leads the whole company."""
    return EmployeeFactory(team=company, manages=[company])
