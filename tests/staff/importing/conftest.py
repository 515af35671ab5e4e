import pytest

from tests.factories.staff import TeamFactory


@pytest.fixture
def north(company):
    return TeamFactory(parent=company, code="north")


@pytest.fixture
def south(company):
    return TeamFactory(parent=company, code="south")
