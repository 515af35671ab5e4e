"""Acts of the pages that read several apps."""

import io

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from dashboard.actions import bring_file, take_again
from dashboard.data_kinds import DATA_KINDS
from feedback.models import Response, Source
from staff.actions.file_import import (
    confirm_file_import,
    map_file_import,
    run_file_import,
)
from staff.importing.kind import FileMapping
from staff.models import FileImport
from tests.factories.data_files import take_in, told
from tests.factories.staff import EmployeeFactory, moment


class Watched(io.BytesIO):
    """A file that notes whether a transaction was open whenever it was read."""

    def __init__(self, content):
        super().__init__(content)
        self.was_within = set()

    def read(self, *words):
        self.was_within.add(connection.in_atomic_block)
        return super().read(*words)


def bring(file, source=("tool", "Our tool")):
    return bring_file(
        data_kind=DATA_KINDS["answers"],
        file=file,
        file_name="answers.csv",
        source=source,
        by=None,
        at=moment(),
    )


@pytest.mark.django_db(transaction=True)
def test_a_file_is_read_while_others_can_write():
    file = Watched(b"Date;Agent;CSAT\n2026-04-01;7;4/5\n")

    draft = bring(file)

    assert file.was_within == {False}
    assert (draft.rows_total, Source.objects.get().name) == (1, "Our tool")


@pytest.mark.parametrize(
    ("content", "source"),
    [(b"", ("tool", "Our tool")), (b"Date;Agent;CSAT\n", ("no slug", "Our tool"))],
)
def test_a_file_that_is_refused_opens_no_source(db, content, source):
    with pytest.raises(ValidationError):
        bring(io.BytesIO(content), source)

    assert not Source.objects.exists()
    assert not FileImport.objects.exists()


def test_rows_taken_again_take_no_other_rows_place(company):
    EmployeeFactory(employee_number="7", team=company)
    data_kind = DATA_KINDS["answers"]
    kind = data_kind.kind
    done = take_in(
        kind,
        ["Date", "Agent", "CSAT", "Comment", "Sent"],
        ["2026-04-10", "7", "4/5", "Kind", "2026-04-11"],
        ["2026-04-10", "7", "4/5", "Quick", "2026-01-01"],
        source_key="tool",
        columns={"answered": 4},
    )
    assert told(done) == (1, 0, 0, 1)

    draft = take_again(file_import=done, data_kind=data_kind, by=None, at=moment())
    columns = {"occurred": 0, "employee": 1, "csat": 2, "comment": 3}
    mapping = FileMapping(columns)
    map_file_import(file_import=draft, kind=kind, mapping=mapping, at=moment())
    confirm_file_import(file_import=draft, kind=kind, by=None, at=moment())

    assert told(run_file_import(draft, kind, moment)) == (1, 0, 0, 0)
    comments = Response.objects.values_list("comment", flat=True)
    assert sorted(comments) == ["Kind", "Quick"]
