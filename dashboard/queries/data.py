"""What the pages called Data show: files on their way in, and what is here already."""

from dataclasses import dataclass

from django.db.models import Count, F, Max, Min, Value
from django.db.models.functions import Concat
from django.utils.formats import date_format

from feedback.actions.visits_import import VISITS, lacks_visits
from feedback.choices import SourceKind
from feedback.importing.visits import said_day
from feedback.models import Response, Source
from staff.importing.kind import FileMapping
from staff.models import Employee, FileImport, PeopleImport
from staff.queries.file_import import file_preview, sample_rows
from training.choices import CertificationSource, EnrolmentSource
from training.models import CertificationPeriod, Enrolment

# Rows of a draft that are read for its page, and those of them that are shown.
LOOKED_AT, SHOWN_ROWS, SHOWN_REFUSED = 200, 12, 8
PEOPLE = "people"
# Columns that say who served, in whichever of them it stands.
WHO = ("number", "email", "employee", "first_name")


def all_imports(kinds):
    """Return the imports of people and of ``kinds``, keys, as dicts, the newest first.

    A queryset: uuid, kind ("people" for those), file_name, state, created_at, by.
    """
    name = Concat(F("created_by__first_name"), Value(" "), F("created_by__last_name"))
    fields = ("uuid", "the_kind", "file_name", "state", "created_at", "by")
    files = FileImport.objects.filter(kind__in=kinds).annotate(
        the_kind=F("kind"), by=name
    )
    people = PeopleImport.objects.annotate(the_kind=Value(PEOPLE), by=name)
    return (
        files.values(*fields)
        .union(people.values(*fields), all=True)
        .order_by("-created_at", "uuid")
    )


@dataclass(frozen=True)
class InHouse:
    """What is here. answers, trainings, certificates: counts, of the last two those from
    files; the days: first and last, or None.

    sources: the sources of visits, each with ``complete_through``, a date or None.
    """

    people: int
    answers: int
    first_answer_at: object
    last_answer_at: object
    trainings: int
    certificates: int
    sources: list


def in_house():
    """Return the InHouse: five statements."""
    answers = Response.objects.aggregate(
        count=Count("pk"), first=Min("answered_at"), last=Max("answered_at")
    )
    visits = Source.objects.filter(kind=SourceKind.VISITS)
    return InHouse(
        people=Employee.objects.count(),
        answers=answers["count"],
        first_answer_at=answers["first"],
        last_answer_at=answers["last"],
        trainings=Enrolment.objects.filter(source=EnrolmentSource.IMPORT).count(),
        certificates=CertificationPeriod.objects.filter(
            source=CertificationSource.IMPORT
        ).count(),
        sources=list(
            visits.annotate(
                complete_through=Max("complete_periods__last_day")
            ).order_by("name")
        ),
    )


@dataclass(frozen=True)
class Rows:
    """Rows of a draft as a table. labels: of its columns. rows: (line, texts by column,
    the sentence of what is wrong or None).
    """

    labels: list
    rows: list


@dataclass(frozen=True)
class Draft:
    """A draft as it would be read.

    good, refused: the first Rows that would come in, and that would be set aside.
    looked_at, refused_count: of the first rows. said: pairs of a question and its
    answer, in words.
    """

    good: Rows
    refused: Rows
    looked_at: int
    refused_count: int
    said: list


def draft_of(file_import, kind):
    """Return the Draft of ``file_import``, or None while something is still to be said."""
    preview = file_preview(file_import, kind)
    if preview.missing or any(question.is_open for question in preview.questions):
        return None
    answers = {question.key: question.proposed for question in preview.questions}
    mapping = FileMapping(
        preview.mapping.columns, {**preview.mapping.answers, **answers}
    )
    sample = sample_rows(file_import, kind, most=LOOKED_AT)
    shown = kind.open(mapping, file_import).preview(sample)
    refused = [row for row in shown if row.refused]
    good = [row for row in shown if not row.refused]
    return Draft(
        good=_table(good[:SHOWN_ROWS], kind),
        refused=_table(refused[:SHOWN_REFUSED], kind),
        looked_at=len(shown),
        refused_count=len(refused),
        said=[
            (
                each.text,
                dict(each.choices).get(each.proposed) or _in_words(each.proposed),
            )
            for each in preview.questions
        ],
    )


def _in_words(answer):
    """Return ``answer`` as people say it: a day in their words."""
    day = said_day(answer)
    return date_format(day, "j M Y") if day else answer


def _table(shown, kind):
    """Return ``shown``, Shown, as Rows with the columns in which something stands."""
    filled = {key for row in shown for key, text in row.values.items() if text}
    columns = [column for column in kind.columns if column.key in filled]
    return Rows(
        labels=[column.label for column in columns],
        rows=[
            (
                row.line,
                [row.values.get(column.key, "") for column in columns],
                row.refused and kind.reason(row.refused.code)[0],
            )
            for row in shown
        ],
    )


def examples_of(file_import, kind, preview, most=3):
    """Return, for each column of a draft, pairs of a cell and how it is read.

    preview: a FilePreview. The second is "" where the column is left out or the row
    would be set aside.
    """
    read = {row.line: row for row in preview.shown if not row.refused}
    meanings = {place: key for key, place in preview.mapping.columns.items()}
    examples = [{} for _name in file_import.header]
    for line, cells in sample_rows(file_import, kind, most=LOOKED_AT):
        row = read.get(line)
        for place, cell in enumerate(cells[: len(examples)]):
            if not cell or len(examples[place]) == most:
                continue
            value = _read_as(row, meanings.get(place)) if row else ""
            if value or cell not in examples[place]:
                examples[place][cell] = value
    return [
        [(cell, value if str(value) != cell else "") for cell, value in found.items()]
        for found in examples
    ]


def _read_as(row, key):
    """Return how ``row`` is read in the column ``key``: whoever is meant by name."""
    return row.values.get(key) or (row.values.get("employee", "") if key in WHO else "")


@dataclass(frozen=True)
class Coverage:
    """Through which day the visits of a source are complete. last_day: None for none.

    is_lacking: the file lacked too many rows for its days to be called complete.
    """

    source: Source
    last_day: object
    is_lacking: bool


def coverage_after(file_import):
    """Return the Coverage of the source of ``file_import``; None for other kinds."""
    if file_import.kind != VISITS.key or file_import.state != FileImport.State.DONE:
        return None
    source = Source.objects.filter(key=file_import.source_key).first()
    if source is None:
        return None
    latest = source.complete_periods.aggregate(last=Max("last_day"))["last"]
    return Coverage(source, latest, lacks_visits(file_import))


@dataclass(frozen=True)
class Progress:
    """How far an import is. percent, bad_percent: of its rows; sum to at most 100.

    kept: rows that were new or changed something. minutes_left, seconds_left: one of
    them, or neither while it is unknown.
    """

    percent: float
    bad_percent: float
    kept: int
    minutes_left: int | None
    seconds_left: int | None


def progress_of_import(file_import, seconds):
    """Return the Progress of ``file_import``; seconds: what is left, or None."""
    total = max(file_import.rows_total or 0, file_import.place, 1)
    bad = 100 * file_import.rows_rejected / total
    is_long = seconds is not None and seconds >= 90
    return Progress(
        percent=round(100 * file_import.place / total - bad, 1),
        bad_percent=round(bad, 1),
        kept=file_import.rows_new + file_import.rows_changed,
        minutes_left=round(seconds / 60) if is_long else None,
        # Nobody counts seconds: the next ten will do.
        seconds_left=None
        if seconds is None or is_long
        else int(seconds // 10 + 1) * 10,
    )
