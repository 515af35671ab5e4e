"""How the acts of “A file of people” are asked."""

from django.core.files.uploadedfile import SimpleUploadedFile

from staff.actions.people_import import confirm_import
from staff.queries.people_import import planned_import
from tests.access.questions.asking import Asked, asks
from tests.factories.people_files import csv_file, draft_of
from tests.factories.staff import (
    moment,
)

HEADER = ["Employee number", "First name", "Last name", "Hired on", "Team"]
ROW = ["n-77", "Nina", "Newcomer", "2026-11-01", "Siteteam"]


@asks("Bring in a file of people")
def people_import_add(asker, whom):
    content = csv_file(HEADER, ROW)
    return Asked(sent={"file": SimpleUploadedFile("people.csv", content)})


@asks(
    "Look at what a file would do",
    "Get the rows of a file that are set aside",
    "See the page for a file's columns",
)
def people_import(asker, whom):
    return Asked({"uuid": draft_of(csv_file(HEADER, ROW)).uuid})


@asks("Say what a file's columns mean")
def people_import_map(asker, whom):
    meant = ["number", "first_name", "last_name", "hired_on", "team"]
    sent = {f"column_{place}": field for place, field in enumerate(meant)}
    sent |= {"left_means": "last_day", "new_teams": "refuse"}
    return Asked({"uuid": draft_of(csv_file(HEADER, ROW)).uuid}, sent)


@asks("Confirm a file")
def people_import_confirm(asker, whom):
    draft = draft_of(csv_file(HEADER, ROW))
    digest = planned_import(draft, moment()).plan.digest
    return Asked({"uuid": draft.uuid}, {"plan_digest": digest})


@asks("Ask once more for a file to be written")
def people_import_retry(asker, whom):
    draft = draft_of(csv_file(HEADER, ROW))
    confirm_import(
        people_import=draft,
        plan_digest=planned_import(draft, moment()).plan.digest,
        leaves_rows_out=False,
        by=None,
        at=moment(),
    )
    return Asked({"uuid": draft.uuid}, {})
