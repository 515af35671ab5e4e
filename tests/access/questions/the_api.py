"""How the acts of “The API” are asked."""

from datetime import timedelta

from tests.access.questions.asking import (
    BATCHES,
    QUESTIONS,
    TEAMS,
    Asked,
    Question,
    asks,
    lists,
)
from tests.access.questions.certificates import certificate, certified_in_all
from tests.access.questions.payoff import heard, judged
from tests.access.questions.plans import plan_of
from tests.access.table import WHOM
from tests.factories.plans import (
    GoalFactory,
)
from tests.factories.staff import (
    moment,
)

lists(
    "Pull people",
    "Pull enrolments",
    shows=lambda asker, whom: f'"{asker.person(whom).employee_number}"',
)
lists(
    "Pull teams",
    rows=TEAMS,
    shows=lambda asker, whom: f'"code":"{asker.team(whom).code}"',
)


@asks("Read a certification", rows=WHOM)
def api_certification(asker, whom):
    return Asked({"id": certificate(asker, whom).uuid})


QUESTIONS["Pull certifications"] = Question(
    certified_in_all,
    rows=WHOM,
    shows=lambda asker, whom: f'"{asker.person(whom).employee_number}"',
)


@asks("Read a person", rows=WHOM)
def api_person(asker, whom):
    return Asked({"employee_number": asker.person(whom).employee_number})


@asks("Read a team", rows=TEAMS)
def api_team(asker, whom):
    return Asked({"code": asker.team(whom).code})


@asks("Read a module")
def api_module(asker, whom):
    return Asked({"slug": "free"})


@asks("Read an enrolment", rows=WHOM)
def api_enrolment(asker, whom):
    return Asked({"id": asker.running(whom).uuid})


@asks("Assign, over the API", rows=WHOM, unnamed="refused")
def api_assign(asker, whom):
    people = [asker.person(whom).employee_number]
    return Asked(sent={"people": people, "modules": ["free"]})


@asks("Read a batch", "Take a batch back, over the API", rows=BATCHES)
def api_batch(asker, whom):
    return Asked({"id": asker.batch(whom).uuid}, {})


@asks(
    "Pull answers",
    "Pull measurements",
    rows=WHOM,
    shows=lambda asker, whom: f'"external_id":"{whom}"',
)
def api_heard_all(asker, whom):
    heard(asker, whom)
    return Asked()


@asks("Read an answer", rows=WHOM)
def api_heard(asker, whom):
    return Asked({"id": heard(asker, whom).uuid})


@asks("Read what was measured of a service", rows=WHOM)
def api_measured(asker, whom):
    return Asked({"id": heard(asker, whom).interaction.uuid})


@asks("Send answers", rows=WHOM, unnamed="refused")
def api_send(asker, whom):
    said = {
        "external_id": "r1",
        "occurred_at": (moment() - timedelta(days=1)).isoformat(),
        "employee_number": asker.person(whom).employee_number,
        "values": {"csat": 4},
    }
    return Asked(sent={"source": "survey", "responses": [said]})


@asks(
    "Pull plans",
    "Pull goals",
    rows=WHOM,
    shows=lambda asker, whom: f'"{asker.person(whom).employee_number}"',
)
def api_goals(asker, whom):
    GoalFactory(plan=plan_of(asker, whom))
    return Asked()


@asks("Read a plan", rows=WHOM)
def api_plan(asker, whom):
    return Asked({"id": plan_of(asker, whom).uuid})


@asks("Read a goal", rows=WHOM)
def api_goal(asker, whom):
    return Asked({"pk": GoalFactory(plan=plan_of(asker, whom)).pk})


@asks("Read an estimate")
def api_estimate(asker, whom):
    return Asked({"pk": judged(asker).pk})


@asks("Try an address at which there is nothing")
def api_nothing(asker, whom):
    return Asked()
