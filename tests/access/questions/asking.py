"""What a question about an act is, and where it is kept."""

from collections.abc import Callable
from dataclasses import dataclass, field

from tests.access.table import WHOM

TEAMS = BATCHES = ("own", "team", "other")
QUESTIONS = {}


@dataclass(frozen=True)
class Asked:
    """One request: values for the route's names, and what is sent in query or body."""

    names: dict = field(default_factory=dict)
    sent: dict | None = None


@dataclass(frozen=True)
class Question:
    """How an act is asked.

    ask(asker, whom): does what has to be there before, and returns Asked.
    rows: kinds of rows there are. shows(asker, whom): for a list, the text by which one
    finds the row in it. unnamed: the answer for rows the table does not name. changes:
    whether whoever may do it finds rows changed; None where that is no sign.
    """

    ask: Callable = lambda asker, whom: Asked()
    rows: tuple = ("it",)
    shows: Callable | None = None
    unnamed: str = "404"
    changes: bool | None = True


def question_about(name):
    """Return the Question about the act ``name``."""
    return QUESTIONS.get(name, Question())


def asks(*acts, **kind):
    """Return a decorator that makes a function the question about ``acts``."""

    def register(ask):
        for act in acts:
            QUESTIONS[act] = Question(ask, **kind)
        return ask

    return register


def lists(*acts, shows, rows=WHOM):
    """Say that ``acts`` show lists, and how a row is found in them."""
    for act in acts:
        QUESTIONS[act] = Question(rows=rows, shows=shows)
