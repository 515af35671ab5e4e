"""Files on their way in: what they hold, what is open about them, what came of them."""

from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from itertools import islice

from django.db.models import Count, Min

from staff.importing.columns import header_digest
from staff.importing.kind import (
    MARK_HEADER,
    OWN_HEADER,
    FileMapping,
    Refused,
    read_row,
)
from staff.importing.stream import open_stream
from staff.models import ColumnMapping, FileImport

# So many rows show how a file is written, and so many are shown.
SAMPLE_ROWS, PREVIEW_ROWS = 5_000, 20
EXAMPLE_ROWS = 3


def purpose_of(kind, source_key):
    """Return under which purpose the columns of such files are remembered."""
    return f"{kind.key}:{sha256(source_key.encode()).hexdigest()[:9]}"


def columns_digest(header):
    """Return what files with the columns of ``header`` have in common.

    The columns that Encore adds to rows set aside, at the end, make no difference.
    """
    return header_digest(_without_own(header, header))


def remembered_columns(kind, source_key, header):
    """Return {key: place} as said of the last such file with ``header``; None if never."""
    known = ColumnMapping.objects.filter(
        purpose=purpose_of(kind, source_key), header_digest=columns_digest(header)
    ).first()
    return known and known.columns


def sample_rows(file_import, kind, most=SAMPLE_ROWS):
    """Return the first rows of a file that are none of its header, as (line, cells)."""
    with file_import.file.open("rb") as opened:
        stream = open_stream(opened, kind.recognised)
        rows = (row for row in stream.rows() if row[1] and not stream.is_header(row[1]))
        return list(islice(rows, most))


def file_questions(file_import, kind):
    """Return the Questions about a draft: those that are open and those it answers."""
    mapping = FileMapping.from_stored(file_import.mapping)
    reader = kind.open(mapping, file_import)
    return reader.questions(sample_rows(file_import, kind), mapping)


@dataclass(frozen=True)
class FilePreview:
    """What a draft would be read as. shown: Shown, the first rows. questions: Questions.

    missing: groups of column keys, one of each of which is still to be mapped.
    refused_count: rows among the first ``sample_count`` that would be set aside.
    """

    mapping: FileMapping
    questions: list
    missing: list
    shown: list
    sample_count: int
    refused_count: int


def file_preview(file_import, kind, mapping=None):
    """Return the FilePreview of a draft; mapping: another FileMapping than its own."""
    mapping = mapping or FileMapping.from_stored(file_import.mapping)
    sample = sample_rows(file_import, kind)
    missing = kind.missing(mapping)
    questions = kind.open(mapping, file_import).questions(sample, mapping)
    evident = {q.key: q.proposed for q in questions if not q.is_open}
    likely = {q.key: q.proposed for q in questions if q.proposed}
    answers = {**likely, **mapping.answers, **evident}
    reader = kind.open(FileMapping(mapping.columns, answers), file_import)
    shown = [] if missing else reader.preview(sample[:200])
    return FilePreview(
        mapping=mapping,
        questions=questions,
        missing=missing,
        shown=shown[:PREVIEW_ROWS],
        sample_count=len(shown),
        refused_count=sum(1 for row in shown if row.refused),
    )


@dataclass(frozen=True)
class Trial:
    """What taking a draft in would come to. rejected: {(code, column key): [line, …]}."""

    taken: int
    skipped: int
    rejected: dict

    @property
    def rejected_count(self):
        return sum(map(len, self.rejected.values()))


def file_trial(file_import, kind):
    """Return the Trial of a draft: the whole file read, nothing written."""
    mapping = FileMapping.from_stored(file_import.mapping)
    evident = {q.key: q.proposed for q in file_questions(file_import, kind)}
    mapping = FileMapping(mapping.columns, {**mapping.answers, **evident})
    reader = kind.open(mapping, file_import)
    taken = skipped = 0
    rejected = {}
    with file_import.file.open("rb") as opened:
        stream = open_stream(opened, kind.recognised)
        for line, cells in stream.rows():
            row = read_row(line, cells, stream, reader)
            if row is None:
                skipped += 1
            elif isinstance(row, Refused):
                rejected.setdefault((row.code, row.column), []).append(line)
            else:
                taken += 1
    return Trial(taken, skipped, rejected)


@dataclass(frozen=True)
class RejectedReason:
    """Rows set aside for one reason. reason, way_out: sentences. column: a header.

    examples: the first of these RejectedRows; value: what the first says there.
    """

    code: str
    column: str
    reason: str
    way_out: str
    count: int
    examples: list
    value: str

    @property
    def first_line(self):
        return self.examples[0].line

    @property
    def others(self):
        return self.count - 1


def rejected_reasons(file_import, kind):
    """Return the RejectedReasons of ``file_import``, the most frequent first.

    Two statements, however many rows.
    """
    found = list(
        file_import.rejected_rows.values("code", "column")
        .annotate(count=Count("pk"), first=Min("line"))
        .order_by("-count", "first")
    )
    first_rows = file_import.rejected_rows.filter(line__in=[g["first"] for g in found])
    by_line = {row.line: row for row in first_rows}
    return [
        RejectedReason(
            code=group["code"],
            column=group["column"],
            reason=kind.reason(group["code"])[0],
            way_out=kind.reason(group["code"])[1],
            count=group["count"],
            examples=[by_line[group["first"]]],
            value=cell_of(by_line[group["first"]], file_import.header),
        )
        for group in found
    ]


def cell_of(rejected_row, header):
    """Return what a RejectedRow says in the column it is set aside for; "" without one."""
    if rejected_row.column not in header:
        return ""
    place = header.index(rejected_row.column)
    cells = rejected_row.cells
    return cells[place] if place < len(cells) else ""


def rejected_table(file_import, kind):
    """Yield header and rows set aside, lists of texts, to be mended and sent again.

    Reasons stand in columns of Encore's own, which mean nothing when they come back; by
    the mark beside them a row is known. No text begins like a formula, so that no program
    for tables runs what somebody put into a file.
    """
    own = [f"{OWN_HEADER} {name}" for name in ("row", "reason", "way out")]
    header, rows, has_marks = _set_aside(file_import)
    yield [*map(harmless, header), *own, *[MARK_HEADER] * has_marks]
    for row, cells, surplus in rows:
        yield [
            *map(harmless, cells),
            str(row.line),
            *map(str, kind.reason(row.code)),
            *[row.mark] * has_marks,
            *map(harmless, surplus),
        ]


def rejected_as_file(file_import):
    """Yield header and rows set aside, lists of texts, as they stood, with their marks."""
    header, rows, has_marks = _set_aside(file_import)
    yield [*header, *[MARK_HEADER] * has_marks]
    for row, cells, surplus in rows:
        yield [*cells, *[row.mark] * has_marks, *surplus]


def _set_aside(file_import):
    """Return header and rows without columns of Encore's own, and whether any has a mark.

    rows: an iterator of (RejectedRow, its cells below the header, those beyond it).
    """
    header, width = file_import.header, len(file_import.header)
    rejected = file_import.rejected_rows.order_by("line")
    rows = (
        (
            row,
            _without_own((row.cells + [""] * width)[:width], header),
            row.cells[width:],
        )
        for row in rejected.iterator(chunk_size=2_000)
    )
    return _without_own(header, header), rows, rejected.exclude(mark="").exists()


def _without_own(cells, header):
    return [
        cell
        for cell, name in zip(cells, header, strict=True)
        if not name.startswith(OWN_HEADER)
    ]


def harmless(text):
    """Return ``text`` so that no program for tables takes it for a formula."""
    if text.startswith(("=", "+", "-", "@", "\t", "\r")):
        try:
            float(text.replace(",", "."))
        except ValueError:
            return f"'{text}"
    return text


def as_it_was(text):
    """Return the text that ``harmless`` made ``text`` of."""
    return text[1:] if text[:1] == "'" and harmless(text[1:]) == text else text


def seconds_left(file_import):
    """Return for how long a running import will go on at its pace so far; None unknown."""
    done = file_import.place - file_import.begun_place
    if file_import.state != FileImport.State.RUNNING or not file_import.rows_total:
        return None
    if done <= 0 or file_import.begun_at is None:
        return None
    spent = file_import.claimed_at - file_import.begun_at
    left = max(file_import.rows_total - file_import.place, 0)
    return (spent * left / done) / timedelta(seconds=1)


def recent_file_imports(kinds):
    """Return the latest FileImports of ``kinds``, keys; for a list of ten or so."""
    return (
        FileImport.objects.filter(kind__in=kinds)
        .select_related("created_by")
        .order_by("-created_at")
    )
