"""How the acts of “Data” are asked."""

from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from feedback.actions.sources import record_complete_days
from feedback.choices import SourceKind
from staff.models import FileImport
from tests.access.questions.asking import Asked, asks
from tests.factories.data_files import draft_of as draft_of_data
from tests.factories.feedback import SourceFactory
from tests.factories.people_files import csv_file
from tests.factories.staff import (
    TODAY,
    EmployeeFactory,
    moment,
)
from training.actions.completions_import import COMPLETIONS

TRAINING = (
    ["Employee number", "Course", "Completed", "Score"],
    ["E1", "free", "2026-10-31", "85"],
)


def file_draft():
    EmployeeFactory(employee_number="E1", last_name="Filed")
    return draft_of_data(COMPLETIONS, *TRAINING)


@asks("See the page for a file of one kind")
def file_import_add(asker, whom):
    return Asked({"kind": "completions"})


@asks("Bring in a file of one kind")
def file_import_added(asker, whom):
    content = csv_file(*TRAINING)
    sent = {"file": SimpleUploadedFile("training.csv", content)}
    return Asked({"kind": "completions"}, sent)


@asks(
    "See what came of a file",
    "See the page for its columns",
    "Take it in",
    "Stop it for good",
)
def file_import(asker, whom):
    return Asked({"uuid": file_draft().uuid}, {})


@asks("Say what its columns mean")
def file_import_map(asker, whom):
    meant = ("number", "module", "completed_on", "left_out")
    sent = {f"column_{place}": each for place, each in enumerate(meant)}
    return Asked({"uuid": file_draft().uuid}, sent)


@asks("Pause it")
def file_import_pause(asker, whom):
    waiting = file_draft()
    FileImport.objects.filter(pk=waiting.pk).update(state="waiting")
    return Asked({"uuid": waiting.uuid}, {})


@asks("Let it go on")
def file_import_resume(asker, whom):
    paused = file_draft()
    FileImport.objects.filter(pk=paused.pk).update(state="paused")
    return Asked({"uuid": paused.uuid}, {})


def with_row_set_aside():
    done = file_draft()
    done.rejected_rows.create(
        line=3, code="number_unknown", cells=["E2", "free", "2026-10-31"]
    )
    return done


@asks("Get its rows that were set aside", "Take those rows again")
def file_import_rows(asker, whom):
    return Asked({"uuid": with_row_set_aside().uuid}, {})


def a_till(**fields):
    """Return a source of visits that is complete for ten days."""
    till = SourceFactory(key="till", kind=SourceKind.VISITS, **fields)
    record_complete_days(
        source=till,
        first_day=TODAY - timedelta(days=20),
        last_day=TODAY - timedelta(days=11),
        at=moment(),
    )
    return till


@asks("See how far a source of visits is complete", "Say that a source has ended")
def source(asker, whom):
    ended_on = TODAY - timedelta(days=11)
    return Asked({"key": a_till().key}, {"ended_on": ended_on.isoformat()})


@asks("Say that it goes on after all")
def source_go_on(asker, whom):
    return Asked({"key": a_till(ended_on=TODAY - timedelta(days=11)).key}, {})


@asks("Say which of its days are complete")
def source_days(asker, whom):
    day = (TODAY - timedelta(days=15)).isoformat()
    sent = {"what": "missing", "first_day": day, "last_day": day}
    return Asked({"key": a_till().key}, sent)
