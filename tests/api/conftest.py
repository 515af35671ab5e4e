"""A caller of the API: a key, and a client that sends it along."""

import pytest
from django.test import Client

from tests.factories.api import ApiKeyFactory


class Caller(Client):
    """A client that speaks JSON and sends a key."""

    def __init__(self, key=None, **options):
        headers = {"Authorization": f"Bearer {key.text}"} if key else {}
        super().__init__(headers=headers, **options)
        self.key = key

    def pull(self, path, **query):
        """Return (rows, last answer) of all pages from ``path`` on."""
        answer = self.get(path, query).json()
        rows = answer["results"]
        while answer["next"]:
            answer = self.get(answer["next"]).json()
            rows = rows + answer["results"]
        return rows, answer


@pytest.fixture
def caller(company):
    """Somebody with a key that reaches everybody and may do everything."""
    return Caller(ApiKeyFactory())


@pytest.fixture
def caller_for(company):
    """A function that returns a caller whose key is limited as told."""
    return lambda **limits: Caller(ApiKeyFactory(**limits))
