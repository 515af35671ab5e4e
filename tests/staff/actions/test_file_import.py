"""Files of any kind: looked at, confirmed, taken in by chunks, once."""

import datetime as dt
from dataclasses import replace

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.db import connection

from staff.actions import file_import as acts
from staff.actions.file_import import (
    cancel_file_import,
    confirm_file_import,
    drop_old_file_imports,
    map_file_import,
    pause_file_import,
    resume_file_import,
    run_file_import,
    start_file_import,
)
from staff.importing.kind import FileMapping
from staff.models import FileImport, JobRole, RejectedRow
from staff.queries.file_import import (
    file_preview,
    harmless,
    rejected_reasons,
    rejected_table,
    seconds_left,
)
from tests.concurrency import Together, database_in_a_file
from tests.factories.staff import moment
from tests.staff.actions.job_roles_kind import JOB_ROLES, JobRolesReader, csv_bytes

pytestmark = pytest.mark.django_db
AT = moment()


def start(*rows, at=AT, source_key=""):
    return start_file_import(
        kind=JOB_ROLES,
        file=csv_bytes(*rows),
        file_name="roles.csv",
        source_key=source_key,
        by=None,
        at=at,
    )


def confirmed(*rows):
    file_import = start(*rows)
    assert confirm_file_import(file_import=file_import, kind=JOB_ROLES, by=None, at=AT)
    return file_import


def run(file_import, clock=lambda: AT):
    return run_file_import(file_import, JOB_ROLES, clock)


def counts(file_import):
    names = ("read", "new", "changed", "known", "rejected", "skipped")
    return tuple(getattr(file_import, f"rows_{name}") for name in names)


ROWS = ["Code;Name", "a;Waiter", ";Nobody", "b;Cook", "", "Code;Name", "Total: 2"]


def test_a_file_is_taken_in_and_its_counts_add_up():
    done = run(confirmed(*ROWS))

    assert (done.state, counts(done)) == ("done", (3, 2, 0, 0, 1, 3))
    assert done.rows_total == done.place == 6
    assert set(JobRole.objects.values_list("code", "name")) >= {
        ("a", "Waiter"),
        ("b", "Cook"),
    }


def test_the_same_file_again_changes_nothing():
    run(confirmed(*ROWS))

    again = run(confirmed(*ROWS))

    assert (again.rows_new, again.rows_changed) == (0, 0)
    assert again.rows_known == 2


def test_the_file_is_deleted_when_it_is_done():
    file_import = confirmed(*ROWS)
    name = file_import.file.name
    assert default_storage.exists(name)

    run(file_import)

    assert not default_storage.exists(name)
    file_import.refresh_from_db()
    assert not file_import.file


def test_a_file_stopped_for_good_is_deleted_and_is_not_run(
    django_capture_on_commit_callbacks,
):
    file_import = confirmed(*ROWS)
    name = file_import.file.name

    with django_capture_on_commit_callbacks(execute=True):
        cancel_file_import(file_import=file_import, by=None, at=AT)

    assert not default_storage.exists(name)
    assert (run(file_import).state, JobRole.objects.count()) == ("cancelled", 0)


def test_a_paused_import_goes_on_where_it_stopped(monkeypatch):
    monkeypatch.setattr(acts, "FIRST_CHUNK", 2)
    monkeypatch.setattr(acts, "SMALLEST_CHUNK", 2)
    monkeypatch.setattr(acts, "SMALLEST_CHUNK_WITH_ROW_LOCKS", 2)
    monkeypatch.setattr(acts, "LARGEST_CHUNK", 2)
    monkeypatch.setattr(acts, "GAP_SECONDS", 0)
    file_import = confirmed("Code;Name", *(f"c{n};Role {n}" for n in range(7)))

    class Pausing(JobRolesReader):
        def read(self, line, cells):
            if line == 5:
                pause_file_import(file_import=file_import, by=None, at=AT)
            return super().read(line, cells)

    kind = replace(JOB_ROLES, open=Pausing)
    paused = run_file_import(file_import, kind, lambda: AT)
    assert paused.state == "paused"
    assert 0 < paused.rows_read < 7

    resume_file_import(file_import=file_import, by=None, at=AT)
    assert (run(file_import).state, JobRole.objects.count()) == ("done", 7)


def test_a_second_worker_leaves_an_import_alone_until_the_first_is_silent():
    file_import = confirmed(*ROWS)
    FileImport.objects.filter(pk=file_import.pk).update(state="running", claimed_at=AT)

    assert run(file_import).state == "running"
    with pytest.raises(ValidationError):
        resume_file_import(file_import=file_import, by=None, at=AT)

    later = AT + dt.timedelta(minutes=2)
    assert run(file_import, lambda: later).state == "done"


def test_a_worker_that_was_overtaken_writes_nothing_more():
    file_import = confirmed(*ROWS)

    class Overtaken(JobRolesReader):
        def read(self, line, cells):
            FileImport.objects.filter(pk=file_import.pk).update(
                claimed_at=AT + dt.timedelta(hours=1)
            )
            return super().read(line, cells)

    kind = replace(JOB_ROLES, open=Overtaken)
    after = run_file_import(file_import, kind, lambda: AT)

    assert (after.state, counts(after)) == ("running", (0, 0, 0, 0, 0, 0))
    assert JobRole.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_take_a_file_in_once(tmp_path):
    with database_in_a_file(tmp_path / "encore.sqlite3"):
        file_import = confirmed("Code;Name", *(f"c{n};Role {n}" for n in range(300)))

        with Together() as together:
            together.start(run, file_import)
            together.start(run, file_import)

        file_import.refresh_from_db()
        assert (file_import.state, counts(file_import)[:2]) == ("done", (300, 300))
        assert JobRole.objects.count() == 300


def test_an_import_that_raises_is_marked_and_can_go_on():
    file_import = confirmed(*ROWS)

    class Broken(JobRolesReader):
        def write(self, rows, **facts):
            raise RuntimeError("no room")

    kind = replace(JOB_ROLES, open=Broken)
    with pytest.raises(RuntimeError):
        run_file_import(file_import, kind, lambda: AT)

    file_import.refresh_from_db()
    assert (file_import.state, file_import.note) == ("failed", "error")
    resume_file_import(file_import=file_import, by=None, at=AT)
    assert run(file_import).state == "done"


def test_an_import_whose_file_is_gone_says_so():
    file_import = confirmed(*ROWS)
    default_storage.delete(file_import.file.name)

    failed = run(file_import)

    assert (failed.state, failed.note) == ("failed", "file_gone")


def test_what_was_read_before_is_recalled(monkeypatch):
    readers = []

    class Noting(JobRolesReader):
        def __init__(self, *words):
            super().__init__(*words)
            readers.append(self)

    file_import = confirmed("Code;Name", "a;A", "", "b;B", "c;C")
    FileImport.objects.filter(pk=file_import.pk).update(
        rows_read=2, rows_new=2, rows_skipped=1
    )
    kind = replace(JOB_ROLES, open=Noting)

    done = run_file_import(file_import, kind, lambda: AT)

    assert readers[-1].recalled == ["a", "b"]
    assert (done.rows_read, done.rows_new) == (3, 3)


def test_a_worker_gives_signs_of_life_while_it_recalls_and_finishes(monkeypatch):
    monkeypatch.setattr(acts, "RECALLED_AT_ONCE", 2, raising=False)
    file_import = confirmed("Code;Name", *(f"c{n};Role {n}" for n in range(7)))
    FileImport.objects.filter(pk=file_import.pk).update(rows_read=6, rows_new=6)
    clock, silent = [AT], []

    def a_while():
        clock[0] += dt.timedelta(seconds=50)
        here = FileImport.objects.get(pk=file_import.pk)
        silent.append(acts.is_stale(here, clock[0]))

    class Slow(JobRolesReader):
        def recall(self, line, cells):
            a_while()

        def finish(self, file_import, at, beat):
            for _part in range(6):
                a_while()
                beat()

    done = run_file_import(file_import, replace(JOB_ROLES, open=Slow), lambda: clock[0])

    assert done.state == "done"
    assert silent == [False] * 12


def test_a_worker_that_was_overtaken_while_it_finishes_ends_there():
    file_import = confirmed(*ROWS)
    later = AT + dt.timedelta(hours=1)

    class Overtaken(JobRolesReader):
        def finish(self, file_import, at, beat):
            FileImport.objects.filter(pk=file_import.pk).update(claimed_at=later)
            beat()
            raise AssertionError("it went on")

    after = run_file_import(file_import, replace(JOB_ROLES, open=Overtaken), lambda: AT)

    assert (after.state, after.claimed_at) == ("running", later)


def test_columns_are_remembered_by_source_and_header_and_answers_are_not():
    rows = ["Kuerzel;Was;Language", "a;A;en"]
    file_import = start(*rows, source_key="hr")
    mapping = FileMapping({"code": 0, "name": 1, "language": 2}, {"language": "en"})
    map_file_import(file_import=file_import, kind=JOB_ROLES, mapping=mapping, at=AT)

    assert start(*rows, source_key="hr").mapping == {
        "columns": mapping.columns,
        "answers": {},
    }
    assert start(*rows, source_key="till").mapping["columns"] == {"language": 2}


def test_columns_may_be_remembered_only_once_the_file_is_confirmed():
    rows = ["Kuerzel;Was", "a;A"]
    draft = start(*rows)
    facts = {"kind": JOB_ROLES, "at": AT}
    mapping = FileMapping({"code": 0, "name": 1})
    map_file_import(file_import=draft, mapping=mapping, remembers=False, **facts)
    before = start(*rows).mapping["columns"]

    confirm_file_import(file_import=draft, by=None, **facts)

    assert before == {}
    assert start(*rows).mapping["columns"] == mapping.columns


@pytest.mark.parametrize(
    ("columns", "code"),
    [
        ({"code": 0, "name": 5}, "column_unknown"),
        ({"code": 0, "name": -1}, "column_unknown"),
        ({"code": 0, "colour": 1}, "column_unknown"),
        ({"code": 0, "name": 0}, "column_twice"),
    ],
)
def test_columns_that_cannot_be_are_refused(columns, code):
    file_import = start("Code;Name", "a;A")

    with pytest.raises(ValidationError) as refusal:
        map_file_import(
            file_import=file_import, kind=JOB_ROLES, mapping=FileMapping(columns), at=AT
        )

    assert refusal.value.code == code


def test_what_is_missing_or_open_keeps_a_file_from_being_confirmed():
    facts = {"kind": JOB_ROLES, "by": None, "at": AT}
    with pytest.raises(ValidationError) as refusal:
        confirm_file_import(file_import=start("Code;What", "a;A"), **facts)
    assert refusal.value.code == "columns_missing"

    file_import = start("Code;Name;Language", "a;A;en")
    with pytest.raises(ValidationError) as refusal:
        confirm_file_import(file_import=file_import, **facts)
    assert refusal.value.code == "questions_open"
    assert [q.key for q in file_preview(file_import, JOB_ROLES).questions] == [
        "language"
    ]


def test_a_second_confirmation_does_nothing():
    file_import = confirmed(*ROWS)

    assert not confirm_file_import(
        file_import=file_import, kind=JOB_ROLES, by=None, at=AT
    )


def test_preview_shows_rows_as_they_would_be_read():
    preview = file_preview(start(*ROWS), JOB_ROLES)

    assert [(row.line, row.values) for row in preview.shown[:1]] == [
        (2, {"code": "a", "name": "Waiter"})
    ]
    assert preview.shown[1].refused.code == "code_missing"


def test_rejected_rows_come_with_reasons_and_go_out_harmless():
    done = run(confirmed("Code;Name", ";=secret()", ";two", "a;ok;more"))

    reasons = rejected_reasons(done, JOB_ROLES)
    assert [(r.code, r.column, r.count, r.first_line) for r in reasons] == [
        ("code_missing", "Code", 2, 2),
        ("too_many_cells", "", 1, 4),
    ]
    assert list(rejected_table(done, JOB_ROLES)) == [
        ["Code", "Name", "Encore: row", "Encore: reason", "Encore: way out"],
        ["", "'=hash()", "2", "The code is missing.", "Fill it in."],
        ["", "two", "3", "The code is missing.", "Fill it in."],
        [
            "a",
            "ok",
            "4",
            "This row has more cells than the header has names.",
            "Look whether a text holds the character that separates the columns.",
            "more",
        ],
    ]


def test_rows_handed_back_are_read_by_the_columns_remembered():
    rows = ["Kuerzel;Was", ";A"]
    file_import = start(*rows)
    mapping = FileMapping({"code": 0, "name": 1})
    map_file_import(file_import=file_import, kind=JOB_ROLES, mapping=mapping, at=AT)
    confirm_file_import(file_import=file_import, kind=JOB_ROLES, by=None, at=AT)
    done = run(file_import)

    mended = [";".join(row) for row in rejected_table(done, JOB_ROLES)]
    again = start(mended[0], "x" + mended[1])

    assert again.mapping["columns"] == {"code": 0, "name": 1}


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("=1+1", "'=1+1"),
        ("@x", "'@x"),
        ("-5", "-5"),
        ("+4,5", "+4,5"),
        ("-5+cmd", "'-5+cmd"),
        ("", ""),
    ],
)
def test_harmless_disarms_formulas_and_leaves_numbers(text, safe):
    assert harmless(text) == safe


def test_old_drafts_files_and_rows_are_put_away():
    name = start(*ROWS).file.name
    done = run(confirmed(*ROWS))
    assert RejectedRow.objects.count() == 1

    dropped = drop_old_file_imports(at=AT + dt.timedelta(days=100))
    drop_old_file_imports(at=AT + dt.timedelta(days=100))

    assert dropped == 1
    assert not default_storage.exists(name)
    assert RejectedRow.objects.count() == 0
    done.refresh_from_db()
    assert done.rows_rejected == 1


def test_who_brings_a_file_does_not_wait_for_others_to_be_put_away():
    old = start(*ROWS)

    start(*ROWS, at=AT + dt.timedelta(days=100))

    old.refresh_from_db()
    assert old.state == "draft"
    assert default_storage.exists(old.file.name)


def test_reasons_cost_two_statements_at_any_length(django_assert_num_queries):
    few = run(confirmed("Code;Name", *[";x"] * 3))
    many = run(confirmed("Code;Name", *[";x"] * 300))

    for file_import in (few, many):
        with django_assert_num_queries(2):
            rejected_reasons(file_import, JOB_ROLES)


def test_seconds_left_follows_the_pace_so_far():
    file_import = FileImport(
        state="running",
        rows_total=100,
        rows_read=40,
        begun_place=20,
        begun_at=AT,
        claimed_at=AT + dt.timedelta(seconds=10),
    )

    assert seconds_left(file_import) == 30
    assert seconds_left(FileImport(state="running")) is None


def test_chunks_stay_short_and_grow_with_what_they_take(monkeypatch):
    if connection.vendor == "sqlite":
        monkeypatch.setattr(acts, "GAP_SECONDS", 0)
    lengths = []

    class Measuring(JobRolesReader):
        def write(self, rows, **facts):
            lengths.append(len(rows))
            return super().write(rows, **facts)

    kind = replace(JOB_ROLES, open=Measuring)
    file_import = confirmed("Code;Name", *(f"c{n};R" for n in range(3_000)))
    run_file_import(file_import, kind, lambda: AT)

    assert lengths[0] == acts.FIRST_CHUNK
    assert max(lengths) <= acts.LARGEST_CHUNK
    assert sum(lengths) == 3_000
