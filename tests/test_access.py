"""Who may do what to whom: docs/access.md, tried at every door. It is the table."""

import re
from dataclasses import replace

import pytest

from api.choices import Scope
from tests.access.asker import Asker, Machine
from tests.access.doors import NOTHING, open_doors, routes
from tests.access.questions import QUESTIONS, question_about
from tests.access.table import ROLES, acts

ACTS = acts()
ROW = re.compile(r"(?<= id=\"heard-)\d+(?=\")")
TOKEN = re.compile(r"(?<=[\"&;])[A-Za-z0-9]{64}(?=[\"&])")

pytestmark = pytest.mark.django_db


def test_every_door_stands_in_the_table(scene):
    doors = open_doors(scene.actors["administrator"])

    assert doors == {act.door for act in ACTS.values()}


def test_every_route_of_the_table_exists():
    assert {act.route for act in ACTS.values()} == set(routes())


def test_every_question_belongs_to_an_act():
    assert set(QUESTIONS) - set(ACTS) == set()


def faults(asked, told):
    """Return where the answers are not what was told: {role: {row: (answer, told)}}."""
    return {
        role: {
            row: (asked[role][row], answer)
            for row, answer in rows.items()
            if asked[role][row] != answer
        }
        for role, rows in told.items()
        if asked[role] != rows
    }


@pytest.mark.parametrize("name", ACTS)
def test_access_is_what_the_table_says(scene, name):
    act, question = ACTS[name], question_about(name)
    askers = {role: (Asker(scene, role), role) for role in ROLES}
    askers["somebody who has left"] = leaver(scene), "visitor"
    if not act.scope:
        askers["a key"] = Machine(scene, "visitor"), "visitor"

    asked = {who: asker.answers(act, question) for who, (asker, _) in askers.items()}

    assert (
        faults(
            asked,
            {
                who: act.told(role, question.rows, question.unnamed)
                for who, (_, role) in askers.items()
            },
        )
        == {}
    )


def leaver(scene):
    """Return somebody who still has a session, but no longer works here."""
    leaver = Asker(scene, "visitor")
    leaver.sign_in(scene.people["left"])
    return leaver


@pytest.mark.parametrize("name", [name for name in ACTS if ACTS[name].scope])
def test_a_key_does_what_its_scopes_name_in_its_team(scene, name):
    act, question = ACTS[name], question_about(name)
    keys = {
        (scope, role): Machine(scene, role, [scope], team)
        for scope in Scope.values
        for role, team in [("HR", None), ("manager", scene.site)]
    }

    asked = {which: key.answers(act, question) for which, key in keys.items()}

    told = {
        (scope, role): act.told_of_key(role, question.rows, question.unnamed)
        if scope == act.scope
        else dict.fromkeys(question.rows, "403")
        for scope, role in keys
    }
    assert faults(asked, told) == {}


def test_every_unsafe_request_of_a_browser_needs_its_csrf_token(scene):
    names = [name for name in ACTS if ACTS[name].method != "GET"]

    answers = {}
    for name in names:
        asker = Asker(scene, "administrator")
        asker.has_csrf_checked = True
        answers[name] = asker.response(ACTS[name], question_about(name))

    assert {n: a.status_code for n, a in answers.items()} == dict.fromkeys(names, 403)
    # Pages name the token, the API says the same in words.
    told = re.compile("CSRF|did not come from a page of ours")
    assert {n for n, a in answers.items() if not told.search(a.text)} == set()


@pytest.mark.parametrize("role", ["staff", "manager"])
def test_a_row_out_of_reach_reads_like_one_that_does_not_exist(scene, role):
    asker, differing = Asker(scene, role), []
    for name, act in ACTS.items():
        question = question_about(name)
        told = act.told(role, question.rows, question.unnamed)
        if "<" not in act.route or told.get("other") != "404":
            continue

        hidden = asker.response(act, question, "other")
        missing = asker.response(act, nowhere(act, question), "other")

        if seen(hidden) != seen(missing):
            differing.append(name)

    assert differing == []


def nowhere(act, question):
    """Return ``question``, asked of a row that nobody has."""
    values = {"pk": 999_999, "uuid": NOTHING, "id": NOTHING}
    values |= {"employee_number": "nobody", "code": "nowhere"}

    def ask(asker, whom):
        asked = question.ask(asker, whom)
        named = {name: values.get(name, old) for name, old in asked.names.items()}
        return replace(asked, names=named)

    return replace(question, ask=ask)


def seen(response):
    """Return what tells answers apart: all but the address, and what is drawn anew:
    tokens, and the numbers of rows made for this very question.
    """
    text = response.text.replace(response.wsgi_request.path, "")
    return response.status_code, ROW.sub("", TOKEN.sub("", text))
