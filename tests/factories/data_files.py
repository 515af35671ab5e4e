"""Files of answers, visits and past training for tests, taken in through every step."""

import io

from staff.actions.file_import import (
    confirm_file_import,
    map_file_import,
    run_file_import,
    start_file_import,
)
from staff.importing.kind import FileMapping
from tests.factories.staff import moment


def csv_text(*rows):
    """Return the text of a CSV file with ``rows``, lists of texts, header first."""
    return "\n".join(";".join(row) for row in rows)


def draft_of(kind, *rows, by=None, at=None, source_key="", columns=None, answers=None):
    """Return the draft FileImport of ``rows``; columns, answers: said about it."""
    draft = start_file_import(
        kind=kind,
        file=io.BytesIO(csv_text(*rows).encode()),
        file_name="file.csv",
        source_key=source_key,
        by=by,
        at=at or moment(),
    )
    known = FileMapping.from_stored(draft.mapping)
    return map_file_import(
        file_import=draft,
        kind=kind,
        mapping=FileMapping({**known.columns, **(columns or {})}, answers or {}),
        at=at or moment(),
    )


def confirmed(kind, *rows, by=None, at=None, **said):
    """Return the FileImport of ``rows``, which now waits to be taken in."""
    draft = draft_of(kind, *rows, by=by, at=at, **said)
    confirm_file_import(file_import=draft, kind=kind, by=by, at=at or moment())
    draft.refresh_from_db()
    return draft


def take_in(kind, *rows, at=None, **said):
    """Take in ``rows`` as the browser and the command do; return the FileImport."""
    waiting = confirmed(kind, *rows, at=at, **said)
    return run_file_import(waiting, kind, lambda: at or moment())


def told(file_import):
    """Return how many rows were (new, changed, known, set aside)."""
    names = ("new", "changed", "known", "rejected")
    return tuple(getattr(file_import, f"rows_{name}") for name in names)
