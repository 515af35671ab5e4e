"""An import that is killed again and again comes to what an undisturbed one comes to,
and nobody who learns meanwhile has to wait."""

import random
import time

import pytest
from django.db import connection
from django.urls import reverse
from django.utils.timezone import now

from staff.actions.file_import import FIRST_CHUNK
from staff.models import FileImport
from tests.concurrency import database_in_a_file
from tests.factories.staff import EmployeeFactory, TeamFactory
from tests.factories.training import SkillFactory
from tests.feedback.importing.at_work import (
    OPTIONS,
    VISITS_OPTIONS,
    contents,
    wipe,
    write_file,
    write_visits,
)
from tests.processes import (
    BEGUN,
    ROWS,
    ended,
    killed_and_resumed,
    start_command,
    taken_in,
)
from tests.training.catalogue import (
    a_module_document,
    a_question,
    a_quiz,
    begun,
    step_of,
)
from training.actions.learning import begin_attempt
from training.actions.publishing import publish_module
from training.models import QuizAnswer

pytestmark = pytest.mark.django_db(transaction=True)

DONE_WITH_REJECTS = 3
SLOWEST_SECONDS = 2
BACKEND = "staff.backends.EmployeeBackend"
# All rows are in: days are called complete, who came back is measured, weeks are summed.
FINISH = {
    "complete": 'sql INSERT INTO "feedback_completeperiod"',
    "returns": 'sql DELETE FROM "feedback_returnsmark"',
    "weeks": 'sql DELETE FROM "feedback_dirtyweek"',
}


@pytest.fixture
def people(transactional_db):
    company = TeamFactory(code="company", name="Company")
    teams = [TeamFactory(parent=company, time_zone="Europe/Berlin") for _n in range(3)]
    return [EmployeeFactory(team=teams[place % 3]) for place in range(20)]


@pytest.mark.parametrize(
    ("seed", "kills", "row_count", "most"),
    [
        (1, 2, 1_200, 12),
        *(pytest.param(s, 5, 8_000, 40, marks=pytest.mark.soak) for s in range(2, 7)),
    ],
)
def test_an_import_killed_again_and_again_comes_to_the_same(
    people, tmp_path, seed, kills, row_count, most
):
    path = tmp_path / "answers.csv"
    write_file(path, people, row_count, seed)
    chance = random.Random(seed)
    fuses = [
        (chance.choice([BEGUN, ROWS]), chance.randint(1, most))
        for _kill in range(kills - 1)
    ]
    fuses.append((FINISH["weeks"], chance.randint(1, 4)))

    with database_in_a_file(tmp_path / "encore.sqlite3"):
        words = ["import_feedback", path, *OPTIONS]
        taken_in(*words, code=DONE_WITH_REJECTS)
        expected = contents()
        wipe()
        places = killed_and_resumed(
            *words, fuses=fuses, files=tmp_path, code=DONE_WITH_REJECTS
        )

        assert contents() == expected
    assert places == sorted(places)
    assert places[-1] == row_count
    assert len(expected["Interaction"]) > row_count * 0.9


@pytest.mark.soak
@pytest.mark.parametrize("seed", [2, 3])
@pytest.mark.parametrize("part", FINISH)
def test_visits_killed_on_their_way_and_in_finish_come_to_the_same(
    people, tmp_path, seed, part
):
    path, row_count = tmp_path / "visits.csv", 3_000
    write_visits(path, people, row_count, seed)
    chance = random.Random(seed)
    fuses = [(ROWS, chance.randint(2, 8)), (FINISH[part], chance.randint(1, 4))]

    with database_in_a_file(tmp_path / "encore.sqlite3"):
        words = ["import_visits", path, *VISITS_OPTIONS]
        taken_in(*words)
        expected = contents()
        wipe()
        places = killed_and_resumed(*words, fuses=fuses, files=tmp_path)

        assert contents() == expected
    assert places == [FIRST_CHUNK, row_count]
    assert expected["ReturnsMark"] == expected["DirtyWeek"] == []
    assert len(expected["Measurement"]) > 20


def answer(client, attempt, question):
    """Answer in the browser: session, learner and step are looked up as well."""
    url = reverse("training:step-detail", args=[attempt.enrolment.uuid, "check"])
    told = {"number": attempt.number, "question": question, "options": ["a"]}
    assert client.post(url, told).status_code == 302


@pytest.mark.soak
def test_a_learner_answers_within_two_seconds_while_a_file_comes_in(
    people, tmp_path, client
):
    path = tmp_path / "answers.csv"
    write_file(path, people, 20_000)
    questions = [a_question(f"q{n}") for n in range(40)]
    SkillFactory(slug="apologising")
    module = publish_module(
        document=a_module_document(a_quiz(questions=questions)), at=now()
    ).module

    with database_in_a_file(tmp_path / "encore.sqlite3"):
        attempts = [attempt_of(person, module) for person in people]
        # Pages are loaded when the first is asked for; a server has long done that.
        client.get(reverse("staff:sign-in"))
        process = start_command("import_feedback", path, *OPTIONS, files=tmp_path)
        slowest, answered, asked = 0, 0, 0
        for attempt in attempts:
            client.force_login(attempt.enrolment.employee, backend=BACKEND)
            for question in questions:
                if process.poll() is not None:
                    break
                began = time.perf_counter()
                answer(client, attempt, question["key"])
                slowest = max(slowest, time.perf_counter() - began)
                is_at_work = FileImport.objects.filter(state="running").exists()
                answered, asked = answered + is_at_work, asked + 1
                time.sleep(0.05)
        ended(process, code=DONE_WITH_REJECTS)
        assert QuizAnswer.objects.count() == asked

    print(f"{answered} answers on {connection.vendor}, the slowest {slowest:.3f} s")
    assert answered >= 3
    assert slowest < SLOWEST_SECONDS


def attempt_of(person, module):
    enrolment = begun(person, module)
    return begin_attempt(enrolment=enrolment, step=step_of(enrolment, "quiz"), at=now())
