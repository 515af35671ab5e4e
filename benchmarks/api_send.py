"""How many answers a second POST /api/v1/responses takes in.

    DATABASE_URL=postgres://postgres@127.0.0.1/any .venv/bin/python benchmarks/api_send.py
    .venv/bin/python benchmarks/api_send.py

Works in a database of its own: on PostgreSQL where DATABASE_URL names a server, else on
SQLite in a file. Requests of 20, 2,000 and 10,000 rows go through the whole WSGI
application with a key that is limited to the team at the top; each row has a comment, a
customer and two values. Counted is the CPU of this process, the best of several rounds:
PostgreSQL's own comes on top. Weeks are summed by a worker and not counted. The longest
transaction of a chunk and what is sent a second time are printed too.
"""

import datetime as dt
import os
import sys
import tempfile
import time
from pathlib import Path
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

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402

from api import recording  # noqa: E402
from api.actions import issue_key  # noqa: E402
from api.choices import Scope  # noqa: E402
from api.rules import USUAL_LIFE  # noqa: E402
from staff.choices import Role  # noqa: E402
from staff.models import Employee, Employment, Posting, RoleGrant, Team  # noqa: E402

NOW = dt.datetime.now(dt.UTC)
TODAY = NOW.date()
HIRED = TODAY - dt.timedelta(days=700)
ROUNDS = 3


def main():
    people = int(sys.argv[1]) if len(sys.argv) > 1 else 240
    settings.TASKS = {
        "default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}
    }
    if connection.vendor == "postgresql":
        _server(f"CREATE DATABASE {NAME}")
    try:
        call_command("migrate", verbosity=0)
        key = a_house(people)
        print(f"{connection.vendor}, {people} people")
        for count in (20, 2_000, 10_000):
            measure(key, people, count)
    finally:
        connection.close()
        if connection.vendor == "postgresql":
            _server(f"DROP DATABASE {NAME}")


def _server(statement):
    address = urlsplit(SERVER)._replace(path="/postgres").geturl()
    with psycopg.connect(address, autocommit=True) as server:
        server.execute(statement)


def a_house(people):
    """Make ``people`` in teams of twenty; return the text of a key for all of them."""
    root = Team.objects.add_root({"code": "top", "name": "Top", "time_zone": "UTC"})
    for n in range(max(people // 20, 1)):
        fields = {"code": f"t{n}", "name": f"Team {n}", "time_zone": "Europe/Berlin"}
        Team.objects.add_child(Team.objects.get(pk=root.pk), fields)
    teams = list(Team.objects.filter(depth=2))
    employees = Employee.objects.bulk_create(
        Employee(employee_number=f"E{n}", first_name="Ann", last_name=f"Lee {n}")
        for n in range(people)
    )
    Employment.objects.bulk_create(
        Employment(employee=each, hired_on=HIRED) for each in employees
    )
    Posting.objects.bulk_create(
        Posting(employee=each, team=teams[n % len(teams)], valid_from=HIRED)
        for n, each in enumerate(employees)
    )
    RoleGrant.objects.create(employee=employees[0], role=Role.HR, granted_on=HIRED)
    _key, text = issue_key(
        name="Bench",
        scopes=Scope.values,
        team=Team.objects.get(pk=root.pk),
        expires_at=NOW + USUAL_LIFE,
        by=Employee.objects.get(pk=employees[0].pk),
        at=NOW,
    )
    return text


def measure(key, people, count):
    client = Client(headers={"Authorization": f"Bearer {key}"}, SERVER_NAME="localhost")
    chunks = []
    record_chunk = recording.record_chunk

    def timed(**words):
        began = time.process_time(), time.perf_counter()
        told = record_chunk(**words)
        spent = time.process_time() - began[0], time.perf_counter() - began[1]
        chunks.append((*spent, len(told)))
        return told

    recording.record_chunk = timed
    new, known = [], []
    for turn in range(ROUNDS):
        body = {
            "source": "bench",
            "responses": [
                a_row(f"{count}-{turn}-{n}", n, people) for n in range(count)
            ],
        }
        for seconds, status in ((new, "new"), (known, "known")):
            began = time.process_time()
            answer = client.post(
                "/api/v1/responses", body, content_type="application/json"
            )
            seconds.append(time.process_time() - began)
            assert answer.json()[status] == count, answer.text[:500]
    recording.record_chunk = record_chunk
    longest, by_the_clock, rows = max(chunks)
    print(
        f"{count:6,} rows: {count / min(new):7,.0f} new/s,"
        f" {count / min(known):7,.0f} known/s;"
        f" longest chunk {longest:.3f} s ({rows} rows), {by_the_clock:.3f} by the clock"
    )


def a_row(external_id, n, people):
    return {
        "external_id": external_id,
        "occurred_at": (NOW - dt.timedelta(days=1 + n % 500)).isoformat(),
        "employee_number": f"E{n % people}",
        "customer": f"card {n % 3_000}",
        "comment": "Friendly, and quick to help us with the luggage." if n % 3 else "",
        "language": "en",
        "values": {"csat": 1 + n % 5, "nps": {"value": n % 11, "scale": "0-10"}},
    }


main()
