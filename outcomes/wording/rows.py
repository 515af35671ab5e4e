"""A table of modules as a page shows it: sentence, interval, verdict, cost."""

from dataclasses import dataclass, replace

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from outcomes.choices import Verdict
from outcomes.wording.amounts import Amounts, money, time_spent, whole
from outcomes.wording.axis import Axis, Line, axis_for
from outcomes.wording.verdicts import (
    Reading,
    Said,
    line_label,
    people_sentence,
    reading_of,
    said_of,
)


@dataclass(frozen=True)
class ShownRow:
    """One module, ready to be read. line: None where no interval may be drawn.

    has_few_teams: whether the line is drawn, but no verdict may be struck from it.
    left: how many of the people it cost have left since, in words; "" for none.
    """

    is_judgement: bool
    module: object
    estimate: object
    metric: object
    said: Said
    reading: Reading
    line: Line | None
    label: str
    cost: object
    time: str
    money: str
    beside: str
    people: str
    has_few_teams: bool
    left: str = ""

    @property
    def is_to_spread(self):
        """Whether more people should do it: judged to pay off.

        Fragile or not: that mark stands beside a verdict and changes nothing in it.
        """
        return self.is_judgement and self.estimate.verdict == Verdict.PAYS_OFF

    @property
    def is_to_stop(self):
        """Whether nobody should do it any more until someone has looked."""
        return self.is_judgement and self.estimate.verdict == Verdict.HARMFUL


@dataclass(frozen=True)
class ShownTable:
    """All modules in one metric on one axis. nobody: modules that nobody completed."""

    amounts: Amounts
    axis: Axis
    ticks: list
    rows: list
    nobody: list

    @property
    def worth(self):
        """The smallest effect worth having as a row says it, ".10"; "" where none is
        drawn.
        """
        return self.amounts.size(self.axis.worth) if self.axis.has_worth else ""


def worth_of(analysis, metric):
    """Return the smallest effect worth having that ``analysis`` went by, or None."""
    for told in analysis.parameters.get("metrics", ()):
        if told["key"] == metric.key:
            return told["worthwhile"]
    return metric.smallest_effect


def shown_table(rows, metric, analysis, house=None, left=None):
    """Return the ShownTable of ``rows``, PayoffRows of ``analysis`` about ``metric``.

    house: how many people work here, for what cannot be answered with them. left: {id
    of an estimate: how many of its people have left}, None where that is not told.
    """
    judged = [row for row in rows if row.estimate is not None]
    amounts = Amounts.of(metric)
    readings = [reading_of(row.estimate, amounts) for row in judged]
    worth = worth_of(analysis, metric)
    axis = axis_for(amounts, worth, _held(readings))
    return ShownTable(
        amounts=amounts,
        axis=axis,
        ticks=axis.ticks(amounts),
        rows=[
            _shown(row, metric, amounts, reading, axis, worth, house, left)
            for row, reading in zip(judged, readings, strict=True)
        ],
        nobody=[row.module for row in rows if row.estimate is None],
    )


def shown_row(row, analysis, house=None, left=None):
    """Return the ShownRow of a PayoffRow that has an estimate, on an axis of its own.

    house, left: as ``shown_table`` takes them.
    """
    metric = row.estimate.metric
    amounts = Amounts.of(metric)
    reading = reading_of(row.estimate, amounts)
    worth = worth_of(analysis, metric)
    axis = axis_for(amounts, worth, _held([reading]))
    return _shown(row, metric, amounts, reading, axis, worth, house, left)


def _held(readings):
    """Return what must not fall off an axis."""
    return [
        gain
        for reading in readings
        if reading.gain is not None
        for gain in (reading.gain, reading.strict, reading.generous)
    ]


def _shown(row, metric, amounts, reading, axis, worth, house, left):
    name, line, label = str(row.module), None, ""
    said = said_of(row.estimate, amounts, worth, row.is_judgement)
    people = row.people_to_settle
    if row.is_judgement and people and not said.then:
        then = people_sentence(people, row.estimate.used_count, house)
        said = replace(said, then=then)
    if reading.gain is not None:
        line = axis.line(
            gain=reading.gain,
            low=reading.low,
            high=reading.high,
            strict=reading.strict,
            generous=reading.generous,
        )
        label = line_label(name, reading, amounts)
    return ShownRow(
        is_judgement=row.is_judgement,
        module=row.module,
        estimate=row.estimate,
        metric=metric,
        said=said,
        reading=reading,
        line=line,
        label=label,
        cost=row.cost,
        time=time_spent(row.cost.minutes),
        money=cost_in_money([row.cost]),
        beside="" if row.beside is None else money(row.beside, row.beside_currency),
        people=_people(row),
        has_few_teams=line is not None and row.has_few_teams,
        left=_left((left or {}).get(row.estimate.pk, 0)),
    )


def _people(row):
    words = ngettext(
        "{count} person × {minutes} minutes",
        "{count} people × {minutes} minutes",
        row.cost.people,
    )
    return words.format(count=whole(row.cost.people), minutes=row.module.minutes)


def _left(count):
    """Return how many of the people have left since; "" for none."""
    if not count:
        return ""
    words = ngettext(
        "{count} of them has left since", "{count} of them have left since", count
    )
    return words.format(count=whole(count))


def cost_in_money(costs):
    """Return what ``costs`` come to in money; "" while no wage is set."""
    if not costs or any(cost.money is None for cost in costs):
        return ""
    return money(sum(cost.money for cost in costs), costs[0].currency)


def cost_sentence(rows):
    """Return what the modules of ``rows``, ShownRows, took of people's time, together."""
    costs = [row.cost for row in rows]
    time = time_spent(sum(cost.minutes for cost in costs))
    if in_money := cost_in_money(costs):
        words = _("Together they took {time} of working time, about {money}.")
        return words.format(time=time, money=in_money)
    return _("Together they took {time} of working time.").format(time=time)
