"""What customers said of a team over time, as a chart draws and a table says it."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from feedback.choices import MetricKind
from feedback.queries.cells import WEEK, Figure, behind, team_course
from feedback.rules.served import monday
from feedback.rules.ticks import ticked
from plans.templatetags.plans import of_metric


@dataclass(frozen=True)
class FigureRow:
    """A Figure in words, and the address of the answers behind it, "" where hidden."""

    name: str
    figure: Figure
    mean: str
    between: str
    answers: str
    url: str


def figure_row(name, figure, team):
    """Return the FigureRow of ``figure``, that of ``team`` with all teams below it."""
    low, high = figure.interval or (None, None)
    return FigureRow(
        name=name,
        figure=figure,
        mean=of_metric(figure.mean, figure.metric),
        between=_("{low} to {high}").format(
            low=of_metric(low, figure.metric), high=of_metric(high, figure.metric)
        )
        if figure.interval
        else "–",
        answers=answer_words(figure),
        url=answers_url(figure, team) if figure.answers else "",
    )


def answer_words(figure):
    """Return how many answers are behind ``figure``, in words."""
    if figure.is_hidden:
        return _("fewer than 5")
    return ngettext("{count} answer", "{count} answers", figure.answers).format(
        count=figure.answers
    )


def answers_url(figure, team):
    """Return the address of the page with the answers behind ``figure``."""
    asked = {
        "team": team.pk,
        "metric": figure.metric.key,
        "first": figure.first.isoformat(),
        "last": figure.last_day.isoformat(),
    }
    return f"{reverse('dashboard:customers-answers')}?{urlencode(asked)}"


def drawn_course(rows, metric):
    """Return what the chart "course" draws of FigureRows; None with nothing to draw."""
    factor = 100 if metric.kind == MetricKind.RATE else 1
    known = [row.figure for row in rows if row.figure.summary]
    if not known:
        return None
    ends = [end for figure in known for end in figure.interval or (figure.mean,)]
    least, most = min(ends) * factor, max(ends) * factor
    lowest, highest = metric.low * factor, metric.high * factor
    room = max((most - least) * 0.15, 0.02 * factor)
    return {
        "points": [_point(row, factor) for row in rows],
        "marks": [],
        "label": _("{metric} over time; the same as a table below.").format(
            metric=metric
        ),
        **ticked(max(least - room, lowest), min(most + room, highest), lowest, highest),
    }


def _point(row, factor):
    figure = row.figure
    low, high = figure.interval or (None, None)
    return {
        "label": date_format(figure.first, "j M"),
        "mean": None if figure.mean is None else round(figure.mean * factor, 3),
        "low": None if low is None else round(low * factor, 3),
        "high": None if high is None else round(high * factor, 3),
        "text": f"{row.name}: {row.mean} ({row.between}), {row.answers}",
        "url": row.url,
    }


def answers_behind(viewer, team, metric, first, last):
    """Return (Figure, the Measurements behind it) of ``team`` between two days.

    The weeks the days lie in are counted as a whole. The Measurements are a queryset to
    page, newest first, empty for what is hidden.
    """
    begin, end = monday(first), monday(last) + WEEK
    weeks = (end - begin) // WEEK
    [figure] = team_course(viewer, team, metric, first=begin, end=end, weeks=weeks)
    return figure, behind(viewer, figure, team=team)
