"""Where answers and visits come from, and for which days the visits are all here."""

from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Count, Max, Min

from feedback.choices import MetricKey, SourceKind
from feedback.models import Interaction, Metric, Source
from feedback.queries.feeds import feeds_of
from feedback.rules.returns import Feed, known_through


@dataclass(frozen=True)
class SourceShown:
    """One source. count: of its services; first_day, last_day: of them, or None.

    feed: its Feed where it sends visits, else None. holds_back: whether more would be
    known of who came back, had it ended on its last complete day.
    """

    source: Source
    count: int
    first_day: date | None
    last_day: date | None
    feed: Feed | None
    holds_back: bool

    @property
    def complete_through(self):
        """The last day of which every visit is here; None where nobody has said so."""
        return self.feed.stretches[-1][1] if self.feed and self.feed.stretches else None

    @property
    def last_known_day(self):
        """The last day that it tells anything of, or None."""
        return max(filter(None, (self.last_day, self.complete_through)), default=None)

    @property
    def is_told_later(self):
        """Whether there are visits of days after the one on which it is said to end."""
        ended_on = self.source.ended_on
        return bool(ended_on and self.last_day and self.last_day > ended_on)


@dataclass(frozen=True)
class Sources:
    """shown: SourceShowns, those of visits first. known_through: the last day of which it
    is known who came back, or None. window: the days within which that counts."""

    shown: tuple[SourceShown, ...]
    known_through: date | None
    window: int


def all_sources():
    """Return the Sources of the house: four statements."""
    sources = list(Source.objects.order_by("-kind", "name", "pk"))
    window = Metric.objects.get(key=MetricKey.RETURNED).window_days
    feeds = feeds_of([each for each in sources if each.kind == SourceKind.VISITS])
    counted = (
        Interaction.objects.order_by()
        .values("source")
        .annotate(count=Count("pk"), first=Min("served_on"), last=Max("served_on"))
    )
    counts = {row["source"]: row for row in counted}
    known = known_through(feeds, window)
    return Sources(
        tuple(_shown(each, counts.get(each.pk), feeds, window) for each in sources),
        known,
        window,
    )


def _shown(source, counted, feeds, window):
    feed = next((each for each in feeds if each.source_id == source.pk), None)
    counted = counted or {"count": 0, "first": None, "last": None}
    return SourceShown(
        source,
        counted["count"],
        counted["first"],
        counted["last"],
        feed,
        feed is not None and _holds_back(feed, feeds, window),
    )


def _holds_back(feed, feeds, window):
    if feed.ended_on is not None or not feed.stretches:
        return False
    ended = replace(feed, ended_on=feed.stretches[-1][1])
    others = [ended if each is feed else each for each in feeds]
    known, without = known_through(feeds, window), known_through(others, window)
    return without is not None and (known is None or without > known)
