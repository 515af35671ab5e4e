"""Two taps, or two authors, at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from events.models import Event
from studio.actions.suggesting import decline, suggest_scenario, take_up
from studio.models import Suggestion
from tests.concurrency import database_in_a_file
from tests.factories.staff import EmployeeFactory, moment
from tests.factories.suggestions import SuggestionFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _real_database(tmp_path, transactional_db):
    with database_in_a_file(tmp_path / "studio.sqlite3"):
        yield


def at_once(*acts):
    """Run ``acts`` together and return what each returned, or the code of a refusal."""
    start = Barrier(len(acts))

    def run(act):
        try:
            start.wait(timeout=60)
            return act()
        except ValidationError as refusal:
            return refusal.code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as threads:
        return [done.result() for done in [threads.submit(run, act) for act in acts]]


def test_two_taps_tell_a_case_once():
    person, uuid = EmployeeFactory(), uuid4()
    words = {"happened": "A wait.", "said": "At last.", "did": "I said sorry."}

    def tell():
        return suggest_scenario(uuid=uuid, by=person, at=moment(), **words)

    assert len(set(at_once(tell, tell, tell))) == 1
    assert Event.objects.filter(kind="suggestion.made").count() == 1


def test_two_authors_answer_a_case_once():
    suggestion, author = SuggestionFactory(), EmployeeFactory()

    def declining(answer):
        return lambda: decline(
            suggestion=suggestion, by=author, at=moment(), answer=answer
        )

    answered = at_once(declining("Too close."), declining("We have one."))

    assert answered.count("closed") == 1
    assert Event.objects.filter(kind="suggestion.declined").count() == 1


def test_two_authors_take_a_case_up_once():
    suggestion = SuggestionFactory()

    def taking_up(author):
        return lambda: take_up(suggestion=suggestion, by=author, at=moment())

    at_once(taking_up(EmployeeFactory()), taking_up(EmployeeFactory()))

    assert Suggestion.objects.get().state == "taken_up"
    assert Event.objects.filter(kind="suggestion.taken_up").count() == 1
