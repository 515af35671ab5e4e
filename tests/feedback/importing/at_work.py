"""Files of answers and of visits for commands at work, and what the tables say then."""

import csv
import datetime as dt
import random

from events.models import Event
from feedback.models import (
    CompletePeriod,
    Credit,
    Customer,
    DirtyWeek,
    Interaction,
    Measurement,
    Response,
    ReturnsMark,
    Source,
    WeeklyOutcome,
)
from staff.models import ColumnMapping, FileImport, RejectedRow
from tests.factories.staff import TODAY
from tests.frozen import unguarded

OPTIONS = ["--source", "tool", "--scale", "1-5"]
LAST_DAY = TODAY - dt.timedelta(days=1)
VISITS_OPTIONS = [
    *("--source", "tills", "--answer", f"complete_through={LAST_DAY}"),
    *("--answer", "complete_beyond=no_visits"),
]


def write_visits(path, people, count, seed=1):
    """Write ``count`` visits of forty customers at ``path``, over half a year."""
    chance = random.Random(seed)
    with path.open("w", newline="", encoding="utf-8") as opened:
        out = csv.writer(opened)
        out.writerow(["Date", "Cashier", "Card number", "Amount"])
        for _row in range(count):
            day = TODAY - dt.timedelta(days=chance.randrange(1, 180))
            who = chance.choice(people).employee_number
            out.writerow([day, who, f"C-{chance.randrange(40)}", "12.50"])


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


TABLES = {
    Interaction: "source__key identity occurred_at served_on channel "
    "customer__key_hash spend content is_credit_corrected",
    Credit: "interaction__identity employee team job_role weight week",
    Customer: "key_hash segment",
    Response: "interaction__identity kind answered_at comment language",
    Measurement: "interaction__identity response__kind metric__key value raw scale",
    WeeklyOutcome: "team employee metric__key week responses weight total squares",
    DirtyWeek: "team week",
    CompletePeriod: "source__key first_day last_day",
    ReturnsMark: "customer",
    RejectedRow: "line code column cells mark",
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
    for model in (Interaction, Customer, Source, WeeklyOutcome, DirtyWeek):
        unguarded(model).delete()
    for model in (FileImport, ColumnMapping, Event):
        unguarded(model).delete()
