"""Which sources tell of visits, and for which days all of them have arrived."""

from collections import defaultdict

from feedback.choices import SourceKind
from feedback.models import CompletePeriod, Source
from feedback.rules.returns import Feed


def locked_visit_sources():
    """Return every source of visits, locked, inside a transaction.

    Whoever needs several takes them in this order, so that nobody waits in a circle.
    """
    sources = Source.objects.filter(kind=SourceKind.VISITS).order_by("pk")
    return list(sources.select_for_update(no_key=True))


def feeds_of(sources):
    """Return the Feeds of ``sources``, in one statement."""
    stretches = defaultdict(list)
    periods = CompletePeriod.objects.filter(source__in=sources).order_by("first_day")
    for source_id, *days in periods.values_list("source", "first_day", "last_day"):
        stretches[source_id].append(tuple(days))
    return [
        Feed(source.pk, tuple(stretches[source.pk]), source.ended_on)
        for source in sources
    ]
