"""Files of visits and sales: who came when, and through which day that is all."""

from dataclasses import replace
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from feedback.actions.answers_import import AnswersReader
from feedback.actions.returns import measure_returns
from feedback.actions.sources import open_source, record_complete_days
from feedback.actions.summing import sum_between
from feedback.choices import SourceKind
from feedback.importing.visits import (
    COLUMNS,
    FALLBACKS,
    LAST_VISIT,
    NEEDS,
    REASONS,
    VisitCells,
    said_day,
    visit_questions,
)
from feedback.models import CompletePeriod, ReturnsMark, Source
from staff.importing.kind import Kind, Refused
from staff.models import FileImport, Team

# With a larger share of its rows set aside, nobody can say that every visit is here.
MOST_SET_ASIDE = 0.02
# Customers measured between two signs of life.
CUSTOMERS_AT_ONCE = 3_000


class VisitsReader(AnswersReader):
    """Rows are Served without an answer. It also notes on which days the visits were."""

    def __init__(self, mapping, file_import):
        super().__init__(mapping, file_import)
        latest = file_import.confirmed_at or file_import.created_at or now()
        self._today = latest.date()
        self._rows_total = file_import.rows_total
        self._cells = VisitCells(mapping, self._today, self._key_of)
        self._first = self._last = None
        self._has_zones = False

    def read(self, line, cells):
        """Return the Served of a row, or Refused."""
        served = super().read(line, cells)
        if not isinstance(served, Refused):
            day = served.served_on
            self._first = min(self._first or day, day)
            self._last = max(self._last or day, day)
        return served

    def write(self, rows, *, file_import, at):
        """Record the visits; return the Counts."""
        by = file_import.created_by
        if self._source is None:
            self._source = self._opened(at, by)
        return self._record(rows, at, by)

    def finish(self, file_import, at, beat):
        """Record for which days the source is complete; measure who came back; sum."""
        stretch = self._stretch()
        if stretch and not lacks_visits(FileImport.objects.get(pk=file_import.pk)):
            by = file_import.created_by
            first_day, last_day = stretch
            record_complete_days(
                source=self._opened(at, by),
                first_day=first_day,
                last_day=last_day,
                at=at,
                by=by,
            )
        while ReturnsMark.objects.exists():
            measure_returns(at=at, most=CUSTOMERS_AT_ONCE)
            beat()
        sum_between(beat, at)

    def questions(self, sample, mapping):
        latest = CompletePeriod.objects.filter(source__key=self._source_key).order_by(
            "-last_day"
        )
        return visit_questions(
            sample,
            mapping,
            self._header,
            key_of=self._key_of,
            known=latest.values_list("first_day", "last_day").first(),
            claimed=self._claimed(),
            today=self._today,
            has_all=self._rows_total is not None and len(sample) >= self._rows_total,
        )

    def _claimed(self):
        """Return the days that the last file of the source was said to be complete for,
        where it lacked too many rows to be; else None."""
        last = (
            FileImport.objects.filter(
                kind="visits",
                source_key=self._source_key,
                state=FileImport.State.DONE,
            )
            .order_by("-finished_at")
            .first()
        )
        if last is None or not lacks_visits(last):
            return None
        answers = last.mapping.get("answers", {})
        first, through = (
            said_day(answers.get(key, ""))
            for key in ("complete_from", "complete_through")
        )
        return (first, through) if first and through else None

    def _opened(self, at, by):
        return open_source(key=self._source_key, kind=SourceKind.VISITS, by=by, at=at)

    def _served(self, answer, identity):
        moment = answer.occurred
        self._has_zones |= getattr(moment, "tzinfo", None) is not None
        return replace(super()._served(answer, identity), spend=answer.spend)

    def _in_words(self, cells, row, people, teams):
        words = super()._in_words(cells, row, people, teams)
        return words | ({} if row.spend is None else {"spend": f"{row.spend:.2f}"})

    def _key_of(self, text):
        """Return what stands for a customer in the answers: nothing that names them."""
        return self._customer_hash(text)[:16]

    def _stretch(self):
        """Return the first and last day for which the file is complete, or None."""
        answers = self._mapping.answers
        last = said_day(answers.get("complete_through", ""))
        first = said_day(answers.get("complete_from", "")) or self._first
        if last is None or first is None:
            return None
        if answers.get("complete_beyond") == LAST_VISIT:
            last = min(last, self._last) if self._last else None
        if last and self._has_zones and self._is_elsewhere():
            # Times in one zone, teams in another: there the last day may not be over.
            last -= timedelta(days=1)
        return (first, last) if last and first <= last else None

    def _is_elsewhere(self):
        return Team.objects.exclude(time_zone="UTC").exists()


def lacks_visits(file_import):
    """Return whether so many rows were set aside that days cannot be called complete."""
    return file_import.rows_rejected > MOST_SET_ASIDE * file_import.rows_read


def check_visits_source(source_key):
    """Raise ValidationError unless visits can come from a source of this key.

    Codes: "source_missing", "source_invalid", "other_kind".
    """
    if not source_key:
        raise ValidationError(_("Say which till or list this is."), "source_missing")
    try:
        validate_slug(source_key)
    except ValidationError as refusal:
        raise ValidationError(
            _("The key of a source has letters, figures, “-” and “_” only."),
            "source_invalid",
        ) from refusal
    source = Source.objects.filter(key=source_key).first()
    if source and source.kind != SourceKind.VISITS:
        raise ValidationError(
            _("“%(source)s” sends answers, not visits."),
            "other_kind",
            {"source": source},
        )


VISITS = Kind(
    key="visits",
    title=_("Visits and sales"),
    columns=COLUMNS,
    needs=NEEDS,
    reasons=REASONS,
    open=VisitsReader,
    check=check_visits_source,
    fallbacks=FALLBACKS,
)
