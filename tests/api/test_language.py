"""Problems are told in the caller's language."""

import ast
import json
import string

import pytest
from django.conf import settings
from django.test import Client
from django.utils.functional import Promise
from django.utils.translation import override
from rest_framework import exceptions, serializers

from api import incoming, responses
from api.actions import revoke_key
from tests.api.conftest import Caller
from tests.factories.api import ApiKeyFactory
from tests.factories.staff import EmployeeFactory, moment

NAMED = {"Idempotency-Key": "a"}
API = "/api/v1"


def asked(path, **query):
    return lambda caller, **told: caller.get(f"{API}/{path}", query, **told)


def sent(path, body, media_type="application/json", **headers):
    def send(caller, headers):
        text = body if isinstance(body, str) else json.dumps(body)
        headers = {**headers, **NAMED}
        return caller.post(f"{API}/{path}", text, media_type, headers=headers)

    return send


def assigned(people=("nobody",), modules=("nothing",), **fields):
    body = {"people": people, "modules": modules, **fields}
    return sent("assignments", body)


def said(rows, source="till", **fields):
    return sent("responses", {"source": source, "responses": rows, **fields})


def a_page_on(caller, **told):
    EmployeeFactory.create_batch(2)
    onward = caller.get(f"{API}/people", {"limit": 1}).json()["next"]
    return caller.get(onward.replace("/people", "/teams"), **told)


def nobody(caller, **told):
    return Client().get(f"{API}/people", **told)


def with_a_key_revoked(caller, headers):
    key = ApiKeyFactory()
    revoke_key(key=key, by=EmployeeFactory(), at=moment())
    return Caller(key).get(f"{API}/people", headers=headers)


def with_a_small_key(caller, headers):
    small = Caller(ApiKeyFactory(scopes=["people:read"]))
    return small.get(f"{API}/enrolments", headers=headers)


def from_a_foreign_page(caller, headers):
    client = Client(enforce_csrf_checks=True)
    person = EmployeeFactory(language=headers["Accept-Language"], roles=["hr"])
    client.force_login(person, "staff.backends.EmployeeBackend")
    return client.post(f"{API}/assignments")


PROBLEMS = {
    "nobody": nobody,
    "a key that is revoked": with_a_key_revoked,
    "a key that may less": with_a_small_key,
    "a foreign page": from_a_foreign_page,
    "nothing there": asked("nothing"),
    "no such row": asked("people/nobody"),
    "wrong method": lambda caller, **told: caller.delete(f"{API}/people", **told),
    "wrong media type": sent("assignments", "x", "text/csv"),
    "no JSON": sent("assignments", "{"),
    "no JSON either": sent("assignments", '{"people": NaN}'),
    "no answers in JSON": sent("responses", "{"),
    "wrong answer wanted": lambda caller, headers: caller.get(
        f"{API}/people", headers={**headers, "Accept": "text/csv"}
    ),
    "no such parameter": asked("people", colour="red"),
    "limit too small": asked("people", limit="0"),
    "limit too large": asked("people", limit="5001"),
    "limit twice": asked("people", limit=["1", "2"]),
    "limit empty": asked("people", limit=""),
    "no such team": asked("people", team="elsewhere"),
    "NUL": asked("people", team="a\0b"),
    "neither yes nor no": asked("people", is_employed="maybe"),
    "cursor made up": asked("people", cursor="made-up"),
    "cursor of another list": a_page_on,
    "below the journal": asked("people", after="-1"),
    "beyond the journal": asked("people", after="999"),
    "beyond all numbers": asked("people", after=str(2**63)),
    "no moment": asked("people", updated_since="yesterday"),
    "moment without zone": asked("people", updated_since="2026-11-23T12:00:00"),
    "moment too early": asked("people", updated_since="0001-01-01T00:00:00+10:00"),
    "two beginnings": asked("people", after=0, updated_since="2026-11-23T12:00:00Z"),
    "no such status": asked("enrolments", status="asleep"),
    "no such module": asked("enrolments", module="juggling"),
    "no day": asked("enrolments", due_before="soon"),
    "no such source": asked("responses", source="nowhere"),
    "no such run": asked("estimates", analysis="0bd3a7a5-8ad1-5c5f-9b7b-4f4b1f1f6d0e"),
    "no id": asked("estimates", analysis="x"),
    "no name for the request": lambda caller, **told: caller.post(
        f"{API}/assignments", {}, "application/json", **told
    ),
    "nobody to assign to": assigned(people=[]),
    "no list of people": assigned(people="nobody"),
    "too many people": assigned(people=["x"] * 5_001),
    "unknown people and modules": assigned(),
    "no slug": assigned(modules=["no slug"]),
    "number too long": assigned(people=["x" * 61]),
    "no way out": assigned(if_finished_before="laugh"),
    "reason too long": assigned(reason="x" * 301),
    "half a request": sent("assignments", {}),
    "no object": sent("assignments", []),
    "no object of answers": sent("responses", []),
    "no list of answers": said({}),
    "no answer": said([]),
    "too many answers": said([1] * (responses.MOST_ROWS + 1)),
    "no key of a source": said([{}], source="no key"),
    "no text as a source": said([{}], source=1),
}


def sentences(answer):
    """Return all that a person would read of a problem."""
    body = answer.json()
    assert answer.status_code >= 400, body
    return [body["detail"], *[reason["message"] for reason in body.get("errors", [])]]


@pytest.mark.django_db
@pytest.mark.parametrize("ask", PROBLEMS.values(), ids=PROBLEMS)
def test_a_problem_is_told_in_german(company, caller, ask):
    english = sentences(ask(caller, headers={"Accept-Language": "en"}))
    german = sentences(ask(caller, headers={"Accept-Language": "de"}))

    assert len(english) == len(german)
    assert [each for each in english if each in german] == []


def problem_texts():
    """Return {where: text} of all texts that classes of the API keep for problems."""
    for kept in (*serializer_fields(), *subclasses(exceptions.APIException)):
        for name, text in getattr(kept, "default_error_messages", {}).items():
            yield f"{kept.__name__}.{name}", text
        if "default_detail" in vars(kept):
            yield kept.__name__, kept.default_detail
    for code, (what, way_out) in incoming.REASONS.items():
        yield code, what
        yield f"{code}, way out", way_out


def subclasses(base):
    return [c for c in base.__subclasses__() if c.__module__.startswith("api.")]


def serializer_fields():
    ahead, found = [serializers.Field], []
    while ahead:
        below = ahead.pop().__subclasses__()
        ahead += below
        found += [c for c in below if c.__module__.startswith("api.")]
    return found


def test_texts_kept_for_problems_wait_for_the_callers_language():
    texts = dict(problem_texts())

    assert {"Gone", "TooLarge"} <= set(texts)
    assert [name for name, text in texts.items() if not isinstance(text, Promise)] == []
    for name, text in texts.items():
        with override("en"):
            english = str(text)
        with override("de"):
            assert str(text) != english, name


# What nobody is told as a problem: the manual, which is in English, a programmer's
# mistake, a header.
MANUAL = {"help_text", "description"}
MARKS = {"_", "gettext_lazy", "ValueError"}
HEADER = 'Bearer realm="Encore"'


def test_no_sentence_in_the_api_is_left_unmarked():
    assert list(unmarked_sentences()) == []


def unmarked_sentences():
    """Yield where a sentence stands that no mark would have translated."""
    for path in sorted((settings.BASE_DIR / "api").glob("*.py")):
        nodes = [*ast.walk(ast.parse(path.read_text()))]
        left_out = {inner for node in nodes for inner in marked_by(node)}
        for node in nodes if path.name != "schema.py" else ():
            value = getattr(node, "value", None)
            is_told = isinstance(node, ast.Constant) and node not in left_out
            if is_told and is_sentence(value):
                yield f"{path.name}:{node.lineno} {value}"


def marked_by(node):
    """Yield the nodes in ``node`` that are translated, or no text of a problem."""
    marked = []
    if isinstance(node, ast.Expr):  # a docstring
        marked = [node.value]
    elif isinstance(node, ast.Call):
        marked = [word.value for word in node.keywords if word.arg in MANUAL]
        if getattr(node.func, "id", "") in MARKS:
            marked += node.args
    for inner in marked:
        yield from ast.walk(inner)


def is_sentence(value):
    if not isinstance(value, str) or value == HEADER:
        return False
    return " " in value and value[0] in string.ascii_uppercase
