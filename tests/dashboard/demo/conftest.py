"""A small demo, loaded once for all tests of a file, which only read it."""

import io

import pytest
from django.core.management import call_command
from django.test import TestCase, override_settings

SIZE = {"employees": 40, "weeks": 30, "seed": 1}


class Loaded(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.printed = io.StringIO()
        call_command("demo", **SIZE, truth=True, stdout=cls.printed)


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    """What loading it printed; the database is as it was when the file is through."""
    with django_db_blocker.unblock(), override_settings(IS_DEMO=True):
        Loaded.setUpClass()
        try:
            yield Loaded.printed.getvalue()
        finally:
            Loaded.tearDownClass()
            Loaded.doClassCleanups()
