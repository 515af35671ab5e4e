"""What one tap in the player costs the server.

    DATABASE_URL=postgres://postgres@127.0.0.1/any .venv/bin/python benchmarks/player.py
    .venv/bin/python benchmarks/player.py [LEARNERS]

Works in a database of its own: on PostgreSQL where DATABASE_URL names a server, else on
SQLite in a file. LEARNERS, 60 unless told, each take a scenario of the starter catalogue
and its quiz from the first choice to the last answer, as the page sends it: through the
whole WSGI application, with the session, the CSRF token and the compression. Counted is
the CPU of this process: PostgreSQL's own comes on top. Printed are the median and the
95th percentile of

    choice   one choice sent, and the scene that comes of it
    quiz     a question opened, and its answer sent
"""

import datetime as dt
import os
import sys
import tempfile
import time
from pathlib import Path
from statistics import median, quantiles
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

SERVER = os.environ.get("DATABASE_URL", "")
NAME = f"encore_bench_{os.getpid()}"
FOLDER = tempfile.TemporaryDirectory()
os.environ["DATABASE_URL"] = (
    urlsplit(SERVER)._replace(path=f"/{NAME}").geturl()
    if SERVER.startswith("postgres")
    else f"sqlite:///{FOLDER.name}/bench.sqlite3"
)
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings_test"

import django  # noqa: E402  (the database has to be named first)
import psycopg  # noqa: E402

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402

from staff.models import Employee, Employment, Posting, Team  # noqa: E402
from training.actions.learning import begin_attempt, start_enrolment  # noqa: E402
from training.choices import EnrolmentSource, StepKind  # noqa: E402
from training.models import Enrolment, Module  # noqa: E402
from training.queries.learning import next_step, path_of  # noqa: E402
from training.queries.plays import play_of  # noqa: E402
from training.queries.quizzes import quiz_sheet  # noqa: E402
from training.quiz.questions import right_answer  # noqa: E402

NOW = dt.datetime.now(dt.UTC)
HIRED = NOW.date() - dt.timedelta(days=700)
MODULE = "putting-a-complaint-right"
AIM_MS = 15


def main():
    learners = int(sys.argv[1]) if len(sys.argv) > 1 else 60
    if connection.vendor == "postgresql":
        _server(f"CREATE DATABASE {NAME}")
    try:
        call_command("migrate", verbosity=0)
        call_command("load_starter", verbosity=0)
        seconds = {"choice": [], "quiz": []}
        for number, enrolment in enumerate(a_house(learners)):
            # The first one fills what is read once and kept.
            learn(enrolment, seconds if number else {"choice": [], "quiz": []})
        print(f"{connection.vendor}, {learners} learners; aim: {AIM_MS} ms")
        for name, taken in seconds.items():
            report(name, [1000 * each for each in taken])
    finally:
        connection.close()
        if connection.vendor == "postgresql":
            _server(f"DROP DATABASE {NAME}")


def _server(statement):
    address = urlsplit(SERVER)._replace(path="/postgres").geturl()
    with psycopg.connect(address, autocommit=True) as server:
        server.execute(statement)


def a_house(learners):
    """Yield the begun enrolments of ``learners`` people of one team."""
    team = Team.objects.add_root({"code": "top", "name": "Top", "time_zone": "UTC"})
    team = Team.objects.get(pk=team.pk)
    module = Module.objects.get(slug=MODULE)
    for n in range(learners):
        employee = Employee.objects.create(
            employee_number=f"E{n}", first_name="Ann", last_name=f"Lee {n}"
        )
        Employment.objects.create(employee=employee, hired_on=HIRED)
        Posting.objects.create(employee=employee, team=team, valid_from=HIRED)
        enrolment = Enrolment.objects.create(
            employee=employee,
            module=module,
            assigned_on=HIRED,
            source=EnrolmentSource.PERSON,
        )
        yield start_enrolment(enrolment=enrolment, at=NOW)


class Phone:
    """Somebody's browser: signed in, with the token of the page it shows."""

    def __init__(self, employee):
        self.client = Client(enforce_csrf_checks=True, SERVER_NAME="localhost")
        self.client.force_login(employee, backend="staff.backends.EmployeeBackend")
        self.own = {"Encore-Person": employee.device_key, "Accept-Encoding": "gzip"}

    def open(self, url):
        answer = self.client.get(url, headers={"Accept-Encoding": "gzip"})
        assert answer.status_code == 200, answer.status_code

    def send(self, url, fields, **headers):
        token = self.client.cookies["encore_csrf"].value
        headers = {**self.own, "X-CSRFToken": token, **headers}
        answer = self.client.post(url, fields, headers=headers)
        assert answer.status_code == 200, answer.status_code
        assert not answer.headers.get("Location")


def learn(enrolment, seconds):
    """Take ``enrolment`` from the first step to the last; add to ``seconds``."""
    phone = Phone(enrolment.employee)
    while step := next_step(path_of(enrolment)):
        url = f"/learn/{enrolment.uuid}/steps/{step.key}/"
        phone.open(url)
        if step.kind == StepKind.SCENARIO:
            play(phone, url, enrolment, step, seconds["choice"])
        elif step.kind == StepKind.QUIZ:
            answer(phone, url, enrolment, step, seconds["quiz"])
        else:
            phone.send(url, {})


def play(phone, url, enrolment, step, taken):
    attempt = begin_attempt(enrolment=enrolment, step=step, at=NOW)
    attempt.step = step
    phone.open(url)
    while not (now := play_of(attempt)).is_finished:
        stage = now.scene_now().stage
        choice = stage.offers[0].choice.key
        fields = {"attempt": attempt.uuid, "position": stage.position, "choice": choice}
        began = time.process_time()
        phone.send(url, fields, **{"HX-Request": "true"})
        taken.append(time.process_time() - began)


def answer(phone, url, enrolment, step, taken):
    questions = {each["key"]: each for each in step.document["questions"]}
    while question := (sheet := quiz_sheet(enrolment, step)).next_question:
        options = right_answer(questions[question.key])
        fields = {"number": sheet.number, "question": question.key, "options": options}
        began = time.process_time()
        phone.open(url)
        phone.send(url, fields)
        taken.append(time.process_time() - began)


def report(name, taken):
    print(
        f"{name:6}  {len(taken):4} times:  median {median(taken):5.1f} ms,"
        f"  95 % below {quantiles(taken, n=20)[-1]:5.1f} ms"
    )


main()
