"""Taking in files of any kind: kept as they came, looked at, confirmed, taken in by chunks.

A chunk is one short transaction: its rows, the rows set aside, and how far it came.
"""

import time
from datetime import timedelta
from functools import partial
from itertools import islice

from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import connection, transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from events.pouring import refresh_statistics
from events.record import record
from staff.importing.kind import (
    Counts,
    FileMapping,
    Refused,
    read_row,
    recall_row,
)
from staff.importing.stream import as_csv, open_stream
from staff.models import ColumnMapping, FileImport, RejectedRow
from staff.queries.file_import import (
    columns_digest,
    file_questions,
    purpose_of,
    remembered_columns,
)

# Files that nobody confirmed are personal data without a purpose.
KEEP_UNCONFIRMED = timedelta(days=7)
# Rows set aside wait to be mended for so long.
KEEP_REJECTED = timedelta(days=90)
# A worker that has not written for so long is taken for dead.
STALE_AFTER = timedelta(minutes=2)
# Rows recalled between two signs of life: a second or so.
RECALLED_AT_ONCE = 5_000

# Rows of the first chunk; then as many as take this long, in seconds. Where writers do
# not wait for each other, a chunk is worth its statements only from some size on.
FIRST_CHUNK, SMALLEST_CHUNK, LARGEST_CHUNK = 200, 100, 2_000
SMALLEST_CHUNK_WITH_ROW_LOCKS = 1_000
CHUNK_SECONDS = 0.2
# SQLite has one writer, and those who wait look again ten times a second.
GAP_SECONDS = 0.12
# Files up to this size are counted when they come; others when they are taken in.
COUNTED_AT_ONCE = 5 * 1024 * 1024
A_MOMENT = timedelta(microseconds=1)

State = FileImport.State
OPEN_STATES = (State.DRAFT, State.WAITING, State.RUNNING, State.PAUSED)

SENTENCES = {
    "columns_missing": _("Say which column holds what cannot be left out."),
    "questions_open": _("Some questions about this file are not answered yet."),
    "column_unknown": _("The file has no such column."),
    "column_twice": _("One column cannot mean two things."),
    "not_resumable": _("This import cannot go on: it is done, or at work."),
    "file_gone": _("The file is not there any more. Please choose it again."),
}


def start_file_import(
    *, kind, file, file_name, source_key="", by, at, beside=lambda: None
):
    """Keep ``file`` as a FileImport that is not confirmed yet; return it.

    kind: a Kind. file: CSV or XLSX, opened to read bytes. source_key: where such rows
    come from, "" for kinds that need none. by: the Employee who brings it, or None. The
    mapping is what was said of the last such file, else what the names of its columns
    say. The file is looked at before anything is locked. beside: called with nothing, in
    the short transaction that keeps the row.
    Raises ValidationError with a code of reading.SENTENCES, or as ``kind.check`` does.
    """
    kind.check(source_key)
    table = as_csv(file)
    stream = open_stream(table, kind.recognised)
    table.seek(0, 2)
    is_small = table.tell() <= COUNTED_AT_ONCE
    known = remembered_columns(kind, source_key, stream.header)
    mapping = FileMapping(known or kind.recognised(stream.header))
    file_import = FileImport(
        kind=kind.key,
        file_name=file_name[-255:],
        source_key=source_key,
        header=stream.header,
        mapping=mapping.as_stored(),
        rows_total=stream.count_rows() if is_small else None,
        created_at=at,
        created_by=by,
    )
    table.seek(0)
    file_import.file.save(f"{file_import.uuid}.csv", File(table), save=False)
    try:
        with transaction.atomic():
            beside()
            file_import.save()
    except BaseException:
        file_import.file.delete(save=False)
        raise
    return file_import


@transaction.atomic
def map_file_import(*, file_import, kind, mapping, at, remembers=True):
    """Say what the columns of a draft mean; return it.

    mapping: a FileMapping; its answers are about this file only. remembers: whether its
    columns hold for files like it from now on; else they do once it is confirmed.
    Nothing happens to an import that is confirmed already.
    Raises ValidationError, codes "column_unknown" and "column_twice".
    """
    file_import = _locked(file_import)
    if file_import.state != State.DRAFT:
        return file_import
    places = list(mapping.columns.values())
    if not all(0 <= place < len(file_import.header) for place in places):
        raise _refused("column_unknown")
    if not mapping.columns.keys() <= {column.key for column in kind.columns}:
        raise _refused("column_unknown")
    if len(set(places)) < len(places):
        raise _refused("column_twice")
    file_import.mapping = mapping.as_stored()
    file_import.save(update_fields=["mapping"])
    if remembers:
        _remember(kind, file_import, mapping, at)
    return file_import


def confirm_file_import(*, file_import, kind, by, at):
    """Confirm a draft; return whether it now waits to be taken in.

    What the file leaves no doubt about is written into its answers, so that the whole
    file is read as its beginning was. What its columns mean is remembered. A second
    confirmation returns False.
    Raises ValidationError, codes "columns_missing" and "questions_open".
    """
    # The file is looked at before anything is locked.
    draft = FileImport.objects.get(pk=file_import.pk)
    if draft.state != State.DRAFT:
        return False
    mapping = FileMapping.from_stored(draft.mapping)
    if kind.missing(mapping):
        raise _refused("columns_missing")
    asked = file_questions(draft, kind)
    if any(question.is_open for question in asked):
        raise _refused("questions_open")
    evident = {question.key: question.proposed for question in asked}
    with transaction.atomic():
        file_import = _locked(draft)
        if file_import.state != State.DRAFT:
            return False
        if file_import.mapping != draft.mapping:
            raise _refused("questions_open")
        file_import.mapping = FileMapping(
            mapping.columns, {**mapping.answers, **evident}
        ).as_stored()
        file_import.state, file_import.confirmed_at = State.WAITING, at
        file_import.save(update_fields=["mapping", "state", "confirmed_at"])
        _remember(kind, file_import, mapping, at)
        record("file_import.confirmed", by=by, at=at, subject=file_import)
    return True


@transaction.atomic
def pause_file_import(*, file_import, by, at):
    """Let a waiting or running import stop after the chunk in hand; return it."""
    return _moved(file_import, [State.WAITING, State.RUNNING], State.PAUSED, by, at)


@transaction.atomic
def cancel_file_import(*, file_import, by, at):
    """Stop an import for good; return it. What was taken in stays; the file goes."""
    file_import = _moved(file_import, OPEN_STATES, State.CANCELLED, by, at)
    if file_import.state == State.CANCELLED:
        transaction.on_commit(partial(_delete_file, file_import))
    return file_import


@transaction.atomic
def resume_file_import(*, file_import, by, at, takes_over=False):
    """Let an import go on: one paused or failed, or one whose worker is gone; return it.

    It then waits; the caller sees to it that it is run. takes_over: also where the worker
    has been silent for less than STALE_AFTER, as somebody who has ended it knows; were it
    at work after all, it would stop.
    Raises ValidationError, code "not_resumable".
    """
    file_import = _locked(file_import)
    is_running = file_import.state == State.RUNNING and takes_over
    may_resume = file_import.state in (State.WAITING, State.PAUSED, State.FAILED)
    if not (may_resume or is_running or is_stale(file_import, at)):
        raise _refused("not_resumable")
    file_import.state, file_import.note = State.WAITING, ""
    file_import.finished_at = file_import.claimed_at = None
    file_import.save(update_fields=["state", "note", "finished_at", "claimed_at"])
    record("file_import.resumed", by=by, at=at, subject=file_import)
    return file_import


def is_stale(file_import, at):
    """Return whether the worker of a running import has been silent for too long."""
    return (
        file_import.state == State.RUNNING
        and file_import.claimed_at is not None
        and file_import.claimed_at <= at - STALE_AFTER
    )


def stale_file_imports(at):
    """Return the FileImports whose worker is gone: to be resumed and run again."""
    return FileImport.objects.filter(
        state=State.RUNNING, claimed_at__lte=at - STALE_AFTER
    )


def drop_old_file_imports(*, at):
    """Put away what nobody confirmed, and files and rows kept long enough.

    Returns how many drafts were put away. Also deletes files that a crash left behind.
    """
    old = FileImport.objects.filter(
        state=State.DRAFT, created_at__lt=at - KEEP_UNCONFIRMED
    )
    dropped = old.update(state=State.CANCELLED, finished_at=at)
    ended = FileImport.objects.filter(
        Q(state__in=[State.DONE, State.CANCELLED])
        | Q(state=State.FAILED, finished_at__lt=at - KEEP_UNCONFIRMED)
    )
    for file_import in ended.exclude(file=""):
        _delete_file(file_import)
    RejectedRow.objects.filter(file_import__finished_at__lt=at - KEEP_REJECTED).delete()
    return dropped


def run_file_import(file_import, kind, clock):
    """Take a confirmed import in, from where it stopped to its end; return it.

    clock: a function that returns the present moment. Returns at once when the import
    does not wait, unless its worker is gone, and early when it is paused, stopped or
    taken over by another worker. Run by two at once, one of them stops. An import that
    raises is marked as failed and can be resumed.
    """
    run = _Run(file_import, kind, clock)
    if run.is_claimed():
        try:
            run.take_in()
        except ValidationError as refusal:
            run.fail(refusal.code or "invalid")
        except Exception:
            run.fail("error")
            raise
    return FileImport.objects.get(pk=file_import.pk)


class _StoppedError(Exception):
    """The import was paused, stopped, or taken over by another worker."""


class _Run:
    """One worker on one import."""

    def __init__(self, file_import, kind, clock):
        self.pk, self.kind, self.clock = file_import.pk, kind, clock
        self.claimed_at = None
        self.size = FIRST_CHUNK
        self.wrote_last = 0.0

    @transaction.atomic
    def is_claimed(self):
        """Claim the import; return whether it is this worker's now."""
        file_import = FileImport.objects.select_for_update(of=("self",)).get(pk=self.pk)
        at = self.clock()
        if file_import.state != State.WAITING and not is_stale(file_import, at):
            return False
        self.claimed_at = self._moment_after(file_import.claimed_at, at)
        file_import.state, file_import.claimed_at = State.RUNNING, self.claimed_at
        file_import.begun_at, file_import.begun_place = at, file_import.place
        file_import.save(
            update_fields=["state", "claimed_at", "begun_at", "begun_place"]
        )
        return True

    def take_in(self):
        file_import = FileImport.objects.get(pk=self.pk)
        try:
            opened = file_import.file.open("rb")
        except (OSError, ValueError) as trouble:
            raise _refused("file_gone") from trouble
        try:
            with opened:
                stream = open_stream(opened, self.kind.recognised)
                if file_import.rows_total is None:
                    self._write(rows_total=stream.count_rows())
                mapping = FileMapping.from_stored(file_import.mapping)
                reader = self.kind.open(mapping, file_import)
                self._take_rows(file_import, stream, reader)
            self._write()
            refresh_statistics(reader.fills)
            reader.finish(file_import, self.clock(), self._write)
            self._end()
        except _StoppedError:
            return
        _delete_file(file_import)

    def fail(self, code):
        at = self.clock()
        FileImport.objects.filter(
            pk=self.pk, state=State.RUNNING, claimed_at=self.claimed_at
        ).update(state=State.FAILED, note=code, finished_at=at)

    def _take_rows(self, file_import, stream, reader):
        rows = stream.rows()
        recalled = islice(rows, file_import.place)
        for number, (line, cells) in enumerate(recalled, 1):
            recall_row(line, cells, stream, reader)
            if number % RECALLED_AT_ONCE == 0:
                self._write()
        chunk = _Chunk()
        for line, cells in rows:
            self._read(line, cells, stream, reader, chunk)
            if chunk.length >= self.size:
                self._take_chunk(file_import, reader, chunk)
                chunk = _Chunk()
        if chunk.length:
            self._take_chunk(file_import, reader, chunk)

    def _read(self, line, cells, stream, reader, chunk):
        chunk.length += 1
        row = read_row(line, cells, stream, reader)
        if row is None:
            chunk.skipped += 1
        elif isinstance(row, Refused):
            chunk.rejected.append((line, cells, row))
        else:
            chunk.rows.append(row)

    def _take_chunk(self, file_import, reader, chunk):
        self._give_way()
        at, began = self.clock(), time.perf_counter()
        claimed_at = self.claimed_at
        try:
            self._write_chunk(file_import, reader, chunk, at)
        except Exception:
            # What the chunk wrote is undone, and so is its claim.
            self.claimed_at = claimed_at
            raise
        self.wrote_last = time.perf_counter()
        seconds = max(self.wrote_last - began, 0.001)
        wanted = int(chunk.length * min(CHUNK_SECONDS / seconds, 2))
        self.size = min(max(wanted, self._smallest()), LARGEST_CHUNK)

    @staticmethod
    def _smallest():
        if connection.vendor == "sqlite":
            return SMALLEST_CHUNK
        return SMALLEST_CHUNK_WITH_ROW_LOCKS

    def _write_chunk(self, file_import, reader, chunk, at):
        with transaction.atomic():
            # First, so that a second worker waits here and then sees that it is late.
            self._write()
            counts = Counts()
            if chunk.rows:
                counts = reader.write(chunk.rows, file_import=file_import, at=at)
            RejectedRow.objects.bulk_create(
                self._rejected_row(file_import, reader, *each)
                for each in chunk.rejected
            )
            self._write(
                rows_read=F("rows_read") + len(chunk.rows) + len(chunk.rejected),
                rows_new=F("rows_new") + counts.new,
                rows_changed=F("rows_changed") + counts.changed,
                rows_known=F("rows_known") + counts.known,
                rows_rejected=F("rows_rejected") + len(chunk.rejected),
                rows_skipped=F("rows_skipped") + chunk.skipped,
            )

    def _give_way(self):
        """Leave the database alone long enough for somebody who waits to come in."""
        if connection.vendor == "sqlite":
            wait = GAP_SECONDS - (time.perf_counter() - self.wrote_last)
            if wait > 0:
                time.sleep(wait)

    def _rejected_row(self, file_import, reader, line, cells, refused):
        place = FileMapping.from_stored(file_import.mapping).columns.get(refused.column)
        return RejectedRow(
            file_import=file_import,
            line=line,
            code=refused.code,
            column="" if place is None else file_import.header[place],
            cells=reader.sealed(cells),
            mark=refused.mark,
        )

    def _write(self, **values):
        """Write ``values`` if the import is still this worker's to write.

        Raises _StoppedError otherwise.
        """
        now = self._moment_after(self.claimed_at, self.clock())
        written = FileImport.objects.filter(
            pk=self.pk, state=State.RUNNING, claimed_at=self.claimed_at
        ).update(claimed_at=now, **values)
        if not written:
            raise _StoppedError
        self.claimed_at = now

    def _end(self):
        self._write(state=State.DONE, finished_at=self.clock())

    @staticmethod
    def _moment_after(last, at):
        return at if last is None else max(at, last + A_MOMENT)


class _Chunk:
    """Rows that are written together. length: of all lines, also of those skipped."""

    def __init__(self):
        self.rows, self.rejected = [], []
        self.length = self.skipped = 0


def _locked(file_import):
    return FileImport.objects.select_for_update(of=("self",)).get(pk=file_import.pk)


def _remember(kind, file_import, mapping, at):
    """Remember what the columns mean for files like this one."""
    ColumnMapping.objects.update_or_create(
        purpose=purpose_of(kind, file_import.source_key),
        header_digest=columns_digest(file_import.header),
        defaults={"columns": dict(mapping.columns), "updated_at": at},
    )


def _moved(file_import, states, state, by, at):
    """Move a FileImport from one of ``states`` to ``state``; elsewhere it stays."""
    file_import = _locked(file_import)
    if file_import.state not in states:
        return file_import
    file_import.state = state
    if state not in OPEN_STATES:
        file_import.finished_at = at
    file_import.save(update_fields=["state", "finished_at"])
    record(f"file_import.{state}", by=by, at=at, subject=file_import)
    return file_import


def _delete_file(file_import):
    """Delete the file of an import that has ended; nothing of it is needed any more."""
    file_import.file.delete(save=False)
    FileImport.objects.filter(pk=file_import.pk).update(file="")


def _refused(code):
    return ValidationError(SENTENCES[code], code=code)
