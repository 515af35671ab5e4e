"""Acts of the pages that read several apps."""

import csv
import io

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from feedback.actions.sources import open_source
from staff.actions.file_import import start_file_import
from staff.queries.file_import import rejected_as_file

SENTENCES = {
    "nothing_set_aside": _("No rows of this file are kept to be taken again."),
}


def bring_file(*, data_kind, file, file_name, source=None, by, at):
    """Keep ``file`` as a FileImport that is not confirmed yet; return it.

    data_kind: a DataKind. file: opened to read bytes. source: (key, name) of where such
    rows come from, which is opened where it is new; None for kinds that need none.
    Raises ValidationError as ``start_file_import`` and ``open_source`` do.
    """
    key, name = source or ("", "")

    def open_its_source():
        if data_kind.source:
            open_source(key=key, name=name, kind=data_kind.source, by=by, at=at)

    return start_file_import(
        kind=data_kind.kind,
        file=file,
        file_name=file_name,
        source_key=key,
        by=by,
        at=at,
        beside=open_its_source,
    )


def take_again(*, file_import, data_kind, by, at):
    """Keep the rows that were set aside as a file of their own; return its FileImport.

    Everything is asked anew, so that what was said about the file can be said better.
    Raises ValidationError, code "nothing_set_aside".
    """
    if not file_import.rejected_rows.exists():
        code = "nothing_set_aside"
        raise ValidationError(SENTENCES[code], code=code)
    table = io.StringIO(newline="")
    csv.writer(table).writerows(rejected_as_file(file_import))
    return start_file_import(
        kind=data_kind.kind,
        file=io.BytesIO(table.getvalue().encode("utf-8-sig")),
        file_name=file_import.file_name,
        source_key=file_import.source_key,
        by=by,
        at=at,
    )
