"""A Finding of the engine as the fields of an Estimate, and who stands where."""

from dataclasses import replace

import numpy as np

from outcomes.choices import AnswerPart, Place
from outcomes.engine import finding as engine
from outcomes.engine import gates
from outcomes.engine.bracket import quantile
from outcomes.engine.panel import UNKNOWN
from outcomes.rules.settling import weeks_to_gather

PLACES = {
    engine.FEW_BEFORE: Place.FEW_BEFORE,
    engine.FEW_AFTER: Place.FEW_AFTER,
    engine.NO_ASSIGNMENT: Place.NO_ASSIGNED_DAY,
    engine.NOBODY_TO_COMPARE: Place.NOBODY_TO_COMPARE,
    engine.BEFORE_WINDOW: Place.OUTSIDE,
}
ANSWERS = {
    engine.BEFORE: AnswerPart.BEFORE.value,
    engine.ZONE: AnswerPart.ZONE.value,
    engine.AFTER: AnswerPart.AFTER.value,
    engine.NOT_COMPARED: AnswerPart.NOT_COMPARED.value,
    engine.LATER: AnswerPart.LATER.value,
}
GATES = {
    gates.TEAMS: "teams",
    gates.PEOPLE: "people",
    gates.ANSWERS: "responses_after",
    gates.WEEKS_BEFORE: "weeks_before",
    gates.CONTROLS: "controls",
    gates.TEAM_SHARE: "largest_team",
    gates.EFFECTIVE_TEAMS: "clusters",
}
FRAGILE = {
    engine.PRETREND: "pretrend",
    engine.WIDE_GAP: "bracket",
    engine.LAGGED_OPPOSITE: "lagged",
}
REASONS = {engine.FEW_WAITED: "few_waiting"}
LATELY = 4


def people_of(finding, employees):
    """Return {Place: employee ids} of everybody who completed the module.

    employees: ids in the order of the panel's indices.
    """
    people = {Place.USED: finding.used}
    people |= {PLACES[reason]: who for reason, who in finding.left_out.items()}
    return {
        place: employees[np.asarray(who, np.int64)].tolist()
        for place, who in people.items()
        if len(who)
    }


def weeks_of(frozen, module):
    """Return {employee id: (Monday of completing, Monday of being assigned or None)}.

    module: the id. Of everybody who completed it; nobody is assigned after that.
    """
    row = int(np.searchsorted(frozen.modules, module))
    completed, assigned = frozen.completed[row], frozen.assigned[row]
    who = np.flatnonzero(completed < frozen.weeks)
    told = np.minimum(assigned[who], completed[who])
    return {
        employee: (
            frozen.monday(done),
            None if asked == UNKNOWN else frozen.monday(asked),
        )
        for employee, done, asked in zip(
            frozen.employees[who].tolist(),
            completed[who].tolist(),
            told.tolist(),
            strict=True,
        )
    }


def gaps_of(finding, frozen, weeks):
    """Return [(employee id, first Monday, last Monday)] of the gaps of ``finding``.

    weeks: of the panel it was found in, which ends where ``frozen`` does.
    """
    start = frozen.weeks - weeks
    return [
        (
            int(frozen.employees[employee]),
            frozen.monday(start + first),
            frozen.monday(start + stop - 1),
        )
        for employee, first, stop in finding.gaps
    ]


def values_of(finding, settings, answers_a_week):
    """Return the fields of an Estimate; the verdict is struck when the run is over.

    answers_a_week: of people in their first weeks after completing, lately.
    """
    is_shown = finding.is_interval_shown
    return {
        "effect": finding.effect,
        "low": finding.low if is_shown else None,
        "high": finding.high if is_shown else None,
        "strict": _shown_effect(finding.strict, settings),
        "generous": _shown_effect(finding.generous, settings),
        "standard_error": finding.se,
        "p_value": finding.p if finding.se is not None else None,
        "smallest_detectable": finding.smallest_detectable,
        "completed_count": finding.completed,
        "used_count": len(finding.used),
        "responses_before": finding.responses_before,
        "responses_after": finding.responses_after,
        "findings": stored_findings(finding, settings, answers_a_week),
    }


def stored_findings(finding, settings, answers_a_week):
    """Return what the pages draw, as docs/evidence.md describes it."""
    return {
        "curve": [
            {**_point(point), "strict": point.strict, "generous": point.generous}
            for point in finding.curve
        ],
        "leads": [_point(point) for point in finding.leads],
        "zone": [
            {"key": key, **_point(point)}
            for key, point in zip(
                ("before_assigned", "assigned_to_done"), finding.zone, strict=True
            )
        ],
        "pretrend_p": finding.pretrend_p,
        "gates": [
            {
                "key": GATES[gate.key],
                "have": gate.have,
                "need": gate.need,
                "of": gate.of,
                "is_passed": gate.is_passed,
                "missing": None if gate.is_passed else gate.more,
            }
            for gate in finding.gates
        ],
        "robustness": [
            _line("wait_list", finding.wait_list, settings.waiting_people),
            _line("lagged_outcome", finding.lagged, None),
        ],
        "strict": _fit(finding.strict, settings),
        "generous": _fit(finding.generous, settings),
        "counts": {
            "completed": finding.completed,
            "used": len(finding.used),
            **{
                place.value: len(finding.left_out.get(reason, ()))
                for reason, place in PLACES.items()
            },
        },
        "answers": {
            ANSWERS.get(key) or PLACES[key].value: count
            for key, count in finding.answers.items()
        },
        "top_share": finding.top_share_before,
        "clusters": finding.clusters,
        "degrees": finding.df,
        "is_flagged_few_teams": finding.is_interval_shown
        and finding.clusters < settings.teams,
        "fragile": [FRAGILE[reason] for reason in finding.fragile_reasons],
        "weeks_left": _weeks_left(finding, answers_a_week),
        # Why there is not enough data, and the corrected p: known when verdicts are.
        "reason": "",
        "p_adjusted": None,
        # All of it, without the people, who are rows: what verdicts are struck from.
        "finding": replace(finding, used=(), left_out={}, gaps=()).as_stored(),
    }


# What a run for the curve keeps: the figures behind the picture, nothing to judge by.
DRAWN = (
    "effect",
    "low",
    "high",
    "strict",
    "generous",
    "completed_count",
    "used_count",
    "responses_before",
    "responses_after",
)
PICTURE = ("curve", "leads", "zone")


def drawn_values(values):
    """Return of ``values``, as values_of gives them, what a run for the curve keeps."""
    findings = {name: values["findings"][name] for name in PICTURE}
    return {name: values[name] for name in DRAWN} | {"findings": findings}


def drawn_people(people):
    """Return of ``people``, as people_of gives them, those whose curve is drawn: by them
    its answers are found."""
    drawn = (Place.USED, Place.NO_ASSIGNED_DAY)
    return {place: people[place] for place in drawn if place in people}


def answers_lately(panel, training, settings):
    """Return the answers a week, of the last LATELY, about people whose weeks after
    completing are being averaged over: the pace at which evidence comes in."""
    last = settings.window[1]
    weeks = np.arange(panel.weeks)
    since = weeks - training.completed[:, None].astype(np.int64)
    is_after = (since >= 0) & (since <= (panel.weeks if last is None else last))
    parts = np.minimum(panel.weight, panel.responses)
    lately = (parts * is_after)[:, -LATELY:]
    return float(lately.sum(dtype=np.float64)) / max(min(LATELY, panel.weeks), 1)


def _weeks_left(finding, answers_a_week):
    """Return in how many weeks waiting alone would pass the gates; None if never."""
    failed = [gate for gate in finding.gates if not gate.is_passed]
    if [gate.key for gate in failed] != [gates.ANSWERS]:
        return None
    return weeks_to_gather(failed[0].more, answers_a_week)


def _point(point):
    return {
        "from": point.first,
        "to": point.last,
        "effect": point.effect,
        "low": point.low,
        "high": point.high,
        "responses": point.responses,
    }


def _line(key, line, need):
    if line.reason:
        reason = REASONS.get(line.reason, line.reason)
        return {"key": key, "reason": reason, "have": line.people, "need": need}
    return {"key": key, "effect": line.effect, "low": line.low, "high": line.high}


def _shown_effect(fit, settings):
    """Return the effect of one fit where teams enough for an interval are behind it."""
    return fit.effect if fit and fit.teams >= settings.teams_shown else None


def _fit(fit, settings):
    if fit is None:
        return dict.fromkeys(("effect", "low", "high", "p"))
    low = high = None
    if fit.se is not None and fit.teams >= settings.teams_shown:
        reach = quantile(settings.level, fit.teams - 1) * fit.se
        low, high = fit.effect - reach, fit.effect + reach
    return {"effect": fit.effect, "low": low, "high": high, "p": fit.p}
