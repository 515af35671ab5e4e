"""What taking in a file of answers costs, beside a bare COPY of the same rows.

    DATABASE_URL=postgres://postgres@127.0.0.1/any .venv/bin/python \\
        benchmarks/import_feedback.py [ROWS [ROWS_FOR_MEMORY]]

Works on PostgreSQL, in a database of its own that it makes and drops; DATABASE_URL says
on which server. First ROWS answers (100,000) are taken in by the command's own steps,
CSV to summed weeks; then the rows that came of it are written out, taken away, and put
back by COPY into the same tables, with all their indexes and keys. Both are of one run,
so that only the ratio counts. Then a file of ROWS_FOR_MEMORY (1,000,000; 0 leaves it
out) is taken in by `manage.py import_feedback` in a process of its own, whose largest
size is told.
"""

import csv
import datetime as dt
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

SERVER = os.environ.get("DATABASE_URL", "postgres://postgres@127.0.0.1/postgres")
NAME = f"encore_bench_{os.getpid()}"
if not SERVER.startswith("postgres"):
    sys.exit("This benchmark needs PostgreSQL: set DATABASE_URL.")
os.environ["DATABASE_URL"] = urlsplit(SERVER)._replace(path=f"/{NAME}").geturl()
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
os.environ.setdefault("SECRET_KEY", "only-for-the-benchmark-0123456789-0123456789-01")
FILES = tempfile.TemporaryDirectory()
os.environ["ENCORE_FILES"] = FILES.name

import django  # noqa: E402  (the database has to be named first)
import psycopg  # noqa: E402

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.utils.timezone import now  # noqa: E402

from feedback.actions.answers_import import ANSWERS  # noqa: E402
from staff.actions.file_import import (  # noqa: E402
    confirm_file_import,
    map_file_import,
    run_file_import,
    start_file_import,
)
from staff.importing.kind import FileMapping  # noqa: E402
from staff.models import Employee, Employment, Posting, Team  # noqa: E402

PEOPLE, TEAMS, DAYS = 2_000, 50, 365
AIM, MOST_MB = 8, 400
TODAY = now().date()
HIRED = TODAY - dt.timedelta(days=700)
TABLES = ["interaction", "credit", "response", "measurement"]


def main(rows=100_000, rows_for_memory=1_000_000):
    server = psycopg.connect(urlsplit(SERVER)._replace(path="/postgres").geturl())
    server.autocommit = True
    server.execute(f"CREATE DATABASE {NAME}")
    try:
        call_command("migrate", verbosity=0)
        fill()
        compare(rows)
        if rows_for_memory:
            weigh(rows_for_memory)
    finally:
        connection.close()
        server.execute(f"DROP DATABASE {NAME} WITH (FORCE)")
        FILES.cleanup()


def fill():
    """Write 2,000 people in 50 teams."""
    root = Team.objects.add_root({"code": "top", "name": "Top", "time_zone": "UTC"})
    for number in range(TEAMS):
        again = Team.objects.get(pk=root.pk)
        fields = {"code": f"site-{number}", "name": f"Site {number}"}
        Team.objects.add_child(again, fields | {"time_zone": "Europe/Berlin"})
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
        Posting(employee=person, team=sites[n % TEAMS], valid_from=HIRED)
        for n, person in enumerate(people)
    )


def write_file(path, count):
    """Write ``count`` answers at ``path``, in order of time, as tools export them."""
    chance = random.Random(1)
    with path.open("w", newline="", encoding="utf-8") as opened:
        out = csv.writer(opened)
        out.writerow(["Date", "Agent ID", "CSAT (1-5)", "NPS", "Comment", "Ticket ID"])
        for number in range(count):
            at = HIRED + dt.timedelta(days=10 + number * DAYS // count)
            clock = f"{chance.randrange(8, 20):02}:{chance.randrange(60):02}"
            out.writerow(
                [
                    f"{at} {clock}",
                    f"E{chance.randrange(PEOPLE):05}",
                    chance.randint(1, 5),
                    chance.randint(0, 10),
                    chance.choice(["", "", "Friendly and quick", "I had to wait long"]),
                    f"T{number}",
                ]
            )


def compare(count):
    path = Path(FILES.name) / "answers.csv"
    write_file(path, count)
    with path.open("rb") as opened:
        draft = start_file_import(
            kind=ANSWERS, file=opened, file_name=path.name, source_key="bench", at=now(),
            by=None,
        )  # fmt: skip
    mapping = FileMapping.from_stored(draft.mapping)
    map_file_import(file_import=draft, kind=ANSWERS, mapping=mapping, at=now())
    confirm_file_import(file_import=draft, kind=ANSWERS, by=None, at=now())
    began, cpu = time.perf_counter(), time.process_time()
    done = run_file_import(draft, ANSWERS, now)
    taken, cpu = time.perf_counter() - began, time.process_time() - cpu
    assert done.rows_new == count, (done.state, done.note, done.rows_rejected)
    copied = copy_again()
    print(
        f"{count:,} answers: import {taken:.1f} s ({count / taken:,.0f} a second, "
        f"{cpu:.1f} s of it in Python), COPY {copied:.1f} s "
        f"({count / copied:,.0f} a second): 1/{taken / copied:.1f} of COPY, "
        f"the aim is 1/{AIM}"
    )


def copy_again():
    """Put the same rows in again by COPY; return the seconds it took."""
    names = [f"feedback_{table}" for table in TABLES]
    with connection.cursor() as cursor:
        raw = cursor.connection.cursor()
        kept = {}
        for name in names:
            with raw.copy(f"COPY {name} TO STDOUT") as copy:
                kept[name] = b"".join(bytes(part) for part in copy)
        cursor.execute(f"TRUNCATE {', '.join(names)} CASCADE")
        began = time.perf_counter()
        for name in names:
            with raw.copy(f"COPY {name} FROM STDIN") as copy:
                copy.write(kept[name])
        return time.perf_counter() - began


def weigh(count):
    path = Path(FILES.name) / "many.csv"
    write_file(path, count)
    began = time.perf_counter()
    command = [sys.executable, ROOT / "manage.py", "import_feedback", path]
    process = subprocess.Popen([*command, "--source", "weighed"], cwd=ROOT)
    _pid, status, usage = os.wait4(process.pid, 0)
    seconds, size = time.perf_counter() - began, usage.ru_maxrss / 1024
    assert status == 0, status
    print(
        f"{count:,} answers in {seconds:.0f} s ({count / seconds:,.0f} a second), "
        f"{size:.0f} MB at most, the aim is {MOST_MB} MB"
    )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
