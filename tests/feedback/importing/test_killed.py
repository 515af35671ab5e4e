"""An import that is killed again and again comes to what an undisturbed one comes to,
and nobody who learns meanwhile has to wait."""

import random
import signal
import time

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils.timezone import now

from staff.models import FileImport
from tests.concurrency import database_in_a_file
from tests.factories.staff import EmployeeFactory, TeamFactory
from tests.factories.training import SkillFactory
from tests.feedback.importing.at_work import (
    OPTIONS,
    contents,
    start_command,
    wipe,
    write_file,
)
from tests.training.catalogue import (
    a_module_document,
    a_question,
    a_quiz,
    begun,
    step_of,
)
from training.actions.learning import answer_question, begin_attempt
from training.actions.publishing import publish_module

pytestmark = pytest.mark.django_db(transaction=True)

DONE_WITH_REJECTS = 3
KILLS = 5
SLOWEST_SECONDS = 2


@pytest.fixture
def people(transactional_db):
    company = TeamFactory(code="company", name="Company")
    teams = [TeamFactory(parent=company, time_zone="Europe/Berlin") for _n in range(3)]
    return [EmployeeFactory(team=teams[place % 3]) for place in range(20)]


def killed_at(process, rows):
    """Kill ``process`` once ``rows`` rows are written; return the import it was at."""
    while process.poll() is None:
        read = FileImport.objects.values_list("rows_read", flat=True).first()
        if read is not None and read >= rows:
            process.send_signal(signal.SIGKILL)
            break
        time.sleep(0.01)
    _out, told = process.communicate(timeout=60)
    assert process.returncode == -signal.SIGKILL, told
    return FileImport.objects.get()


def ended(process):
    _out, told = process.communicate(timeout=120)
    assert process.returncode == DONE_WITH_REJECTS, told


@pytest.mark.parametrize(
    ("seed", "row_count"),
    [
        (1, 1_600),
        *(pytest.param(s, 8_000, marks=pytest.mark.soak) for s in range(2, 7)),
    ],
)
def test_an_import_killed_five_times_comes_to_the_same(
    people, tmp_path, seed, row_count
):
    path = tmp_path / "answers.csv"
    write_file(path, people, row_count, seed)
    points = sorted(random.Random(seed).sample(range(1, row_count * 5 // 8), KILLS))

    with database_in_a_file(tmp_path / "encore.sqlite3"):
        with pytest.raises(SystemExit):
            call_command("import_feedback", str(path), *OPTIONS)
        undisturbed = contents()
        wipe()
        words = [path, *OPTIONS]
        places = []
        for point in points:
            process = start_command(*words, files=tmp_path)
            file_import = killed_at(process, point)
            places.append(file_import.rows_read)
            words = ["--resume", file_import.uuid]
        ended(start_command(*words, files=tmp_path))

        assert contents() == undisturbed
        assert places == sorted(places)
        assert places[-1] < row_count
        assert len(undisturbed["Interaction"]) > row_count * 0.9


@pytest.mark.parametrize(
    "row_count", [1_500, pytest.param(20_000, marks=pytest.mark.soak)]
)
def test_a_learner_answers_within_two_seconds_while_a_file_comes_in(
    people, tmp_path, row_count
):
    path = tmp_path / "answers.csv"
    write_file(path, people, row_count)
    questions = [a_question(f"q{n}") for n in range(40)]
    SkillFactory(slug="apologising")
    module = publish_module(
        document=a_module_document(a_quiz(questions=questions)), at=now()
    ).module

    with database_in_a_file(tmp_path / "encore.sqlite3"):
        attempts = [attempt_of(person, module) for person in people]
        process = start_command(path, *OPTIONS, files=tmp_path)
        slowest, answered = 0, 0
        for attempt in attempts:
            for question in questions:
                if process.poll() is not None:
                    break
                began = time.perf_counter()
                answer_question(
                    attempt=attempt,
                    question=question["key"],
                    options=["a"],
                    at=now(),
                    today=now().date(),
                )
                slowest = max(slowest, time.perf_counter() - began)
                is_at_work = FileImport.objects.filter(state="running").exists()
                answered += is_at_work
                time.sleep(0.05)
        ended(process)

    print(f"{answered} answers on {connection.vendor}, the slowest {slowest:.3f} s")
    assert answered >= 3
    assert slowest < SLOWEST_SECONDS


def attempt_of(person, module):
    enrolment = begun(person, module)
    return begin_attempt(enrolment=enrolment, step=step_of(enrolment, "quiz"), at=now())
