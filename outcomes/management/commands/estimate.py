"""Estimate an effect from any panel in a file, with the engine that judges trainings."""

import json

from django.core.management import BaseCommand, CommandError

from outcomes.engine.judge import judge_module
from outcomes.engine.rows import Columns, read_panel
from outcomes.engine.settings import ANALYTIC, HIGHER, JACKKNIFE, LOWER, Settings
from outcomes.engine.verdict import (
    HARMFUL,
    NO_EVIDENCE,
    NOT_ENOUGH_DATA,
    PAYS_OFF,
    strike_verdicts,
)

PRODUCT_WINDOW = (0, 12)
VERDICTS = {
    PAYS_OFF: "pays off",
    HARMFUL: "harmful",
    NO_EVIDENCE: "no evidence",
    NOT_ENOUGH_DATA: "not enough data",
}
GATES = {
    "teams": "clusters with a treated unit",
    "people": "treated units with enough answers before and after",
    "answers": "answers after",
    "weeks_before": "share of treated units with enough periods before",
    "controls": "periods of treated units with somebody to compare with",
    "team_share": "largest share of answers after that one cluster has",
    "effective_teams": "clusters, counted by how evenly answers are spread",
}
REASONS = {
    "completed_before_window": "treated before the first period",
    "no_assignment_date": "assignment not known (left out of the strict fit alone)",
    "few_answers_before": "no usable period before",
    "few_answers_after": "nothing in the window after",
    "nobody_to_compare": "nobody to compare with in its periods",
}


def window_of(text):
    """Return (first, last) of a window such as 0:12; last None = all."""
    if text == "all":
        return 0, None
    first, _, last = text.partition(":")
    try:
        window = int(first), int(last)
    except ValueError:
        raise CommandError(
            f"--window {text}: say all, or two whole numbers as 0:12."
        ) from None
    if not 0 <= window[0] <= window[1]:
        raise CommandError(
            f"--window {text}: it has to start at 0 or later and not end first."
        )
    return window


def settings_of(options, periods):
    """Return the Settings that the options ask for."""
    window = window_of(options["window"])
    if options["exclude"] < 0:
        raise CommandError("--exclude has to be 0 or more.")
    usual = Settings()
    is_product = window == PRODUCT_WINDOW
    last = periods - 1 if window[1] is None else min(window[1], periods - 1)
    each = tuple((horizon, horizon) for horizon in range(window[0], last + 1))
    return Settings(
        better=options["better"],
        worthwhile=options["worthwhile"],
        exclude=options["exclude"],
        window=window,
        bins=usual.bins if is_product else each,
        leads=usual.leads if is_product else (),
        spread=options["se"],
        control_teams=1 if options["se"] == ANALYTIC else usual.control_teams,
        leaves_out_few=False,
    )


class Command(BaseCommand):
    help = (
        "Estimate the effect of a treatment that units get at different times, from a "
        "CSV file (plain or gzipped) with a row per unit and period."
    )
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("file", help="CSV, plain or .csv.gz, with a header line")
        parser.add_argument("--unit", required=True, help="column of the unit")
        parser.add_argument("--time", required=True, help="column of the period")
        parser.add_argument(
            "--first-treated",
            required=True,
            help="column of the period a unit is treated first; never treated: empty, "
            "NA, inf, 0 where 0 is before all periods, or after the last one",
        )
        parser.add_argument("--outcome", required=True, help="column of the outcome")
        parser.add_argument("--assigned", help="column of the period of assignment")
        parser.add_argument(
            "--weight", help="column of the weight (how many answers a row stands for)"
        )
        parser.add_argument("--cluster", help="column of the cluster; the unit if none")
        parser.add_argument("--never", help="a further value that means never treated")
        parser.add_argument(
            "--exclude",
            type=int,
            default=4,
            help="periods left out before assignment and treatment (default 4)",
        )
        parser.add_argument(
            "--window",
            default="0:12",
            help="periods after treatment to average over: 0:12 (default) or all",
        )
        parser.add_argument(
            "--se",
            choices=[JACKKNIFE, ANALYTIC],
            default=JACKKNIFE,
            help="leave out a cluster at a time, or residuals by cohort and horizon",
        )
        parser.add_argument("--better", choices=[HIGHER, LOWER], default=HIGHER)
        parser.add_argument(
            "--worthwhile",
            type=float,
            default=Settings.worthwhile,
            help="the smallest effect worth having (default 0.1)",
        )
        parser.add_argument("--json", action="store_true", help="answer in JSON")

    def handle(self, **options):
        columns = Columns(**{role: options[role] for role in Columns.__annotations__})
        try:
            reading = read_panel(options["file"], columns, never=options["never"])
        except ValueError as error:
            raise CommandError(str(error)) from None
        settings = settings_of(options, reading.panel.weeks)
        refuse_hopeless(reading, options["file"])
        trainings = {"treatment": reading.training}
        finding = judge_module(reading.panel, trainings, "treatment", settings=settings)
        if finding.strict is None and finding.generous is None:
            raise CommandError(
                f"Nothing in {options['file']} can be compared: "
                + "; ".join(
                    f"{len(who)} treated: {REASONS[reason]}"
                    for reason, who in finding.left_out.items()
                )
                + "."
            )
        verdict = strike_verdicts({"treatment": finding}, settings)["treatment"]
        if options["json"]:
            answer = as_json(reading, finding, verdict)
            self.stdout.write(json.dumps(answer, indent=2))
        else:
            self.stdout.write("\n".join(sentences(reading, finding, verdict, settings)))


def refuse_hopeless(reading, name):
    """Refuse a panel without anybody treated, or without anybody untreated."""
    completed, periods = reading.training.completed, reading.panel.weeks
    if not (completed < periods).any():
        raise CommandError(f"{name}: no unit is ever treated. Check --first-treated.")
    if not (completed > 0).any():
        raise CommandError(
            f"{name}: every unit is treated in all its periods, so there is nobody to "
            "compare with. Check --first-treated and --never."
        )


def counts(reading, finding):
    """Return what is behind the estimate."""
    weight = reading.panel.weight
    return {
        "rows": reading.rows,
        "rows_without_outcome": reading.skipped,
        "units": len(reading.units),
        "periods": len(reading.periods),
        "treated": finding.completed,
        "used": len(finding.used),
        "untreated": len(reading.units) - finding.completed,
        "clusters": finding.clusters,
        "cells": int((weight > 0).sum()),
        "responses_before": finding.responses_before,
        "responses_after": finding.responses_after,
    }


def as_json(reading, finding, verdict):
    """Return the answer as plain values."""
    stored = finding.as_stored()
    curve = [
        {"horizon": point["first"], **point}
        if point["first"] == point["last"]
        else point
        for point in stored["curve"]
    ]
    left_out = {
        reason: [reading.units[place] for place in who]
        for reason, who in finding.left_out.items()
    }
    kept = (
        *("effect", "se", "low", "high", "df", "p", "strict", "generous"),
        *("leads", "zone", "pretrend_p", "wait_list", "lagged", "gates"),
        *("smallest_detectable", "effective_clusters", "fragile_reasons"),
    )
    return {
        **{name: stored[name] for name in kept},
        "curve": curve,
        "verdict": verdict.verdict,
        "verdict_reason": verdict.reason,
        "n": counts(reading, finding),
        "left_out": left_out,
    }


def figure(value):
    return "-" if value is None else f"{value:.5g}"


def sentences(reading, finding, verdict, settings):
    """Return the answer as lines for a person."""
    n = counts(reading, finding)
    yield (
        f"{n['treated']} of {n['units']} units are treated in {n['periods']} periods; "
        f"{n['used']} of them, in {n['clusters']} clusters, are in the estimate."
    )
    for reason, who in finding.left_out.items():
        yield f"Left out: {len(who)}, {REASONS[reason]}."
    if finding.effect is None:
        yield "There is no headline: one of the two fits has nothing to average."
    elif finding.se is None:
        yield f"The effect is {figure(finding.effect)}; its spread cannot be told."
    else:
        yield (
            f"The effect is {figure(finding.effect)}, standard error "
            f"{figure(finding.se)}, {settings.level:.0%} interval "
            f"{figure(finding.low)} to {figure(finding.high)}."
        )
    for name, fit in (("Strict", finding.strict), ("Generous", finding.generous)):
        if fit is not None:
            yield f"{name} fit: {figure(fit.effect)} ({figure(fit.se)})."
    yield f"Verdict: {VERDICTS[verdict.verdict]}."
    for gate in finding.gates:
        if not gate.is_passed:
            have, need = figure(gate.have), figure(gate.need)
            yield f"  Not met: {GATES[gate.key]}: {have}, needed {need}."
    if finding.fragile_reasons:
        yield f"Fragile: {', '.join(finding.fragile_reasons)}."
    yield ""
    row = "{:>9} {:>11} {:>11} {:>11} {:>11} {:>9}"
    yield row.format("periods", "effect", "se", "low", "high", "answers")
    for point in finding.curve:
        if point.effect is None:
            continue
        span = (
            f"{point.first}"
            if point.first == point.last
            else f"{point.first}-{point.last}"
        )
        parts = (point.effect, point.se, point.low, point.high)
        yield row.format(span, *(figure(part) for part in parts), point.responses)
