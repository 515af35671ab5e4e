"""Sources: opening them, and saying for which days their visits are complete."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from events.record import record
from feedback.choices import MetricKey
from feedback.models import CompletePeriod, Metric, ReturnsMark, Source
from feedback.queries.feeds import feeds_of, locked_visit_sources
from feedback.rules.returns import changed_days, joined, without

# It may be tomorrow already where the source is.
AHEAD = timedelta(hours=14)


@transaction.atomic
def open_source(*, key, kind, name="", record_url="", by=None, at):
    """Return the Source with ``key``; where there is none, a new one.

    key: a slug. kind: a SourceKind. name: what people call it; the key where it is
    empty. Raises ValidationError, code "other_kind" when the key is that of a source of
    the other kind, and of its fields when they are no good.
    """
    source = Source.objects.select_for_update(no_key=True).filter(key=key).first()
    if source is None:
        new = Source(key=key, kind=kind, name=name or key, record_url=record_url)
        new.full_clean(validate_unique=False)
        source, is_new = Source.objects.get_or_create(
            key=key,
            defaults={"kind": kind, "name": new.name, "record_url": record_url},
        )
        if is_new:
            record("source.opened", at=at, by=by, subject=source)
    if source.kind != kind:
        raise ValidationError(
            _("“%(source)s” sends something else: %(kind)s."),
            code="other_kind",
            params={"source": source, "kind": source.get_kind_display()},
        )
    return source


@transaction.atomic
def record_complete_days(*, source, first_day, last_day, at, by=None):
    """Record that every visit of ``source`` on these days has arrived, both included.

    Days are dates where the teams are: a source that says it in another zone leaves off
    the day that may not be over. Returns the CompletePeriod that now holds them.
    Raises ValidationError, code "not_visits", "ends_before_begins" or "future".
    """
    if last_day > (at + AHEAD).date():
        raise ValidationError(_("That day is not over yet."), code="future")
    with _Coverage(source, at, by) as coverage:
        _refuse_backwards(first_day, last_day)
        coverage.keep(joined(coverage.stretches, (first_day, last_day)))
    return CompletePeriod.objects.get(
        source=source, first_day__lte=first_day, last_day__gte=last_day
    )


@transaction.atomic
def withdraw_complete_days(*, source, first_day, last_day, at, by=None):
    """Record that visits on these days may be missing; return how many stretches stay.

    Raises ValidationError, code "not_visits" or "ends_before_begins".
    """
    with _Coverage(source, at, by) as coverage:
        _refuse_backwards(first_day, last_day)
        rest = without(coverage.stretches, (first_day, last_day))
        coverage.keep(rest)
    return len(rest)


@transaction.atomic
def end_source(*, source, ended_on, at, by=None):
    """Record the last day ``source`` tells of, a date, or None when it goes on.

    Returns the Source. Raises ValidationError, code "not_visits" or "future".
    """
    if ended_on is not None and ended_on > (at + AHEAD).date():
        raise ValidationError(_("That day is not over yet."), code="future")
    with _Coverage(source, at, by) as coverage:
        coverage.source.ended_on = ended_on
        coverage.source.save(update_fields=["ended_on"])
    return coverage.source


def _refuse_backwards(first_day, last_day):
    if last_day < first_day:
        raise ValidationError(
            _("The last day lies before the first."), code="ends_before_begins"
        )


class _Coverage:
    """A change of what is complete, under the locks of all sources of visits.

    At its end the service days of which something else is known are marked.
    """

    def __init__(self, source, at, by):
        self._sources = locked_visit_sources()
        self._at, self._by = at, by
        self.source = next((s for s in self._sources if s.pk == source.pk), None)
        if self.source is None:
            raise ValidationError(
                _("“%(source)s” does not send visits."),
                code="not_visits",
                params={"source": source},
            )

    def __enter__(self):
        self._before = feeds_of(self._sources)
        return self

    def __exit__(self, failure, *_details):
        if failure:
            return
        after = feeds_of(self._sources)
        if after == self._before:
            return
        window = Metric.objects.get(key=MetricKey.RETURNED).window_days
        ReturnsMark.objects.bulk_create(
            ReturnsMark(first_day=first, last_day=last)
            for first, last in changed_days(self._before, after, window)
        )
        record(
            "source.completed",
            at=self._at,
            by=self._by,
            subject=self.source,
            fields=["complete_periods", "ended_on"],
        )

    @property
    def stretches(self):
        own = next(f for f in self._before if f.source_id == self.source.pk)
        return own.stretches

    def keep(self, stretches):
        """Put ``stretches`` in the place of the complete periods of the source."""
        if tuple(stretches) == self.stretches:
            return
        self.source.complete_periods.all().delete()
        CompletePeriod.objects.bulk_create(
            CompletePeriod(source=self.source, first_day=first, last_day=last)
            for first, last in stretches
        )
