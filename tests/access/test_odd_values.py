"""Whatever is sent, by somebody who may do everything, nothing breaks."""

import pytest

from tests.access.asker import Asker
from tests.access.questions import Asked, Question, question_about
from tests.access.table import acts

ACTS = acts()
ODD = {
    "a number beyond every column": "9" * 25,
    "no text that a database keeps": "\0\x01\u200f",
    "a long text": "ä’\U0001f600" * 2_000,
    "nothing": "",
    "less than nothing": "-1",
}
# A server in front refuses much longer addresses; no field holds so much.
LONGEST_IN_A_QUERY = 300
# What the query of a list or page may hold.
PARAMETERS = [
    "after",
    "answer",
    "at",
    "before",
    "below",
    "cursor",
    "due_on",
    "employee",
    "everybody",
    "first",
    "goal",
    "import",
    "job_role",
    "last",
    "metric",
    "modules",
    "next",
    "order",
    "number",
    "numbers",
    "page",
    "paths",
    "people",
    "q",
    "question",
    "reason",
    "role",
    "show",
    "span",
    "state",
    "status",
    "team",
    "text",
    "unticked",
    "updated_since",
    "which",
    "without",
]
NUMBERS = ("pk", "employee_pk", "employment_pk", "goal_pk")
PATH_VALUES = dict.fromkeys(NUMBERS, "9" * 18)
TEXTS = ("number", "code", "key", "employee_number")

pytestmark = pytest.mark.django_db


def broken(scene, names, ask):
    """Return {act: status} where the answer was that something broke."""
    answers = {
        name: Asker(scene, "administrator").response(ACTS[name], Question(ask(name)))
        for name in names
    }
    return {name: a.status_code for name, a in answers.items() if a.status_code >= 500}


@pytest.mark.parametrize("value", ODD.values(), ids=ODD)
def test_odd_values_in_a_query_break_nothing(scene, value):
    def ask(name):
        def asked(asker, whom):
            names = question_about(name).ask(asker, "own").names
            return Asked(names, dict.fromkeys(PARAMETERS, value[:LONGEST_IN_A_QUERY]))

        return asked

    assert broken(scene, [n for n in ACTS if ACTS[n].method == "GET"], ask) == {}


@pytest.mark.parametrize("value", ODD.values(), ids=ODD)
def test_odd_values_in_a_form_break_nothing(scene, value):
    def ask(name):
        def asked(asker, whom):
            usual = question_about(name).ask(asker, "own")
            return Asked(usual.names, dict.fromkeys(usual.sent or {}, value))

        return asked

    assert broken(scene, [n for n in ACTS if ACTS[n].method == "POST"], ask) == {}


@pytest.mark.parametrize("value", ["%00", "%F0%9F%98%80", "x" * 300, "..%2F..%2Fetc"])
def test_odd_values_in_an_address_break_nothing(scene, value):
    def ask(name):
        def asked(asker, whom):
            usual = question_about(name).ask(asker, "own")
            odd = {
                n: value if n in TEXTS else PATH_VALUES.get(n, usual.names[n])
                for n in usual.names
            }
            return Asked(odd, usual.sent)

        return asked

    assert broken(scene, [n for n in ACTS if "<" in ACTS[n].route], ask) == {}
