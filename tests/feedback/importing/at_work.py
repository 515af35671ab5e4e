"""The command of production at work in a process of its own, on the tests' database."""

import csv
import datetime as dt
import os
import random
import subprocess
import sys
from pathlib import Path

from django.conf import settings
from django.db import connection

from events.models import Event
from feedback.models import (
    Credit,
    Customer,
    DirtyWeek,
    Interaction,
    Measurement,
    Response,
    WeeklyOutcome,
)
from staff.models import FileImport, RejectedRow
from tests.factories.staff import TODAY
from tests.frozen import unguarded

ROOT = Path(__file__).resolve().parents[3]
OPTIONS = ["--source", "tool", "--scale", "1-5"]


def write_file(path, people, count, seed=1):
    """Write ``count`` rows without ids at ``path``: one in 25 wrong, some of them equal."""
    chance = random.Random(seed)
    with path.open("w", newline="", encoding="utf-8") as opened:
        out = csv.writer(opened)
        out.writerow(["Date", "Agent", "Satisfaction", "Comment", "Client ID"])
        for _row in range(count):
            day = TODAY - dt.timedelta(days=chance.randrange(1, 60))
            who = chance.choice(people).employee_number
            score = chance.choice("12345") if chance.random() > 0.04 else "9"
            comment = chance.choice(["", "", "Friendly", "Slow"])
            out.writerow([day, who, score, comment, chance.randrange(50)])


def database_url():
    """Return the URL of the database that the tests are on."""
    found = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{found['NAME']}"
    who = f"{found['USER']}:{found['PASSWORD']}" if found["PASSWORD"] else found["USER"]
    host = f"{found['HOST'] or '127.0.0.1'}:{found['PORT'] or 5432}"
    return f"postgres://{who}@{host}/{found['NAME']}"


def start_command(*words, files):
    """Start `manage.py import_feedback` with ``words``; files: where files are kept."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DATABASE_URL": database_url(),
        "SECRET_KEY": settings.SECRET_KEY,
        "ENCORE_CUSTOMER_SECRET": settings.CUSTOMER_SECRET,
        "ENCORE_FILES": str(files),
        # Compiled once, however often it is started.
        "PYTHONPYCACHEPREFIX": str(files / "compiled"),
        "PYTHONDONTWRITEBYTECODE": "",
    }
    return subprocess.Popen(
        [sys.executable, ROOT / "manage.py", "import_feedback", *map(str, words)],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


TABLES = {
    Interaction: "source__key identity occurred_at served_on channel "
    "customer__key_hash spend content is_credit_corrected",
    Credit: "interaction__identity employee team job_role weight week",
    Customer: "key_hash segment",
    Response: "interaction__identity kind answered_at comment language",
    Measurement: "interaction__identity response__kind metric__key value raw scale",
    WeeklyOutcome: "team employee metric__key week responses weight total squares",
    DirtyWeek: "team week",
    RejectedRow: "line code column cells",
    FileImport: "state rows_total rows_read rows_new rows_changed rows_known "
    "rows_rejected rows_skipped",
}


def contents():
    """Return what the tables say, without the numbers their rows happen to have.

    Moments of writing and the cut into chunks show in the journal alone; of it stays
    which kinds of things happened.
    """
    tables = {
        model.__name__: sorted(model.objects.values_list(*fields.split()), key=repr)
        for model, fields in TABLES.items()
    }
    told = Event.objects.filter(kind__startswith="feedback.")
    return tables | {"told": set(told.values_list("kind", flat=True))}


def wipe():
    """Take away all that an import has written."""
    for model in (Interaction, Customer, WeeklyOutcome, DirtyWeek, FileImport, Event):
        unguarded(model).delete()
