"""What every test may ask for."""

import gc
from contextlib import contextmanager

import pytest
import time_machine
from django.apps import apps
from django.db import connection
from django.template.base import Template
from django.test import TestCase, override_settings

from events.pouring import refresh_statistics
from tests.access.scene import Scene
from tests.database import empty_only_what_is_filled, end_other_sessions, sweep
from tests.factories.staff import EmployeeFactory, TeamFactory, moment


def pytest_collection_finish():
    """Spare the collector what stands anyway: it would walk all of it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The database of the tests, quick to empty and free to be dropped."""
    empty_only_what_is_filled(connection)
    yield
    with django_db_blocker.unblock():
        end_other_sessions(connection)


@pytest.fixture(scope="module", autouse=True)
def swept(django_db_blocker):
    """Leave a database to the next module that it need not wade through."""
    yield
    with django_db_blocker.unblock():
        sweep(connection)


@pytest.fixture
def company(db):
    """The root of a team tree: the organisation."""
    return TeamFactory(code="company", name="Company")


@pytest.fixture
def sign_in(client):
    """A function that signs an employee in and returns the client."""

    def signed_in(employee):
        client.force_login(employee, backend="staff.backends.EmployeeBackend")
        return client

    return signed_in


@pytest.fixture
def employee(company):
    """Somebody who works in the company's root team, without any role."""
    return EmployeeFactory(team=company)


@pytest.fixture
def scene(standing_scene, db, monkeypatch):
    """A house with somebody in every role and rows that could leak, at noon of TODAY.

    It stands for the whole module: what a test does to its rows is taken back. Pages are
    rendered as in earnest: what walks every door asks none for its context, and keeping
    that takes a tenth of the time.
    """
    monkeypatch.setattr(
        Template, "_render", lambda self, given: self.nodelist.render(given)
    )
    with as_in_the_scene():
        # A copy of what stands in memory, so that nothing done to it stays.
        yield standing_scene().scene


@pytest.fixture(scope="module")
def standing_scene(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        with as_in_the_scene():
            StandingScene.setUpClass()
        yield StandingScene
        StandingScene.tearDownClass()
        StandingScene.doClassCleanups()


class StandingScene(TestCase):
    """What Django keeps around the tests of a class, here around those of a module."""

    @classmethod
    def setUpTestData(cls):
        cls.scene = Scene()
        refresh_statistics(apps.get_models())


@contextmanager
def as_in_the_scene():
    """Noon of TODAY, with the key of the first run."""
    noon = time_machine.travel(moment(), tick=False)
    with override_settings(SET_UP_KEY="the-key"), noon:
        yield
