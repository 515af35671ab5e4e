"""What static/charts.js draws, and the same as rows of a table."""

from dataclasses import dataclass
from datetime import timedelta
from math import ceil, floor

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from feedback.choices import MetricKey, MetricKind
from feedback.rules.ticks import decimals_of, round_step, ticked
from outcomes.queries.parts import curve_part
from outcomes.wording.amounts import tidy, whole
from outcomes.wording.answers import answers_url
from outcomes.wording.axis import DEFAULT_REACH
from staff.rules import SMALLEST_GROUP

STRETCHES = ("leads", "zone", "curve")
SUNDAY = timedelta(days=6)


@dataclass(frozen=True)
class PointRow:
    """One line of a table below a chart: when, the effect with its interval, answers.

    url: of the answers, "" where they cannot be opened.
    """

    name: str
    text: str
    responses: str
    is_used: bool = True
    url: str = ""


def event_study(estimate, amounts, mark, worth):
    """Return (what the chart draws, PointRows) of ``estimate``; (None, ()) without points.

    mark: key of the colour of the weeks after completing. worth: the smallest effect
    worth having of the run, or None.
    """
    points = [
        _point(stretch, point, amounts)
        for stretch in STRETCHES
        for point in estimate.findings.get(stretch, ())
    ]
    if not any(point["effect"] is not None for point in points):
        return None, ()
    chart = {
        **_scale(points, amounts, worth, DEFAULT_REACH),
        "mark": mark,
        "label": _(
            "Effect by weeks, before being assigned and after completing; the same as a"
            " table below."
        ),
        "zoneWords": _("People are picked after a bad spell.\nShown, not used."),
        "zoneShort": _("picked\nafter a\nbad spell"),
        "stretches": [
            {
                "key": "leads",
                "name": _("weeks before being assigned"),
                "short": _("before"),
            },
            {"key": "zone", "name": _("selection zone"), "short": _("left out")},
            {
                "key": "curve",
                "name": _("weeks after completing"),
                "short": _("weeks after"),
            },
        ],
        "points": points,
    }
    rows = tuple(
        PointRow(
            name=point["name"],
            text=point["text"],
            responses=whole(point["responses"]),
            is_used=point["stretch"] != "zone",
            url=_opened(estimate.module, point),
        )
        for point in points
    )
    return chart, rows


def _opened(module, point):
    """Return the address of the answers behind ``point``.

    What lies before being asked is drawn from everybody who was ever asked, whether they
    have completed it or not; of those no list is kept.
    """
    if point["stretch"] == "leads" or not point["responses"]:
        return ""
    return answers_url(module, point["part"])


def robustness(estimate, reading, amounts, mark, worth):
    """Return (what the chart draws, PointRows): the headline, asked in other ways.

    The chart is None where nothing can be drawn; lines that cannot be had say why.
    """
    lines = [(_("Headline"), _as_gains(reading.__dict__ | {"effect": reading.gain}))]
    lines += [
        (LINE_NAMES[key](), _turned(estimate.findings.get(key) or {}, amounts))
        for key in ("strict", "generous")
    ]
    reasons = []
    for entry in estimate.findings.get("robustness", ()):
        name = LINE_NAMES.get(entry["key"], lambda key=entry["key"]: key)()
        if entry.get("effect") is None:
            reasons.append((name, _reason(entry)))
        else:
            lines.append((name, _turned(entry, amounts)))
    drawn = [
        {"name": name, **gains, "text": _said(gains, amounts)}
        for name, gains in lines
        if gains["effect"] is not None and gains["low"] is not None
    ]
    rows = tuple(PointRow(row["name"], row["text"], "") for row in drawn)
    rows += tuple(PointRow(name, reason, "", is_used=False) for name, reason in reasons)
    if not drawn:
        return None, rows
    drawn = [_scaled(row, amounts) for row in drawn]
    chart = {
        **_scale(drawn, amounts, worth),
        "mark": mark,
        "label": _("The headline beside other methods; the same as a table below."),
        "rows": drawn,
    }
    return chart, rows


LINE_NAMES = {
    "strict": lambda: _("Strict reading alone"),
    "generous": lambda: _("Generous reading alone"),
    "wait_list": lambda: _("Against people who wait for it"),
    "lagged_outcome": lambda: _("Against the same scores before"),
    "drawn": lambda: _("Waves drawn by lot"),
}


def _reason(entry):
    have, need = entry.get("have"), entry.get("need")
    if entry.get("reason") in ("few_waiting", "few_waited") and need:
        words = _("{have} people waited for it four weeks or more; it takes {need}.")
        return words.format(have=whole(have or 0), need=whole(need))
    if entry.get("reason") == "not_drawn":
        return _("Nobody’s turn was drawn by lot yet.")
    return _("Cannot be worked out from what there is.")


def _turned(entry, amounts):
    """Return an interval of findings as gains."""
    effect = amounts.gain(entry.get("effect"))
    low, high = amounts.gains(entry.get("low"), entry.get("high"))
    return {"effect": effect, "low": low, "high": high} | {
        key: amounts.gain(entry.get(key)) for key in ("strict", "generous")
    }


def _as_gains(values):
    return {key: values[key] for key in ("effect", "low", "high", "strict", "generous")}


def _said(gains, amounts):
    if gains["effect"] is None or gains["low"] is None:
        return _("too little to say")
    words = _("{gain} ({span})")
    return words.format(
        gain=amounts.signed(gains["effect"]),
        span=amounts.span(gains["low"], gains["high"]),
    )


def _point(stretch, entry, amounts):
    """Return one point of the event study, its numbers as they are written on the axis."""
    gains = _turned(entry, amounts)
    if gains["low"] is None:
        gains["effect"] = None
    name, label, short = _when(stretch, entry)
    return {
        "stretch": stretch,
        "name": name,
        "label": label,
        "short": short,
        "text": _said(gains, amounts),
        "responses": entry.get("responses", 0),
        "part": entry.get("key") or curve_part(entry["from"], entry["to"]),
        **_scaled(gains, amounts),
    }


def _when(stretch, entry):
    """Return when a point is: for the table, below the chart, and there on a phone."""
    first, last = entry.get("from"), entry.get("to")
    if stretch == "leads":
        weeks = {"first": abs(first), "last": abs(last)}
        label = "{first}–{last}".format(**weeks)
        name = _("{first} to {last} weeks before being assigned").format(**weeks)
        return name, label, str(abs(first))
    if stretch == "zone":
        if entry.get("key") == "before_assigned":
            return _("the 4 weeks before being assigned"), _("4–1 before"), ""
        return _("from being assigned to completing"), _("assigned–done"), ""
    if last is None:
        name = _("from {first} weeks after completing").format(first=first)
        return name, f"{first}+", f"{first}+"
    weeks = {"first": first, "last": last}
    name = _("{first} to {last} weeks after completing").format(**weeks)
    return name, "{first}–{last}".format(**weeks), str(first)


def _factor(amounts):
    return 100 if amounts.is_share else 1


def _scaled(values, amounts):
    """Return the numbers of ``values`` as they stand on the axis: shares per hundred."""
    factor = _factor(amounts)
    return {
        key: round(value * factor, 4) if isinstance(value, float) else value
        for key, value in values.items()
    }


def _scale(points, amounts, worth, reach=(-1, 2)):
    """Return the ends and the step of an axis that holds every point's interval.

    points: dicts with low and high as they stand on the axis. reach: the ends in steps
    that it has at least, so that modules can be compared.
    """
    factor = _factor(amounts)
    step = amounts.step * factor
    ends = [point[end] for point in points for end in ("low", "high")]
    ends = [end for end in ends if end is not None] + [0.0]
    low, high = min(ends), max([*ends, (worth or 0) * factor])
    wider = 1
    if high - low > 9 * step:
        wider = round_step((high - low) / 9) / step
        step *= wider
    reach = (floor(reach[0] / wider), ceil(reach[1] / wider))
    decimals = 0 if amounts.is_share or amounts.key == MetricKey.NPS else 2
    return {
        "min": round(max(-12, min(reach[0], floor(low / step))) * step, 4),
        "max": round(min(12, max(reach[1], ceil(high / step))) * step, 4),
        "step": round(step, 4),
        "decimals": max(decimals, decimals_of(step)),
        "worth": None if worth is None else round(worth * factor, 4),
        "worthLabel": _("worth having"),
    }


# A small team ---------------------------------------------------------------------------


@dataclass(frozen=True)
class WeekRow:
    """One week of a small team's table. url: of its answers, "" where there are none."""

    week: object
    mean: str
    responses: str
    completed: str
    url: str = ""


def week_answers_url(team, metric, first, last):
    """Return the address of what was said of ``team`` in weeks given by their Mondays."""
    asked = {
        "team": team.pk,
        "metric": metric.key,
        "first": first.isoformat(),
        "last": (last + SUNDAY).isoformat(),
    }
    return f"{reverse('dashboard:customers-answers')}?{urlencode(asked)}"


def course(picture, team, metric, amounts):
    """Return (what the chart draws, WeekRows) of a SmallTeamPicture of ``team``.

    No mean of fewer than five answers is said or drawn; nothing is coloured.
    """
    rows, points, marks = [], [], []
    for place, week in enumerate(picture.weeks):
        mean = None if week.mean is None else round(week.mean * _factor(amounts), 4)
        said = "–" if mean is None else level(week.mean, amounts)
        name = date_format(week.week, "j M")
        answers = answer_count(week.responses)
        url = (
            week_answers_url(team, metric, week.week, week.week)
            if week.responses
            else ""
        )
        points.append(
            {
                "label": name,
                "mean": mean,
                "url": url,
                "text": _("{week}: {mean}, {answers}").format(
                    week=name, mean=said, answers=answers
                ),
            }
        )
        done = ""
        if week.completed:
            done = ngettext(
                "{count} person completed it",
                "{count} people completed it",
                week.completed,
            ).format(count=week.completed)
            marks.append(
                {
                    "place": place,
                    "short": _("{count} done").format(count=week.completed),
                    "count": str(week.completed),
                }
            )
        rows.append(WeekRow(week.week, said, answers, done, url))
    known = [point["mean"] for point in points if point["mean"] is not None]
    if not known:
        return None, rows
    return {
        "points": points,
        "marks": marks,
        "label": _("Week by week; the same as a table below."),
        **_ends(metric, amounts, known),
    }, rows


def _ends(metric, amounts, known):
    """Return the axis, as feedback.rules.ticks: its ends are those of the data, widened
    to a quarter of the scale at least, so that a small change looks small; shares begin
    at nought.
    """
    if amounts.is_share:
        return ticked(0, max(5, ceil(max(known) / 5) * 5), 0, 100)
    scale = metric.high - metric.low
    step = scale / 8
    low, high = floor(min(known) / step) * step, ceil(max(known) / step) * step
    while high - low < scale / 4:
        low, high = low - step, high + step
    ends = max(metric.low, low), min(metric.high, high)
    return ticked(*ends, metric.low, metric.high)


def axis_sentence(chart, metric):
    """Return between which values the axis of ``chart`` runs, where that is not all."""
    if not chart or (chart["min"], chart["max"]) == (metric.low, metric.high):
        return ""
    words = _(
        "The axis runs from {low} to {high}, not over the whole scale of {lowest} to"
        " {highest}."
    )
    ends = {"low": chart["min"], "high": chart["max"]}
    ends |= {"lowest": metric.low, "highest": metric.high}
    if metric.kind == MetricKind.RATE:
        ends |= {"lowest": 0, "highest": 100}
    return words.format(**{name: tidy(end, 1) for name, end in ends.items()})


def level(mean, amounts):
    """Return where a metric stands (not how far it moved): "4.12", "7.5 in 100"."""
    return amounts.amount(mean) if amounts.is_share else amounts.plain(mean)


def answer_count(responses):
    """Return "12 answers"; fewer than five are not counted out."""
    if 0 < responses < SMALLEST_GROUP:
        return _("fewer than 5 answers")
    words = ngettext("{count} answer", "{count} answers", responses)
    return words.format(count=whole(responses))
