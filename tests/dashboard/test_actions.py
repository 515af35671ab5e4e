"""Acts of the pages that read several apps."""

import io

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from dashboard.actions import bring_file
from dashboard.data_kinds import DATA_KINDS
from feedback.models import Source
from staff.models import FileImport
from tests.factories.staff import moment


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
