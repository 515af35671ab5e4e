"""What a full pull of 80,000 enrolments costs, beside a bare COPY of the same columns.

    DATABASE_URL=postgres://postgres@127.0.0.1/any .venv/bin/python benchmarks/api_pull.py

Works on PostgreSQL, in a database of its own that it makes and drops; DATABASE_URL says
on which server. Both are measured in turn in one process, best of several rounds, and
counted in CPU: that of this process and, where it runs on this machine, that of its
PostgreSQL backend. The pull goes through the whole WSGI application, 5,000 rows a page,
with a key that is limited to the team at the top: each row is asked whether it is within
reach, and all of them are.
"""

import datetime as dt
import io
import os
import sys
import time
import uuid
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

SERVER = os.environ.get("DATABASE_URL", "postgres://postgres@127.0.0.1/postgres")
NAME = f"encore_bench_{os.getpid()}"
if not SERVER.startswith("postgres"):
    sys.exit("This benchmark needs PostgreSQL: set DATABASE_URL.")
os.environ["DATABASE_URL"] = urlsplit(SERVER)._replace(path=f"/{NAME}").geturl()
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings_test"
# Helpers of the backend would work unseen by its own clock.
os.environ["PGOPTIONS"] = "-c max_parallel_workers_per_gather=0"

import django  # noqa: E402  (the database has to be named first)
import orjson  # noqa: E402
import psycopg  # noqa: E402

django.setup()

from django.core.management import call_command  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.db import connection  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from api.actions import issue_key  # noqa: E402
from api.choices import Scope  # noqa: E402
from api.rules import USUAL_LIFE  # noqa: E402
from staff.choices import Role  # noqa: E402
from staff.models import Employee, Employment, Posting, RoleGrant, Team  # noqa: E402
from training.models import Enrolment, Module, ModuleVersion  # noqa: E402

# One connection for all, as from a pool: its backend's clock must not end with a page.
connection.settings_dict["CONN_MAX_AGE"] = None

PEOPLE, MODULES, ROUNDS = 2_000, 40, 5
AIM = 6.3
NOW = dt.datetime.now(dt.UTC)
TODAY = NOW.date()
HIRED = TODAY - dt.timedelta(days=700)

SAME_COLUMNS = """
    COPY (
        SELECT e.uuid, p.employee_number, m.slug, v.number, e.cycle, e.status, e.source,
               e.assigned_on, a.employee_number, e.due_on, e.progress_percent,
               e.score_percent, e.started_at, e.completed_at, e.completed_on,
               e.withdrawn_at, e.batch_uuid
          FROM training_enrolment e
          JOIN staff_employee p ON p.id = e.employee_id
          JOIN training_module m ON m.id = e.module_id
          LEFT JOIN training_moduleversion v ON v.id = e.version_id
          LEFT JOIN staff_employee a ON a.id = e.assigned_by_id
         ORDER BY e.id
    ) TO STDOUT
"""


def main():
    server = psycopg.connect(urlsplit(SERVER)._replace(path="/postgres").geturl())
    server.autocommit = True
    server.execute(f"CREATE DATABASE {NAME}")
    try:
        call_command("migrate", verbosity=0)
        key = fill()
        measure(key)
    finally:
        connection.close()
        server.execute(f"DROP DATABASE {NAME} WITH (FORCE)")


def fill():
    """Write 2,000 people in 40 sites and what they learn; return a key's text."""
    root = Team.objects.add_root({"code": "top", "name": "Top", "time_zone": "UTC"})
    for number in range(40):
        again = Team.objects.get(pk=root.pk)
        fields = {"code": f"site-{number}", "name": f"Site {number}"}
        Team.objects.add_child(again, fields | {"time_zone": "UTC"})
    sites = list(Team.objects.filter(depth=2))
    people = Employee.objects.bulk_create(
        Employee(
            employee_number=f"E{n:05}", first_name=f"First{n}", last_name=f"Last{n}"
        )
        for n in range(PEOPLE)
    )
    Employment.objects.bulk_create(
        Employment(employee=person, hired_on=HIRED) for person in people
    )
    Posting.objects.bulk_create(
        Posting(employee=person, team=sites[n % 40], valid_from=HIRED)
        for n, person in enumerate(people)
    )
    modules = Module.objects.bulk_create(
        Module(slug=f"module-number-{n}", title={"en": f"Module {n}"}, minutes=8)
        for n in range(MODULES)
    )
    versions = ModuleVersion.objects.bulk_create(
        ModuleVersion(module=module, number=1, published_at=NOW) for module in modules
    )
    Enrolment.objects.bulk_create(
        (
            enrolment(person, version, people[n % 40], n + m)
            for m, version in enumerate(versions)
            for n, person in enumerate(people)
        ),
        batch_size=2000,
    )
    RoleGrant.objects.create(employee=people[0], role=Role.HR, granted_on=HIRED)
    _key, text = issue_key(
        name="Bench",
        scopes=[Scope.TRAINING_READ],
        team=Team.objects.get(pk=root.pk),
        expires_at=NOW + USUAL_LIFE,
        by=Employee.objects.get(pk=people[0].pk),
        at=NOW,
    )
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    return text


def enrolment(person, version, manager, number):
    """Return an unsaved Enrolment: a quarter assigned, a quarter begun, half done."""
    phase = number % 4
    return Enrolment(
        employee=person,
        module=version.module,
        assigned_on=TODAY - dt.timedelta(days=90),
        assigned_by=manager,
        source="person",
        batch_uuid=uuid.uuid4(),
        due_on=TODAY + dt.timedelta(days=10),
        status=["assigned", "in_progress", "completed", "completed"][phase],
        version=version if phase else None,
        started_at=NOW - dt.timedelta(days=30, seconds=number) if phase else None,
        progress_percent=[0, 50, 100, 100][phase],
        completed_at=NOW - dt.timedelta(seconds=number) if phase > 1 else None,
        completed_on=TODAY if phase > 1 else None,
        score_percent=88 if phase > 1 else None,
    )


class Api:
    """The whole application, called as a server calls it."""

    def __init__(self, key):
        self.application, self.key = get_wsgi_application(), key
        self.status = None

    def get(self, url):
        parts = urlsplit(url)
        environ = {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": parts.path,
            "QUERY_STRING": parts.query,
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "80",
            "HTTP_AUTHORIZATION": f"Bearer {self.key}",
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(),
        }
        answer = self.application(environ, lambda status, headers: self.tell(status))
        body = b"".join(answer)
        answer.close()
        if not self.status.startswith("200"):
            raise SystemExit(f"{url}: {self.status} {body[:300]}")
        return body

    def tell(self, status):
        self.status = status

    def pull(self):
        """Pull every enrolment; return how many bytes came."""
        size, url = 0, "/api/v1/enrolments?limit=5000"
        while url:
            body = self.get(url)
            size += len(body)
            # As a client that stores the page unread would: `next` stands in front.
            head = body[: body.index(b',"results"')] + b"}"
            url = orjson.loads(head)["next"]
        return size


def copy():
    """Stream the same columns with COPY; return how many bytes came."""
    connection.ensure_connection()
    with connection.connection.cursor().copy(SAME_COLUMNS) as stream:
        return sum(len(part) for part in stream)


def backend_seconds():
    """Return the CPU of this process's backends so far; 0 on another machine."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pid FROM pg_stat_activity WHERE datname = %s", [NAME])
        pids = [pid for (pid,) in cursor.fetchall()]
    files = [Path(f"/proc/{pid}/schedstat") for pid in pids]
    return sum(int(f.read_text().split()[0]) for f in files if f.exists()) / 1e9


def cost(work):
    """Return (seconds here, seconds in the backend, bytes) of one run of ``work``."""
    here, there = time.process_time(), backend_seconds()
    size = work()
    return time.process_time() - here, backend_seconds() - there, size


def measure(key):
    api = Api(key)
    copies, pulls = [], []
    for _round in range(ROUNDS + 1):
        copies.append(cost(copy))
        pulls.append(cost(api.pull))
    # The first round warms caches up.
    bare = min(copies[1:], key=lambda each: sum(each[:2]))
    pull = min(pulls[1:], key=lambda each: sum(each[:2]))
    rows = PEOPLE * MODULES
    print(f"{rows:,} enrolments of {PEOPLE:,} people, best of {ROUNDS} rounds")
    for name, (here, there, size) in [("COPY", bare), ("pull", pull)]:
        print(
            f"  {name}  {here + there:.3f} s CPU ({here:.3f} here, {there:.3f} in the"
            f" backend), {size / 1e6:.0f} MB, {(here + there) / rows * 1e6:.1f} µs a row"
        )
    ratio = sum(pull[:2]) / sum(bare[:2])
    verdict = "met" if ratio <= AIM else "MISSED"
    print(f"  full pull: {ratio:.1f} times the CPU of COPY, aim {AIM}: {verdict}")
    with CaptureQueriesContext(connection) as statements:
        api.get("/api/v1/enrolments?limit=500")
    verdict = "met" if len(statements) <= 6 else "MISSED"
    print(f"  500-row page: {len(statements)} statements, aim 6: {verdict}")


if __name__ == "__main__":
    main()
