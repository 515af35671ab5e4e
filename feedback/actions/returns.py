"""Measuring who came back, as soon as that can be known, and again when it changes."""

from functools import cache
from itertools import groupby, islice
from uuid import uuid4

from django.db import transaction

from events.pouring import overwrite, pour
from events.record import record
from feedback.choices import MetricKey, SourceKind
from feedback.models import (
    Credit,
    DirtyWeek,
    Interaction,
    Measurement,
    Metric,
    ReturnsMark,
)
from feedback.queries.feeds import feeds_of, locked_visit_sources
from feedback.rules.returns import returns, watching

# Customers measured in one transaction, and ids in one statement.
CUSTOMERS, LONGEST_LIST = 300, 5_000


def measure_returns(*, at, most=None):
    """Measure who came back wherever visits or what is known have changed.

    Returns how many measurements were made, changed or taken away. at: the moment. most:
    stop after about so many customers; None goes on until no mark is left. Of a visit
    of a known customer in a source of visits: 1 when the customer came again on one of
    the next ``window_days`` days of the metric, in a source that tells of all of them,
    else 0; no measurement while that is not known (feedback.rules.returns). Each slice
    is a short transaction of its own. Weeks are marked; summing them comes after.
    Raises RuntimeError inside a transaction.
    """
    measured = customers = 0
    while ReturnsMark.objects.exists() and (most is None or customers < most):
        done, changed = _measure_slice(at)
        customers, measured = customers + done, measured + changed
    return measured


@transaction.atomic(durable=True)
def _measure_slice(at):
    """Measure the customers that have waited longest; return (customers, changes).

    Under the locks of all sources of visits, which recording takes too: nothing moves.
    """
    feeds = feeds_of(locked_visit_sources())
    customers = _marked_customers() or _customers_of_days()
    metric = Metric.objects.get(key=MetricKey.RETURNED)
    now = _returns_of(customers, feeds, metric.window_days)
    was = {
        interaction_id: (pk, value)
        for interaction_id, pk, value in Measurement.objects.filter(
            metric=metric, interaction__customer__in=customers
        ).values_list("interaction", "id", "value")
    }
    added = [pk for pk, value in now.items() if pk not in was]
    changed = [pk for pk, value in now.items() if pk in was and was[pk][1] != value]
    gone = [pk for pk in was if pk not in now]
    fields = ["interaction", "response", "metric", "value", "raw", "scale"]
    pour(Measurement, fields, [(pk, None, metric.pk, now[pk], "", "") for pk in added])
    overwrite(Measurement, ["value"], [(now[pk], was[pk][0]) for pk in changed])
    for ids in _slices([was[pk][0] for pk in gone]):
        Measurement.objects.filter(pk__in=ids).delete()
    touched = [*added, *changed, *gone]
    if touched:
        _tell(touched, at)
    return len(customers), len(touched)


def _tell(interaction_ids, at):
    """Mark the weeks of these interactions and write the slice into the journal."""
    batch, places = uuid4(), set()
    for ids in _slices(interaction_ids):
        places.update(
            Credit.objects.filter(interaction__in=ids).values_list("team", "week")
        )
        Interaction.objects.filter(pk__in=ids).update(batch=batch)
    pour(DirtyWeek, ["team", "week"], sorted(places))
    record("feedback.measured", at=at, batch=batch)


def _marked_customers():
    """Return the ids of the customers marked first; their marks are taken away."""
    marks = ReturnsMark.objects.filter(customer__isnull=False)
    first = marks.order_by("pk").values_list("customer", flat=True)[:CUSTOMERS]
    customers = sorted(set(first))
    marks.filter(
        pk__in=list(marks.filter(customer__in=customers).values_list("pk", flat=True))
    ).delete()
    return customers


def _customers_of_days():
    """Return the next customers of the stretch of days marked first, and move it on."""
    mark = ReturnsMark.objects.filter(customer=None).order_by("pk").first()
    if mark is None:
        return []
    customers = list(
        Interaction.objects.filter(
            customer__gt=mark.done_through,
            served_on__range=(mark.first_day, mark.last_day),
            source__kind=SourceKind.VISITS,
        )
        .order_by("customer")
        .values_list("customer", flat=True)
        .distinct()[:CUSTOMERS]
    )
    if len(customers) < CUSTOMERS:
        mark.delete()
    else:
        mark.done_through = customers[-1]
        mark.save()
    return customers


def _returns_of(customers, feeds, window):
    """Return {interaction id: 1.0 or 0.0} of what is known of these customers' visits."""
    watching_on = cache(lambda day: watching(feeds, day, window))
    visits = (
        Interaction.objects.filter(
            customer__in=customers, source__kind=SourceKind.VISITS
        )
        .order_by("customer", "served_on")
        .values_list("customer", "id", "served_on", "source")
    )
    known = {}
    for _customer, group in groupby(visits.iterator(), key=lambda row: row[0]):
        own = list(group)
        answers = returns([row[2:] for row in own], watching_on, window)
        for (_customer_id, pk, *_when), answer in zip(own, answers, strict=True):
            if answer is not None:
                known[pk] = float(answer)
    return known


def _slices(ids):
    rest = iter(ids)
    while part := list(islice(rest, LONGEST_LIST)):
        yield part
