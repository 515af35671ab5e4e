"""What the tests of staff share: a house that is set up, and who is who in it."""

import datetime as dt

import pytest
import time_machine

from staff.choices import Role
from staff.models import Organisation
from tests.factories.staff import EmployeeFactory, TeamFactory, moment

PASSWORD = "three blue kettles"


@pytest.fixture
def noon():
    """Stop the clock at noon of TODAY; a test may move it on."""
    with time_machine.travel(moment(), tick=False) as clock:
        yield clock


@pytest.fixture
def house(company, noon):
    """The organisation, set up."""
    Organisation.objects.create(pk=1, set_up_at=moment() - dt.timedelta(days=1))
    return company


@pytest.fixture
def site(house):
    return TeamFactory(code="site", name="Site", parent=house)


@pytest.fixture
def manager(site):
    """Manages the site, and works in it."""
    return EmployeeFactory(first_name="Mona", team=site, manages=[site])


@pytest.fixture
def hr(house):
    return EmployeeFactory(first_name="Hanna", team=house, roles=[Role.HR])


@pytest.fixture
def administrator(house):
    return EmployeeFactory(first_name="Ada", team=house, roles=[Role.ADMINISTRATOR])


@pytest.fixture
def waiter(site):
    """Somebody at the site, without any role."""
    return EmployeeFactory(first_name="Amal", employee_number="E17", team=site)
