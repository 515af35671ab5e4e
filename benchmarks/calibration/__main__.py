"""How well the evidence holds where the truth is known.

    python3 -m benchmarks.calibration [--replications 200] [--first-seed 1]
                                      [--design NAME …] [--workers 2]

Every replication is an organisation of its own (organisation.py), judged like a real
one: all its modules in one run, verdicts struck together. Printed for each design and
module: the mean true effect, bias, spread and mean standard error of the headline, the
share of intervals that hold the truth, the share of verdicts, and for modules with no
effect how often something was claimed. The last lines set that beside what the method
promises; the exit code tells whether it was kept.
"""

import argparse
import math
import os
import sys
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

# One thread for each of the processes below, before numpy is imported.
for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"
sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))

from benchmarks.calibration.organisation import BEYOND, DESIGNS, simulate  # noqa: E402
from outcomes.engine.judge import judge_panel  # noqa: E402
from outcomes.engine.settings import Settings  # noqa: E402
from outcomes.engine.verdict import strike_verdicts  # noqa: E402

SETTINGS = Settings()
COVERAGE, FALSE_CLAIMS, POWER = 0.93, 0.05, 0.90
# The designs in which an effect worth having has to be found at 240 staff.
POWERFUL = {design.name for design in DESIGNS[:3]}
CLAIMS = {"pays_off", "harmful"}


@dataclass(frozen=True)
class Judged:
    """One module of one replication: what was true, and what was said."""

    design: str
    module: str
    truth: float
    effect: float | None
    se: float | None
    low: float | None
    high: float | None
    verdict: str
    is_fragile: bool


def judged(design, seed):
    """Return the Judged of every module in one simulated organisation."""
    organisation = simulate(design, seed)
    findings = judge_panel(
        organisation.panel, organisation.trainings, settings=SETTINGS
    )
    verdicts = strike_verdicts(findings, SETTINGS)
    return [
        Judged(
            design=design.name,
            module=name,
            truth=organisation.truth[name],
            effect=finding.effect,
            se=finding.se,
            low=finding.low,
            high=finding.high,
            verdict=verdicts[name].verdict,
            is_fragile=verdicts[name].is_fragile,
        )
        for name, finding in findings.items()
    ]


def share(things, is_so):
    """Return the share of ``things`` for which ``is_so``, and its Monte Carlo error."""
    count = max(len(things), 1)
    found = sum(map(is_so, things)) / count
    return found, math.sqrt(max(found * (1 - found), 1e-9) / count)


def holds_truth(one):
    return one.low <= one.truth <= one.high


def line(rows):
    """Return one line of the table of a design and module."""
    known = [row for row in rows if row.se is not None]
    errors = [row.effect - row.truth for row in known]
    bias = sum(errors) / max(len(errors), 1)
    spread = math.sqrt(sum((e - bias) ** 2 for e in errors) / max(len(errors) - 1, 1))
    said = Counter(row.verdict for row in rows)
    return [
        rows[0].module,
        f"{sum(row.truth for row in rows) / len(rows):+.3f}",
        f"{bias:+.3f}",
        f"{spread:.3f}",
        f"{sum(row.se for row in known) / max(len(known), 1):.3f}",
        f"{share(known, holds_truth)[0]:.3f}",
        *(
            f"{said[verdict] / len(rows):.3f}"
            for verdict in ("pays_off", "harmful", "no_evidence", "not_enough_data")
        ),
        f"{share(rows, lambda row: row.is_fragile)[0]:.3f}",
    ]


HEADER = [
    *(
        "module",
        "truth",
        "bias",
        "spread",
        "mean SE",
        "coverage",
        "pays off",
        "harmful",
    ),
    *("no evidence", "not enough", "fragile"),
]


def table(rows):
    """Return the lines of a Markdown table of one design."""
    modules = list(dict.fromkeys(row.module for row in rows))
    body = [line([row for row in rows if row.module == name]) for name in modules]
    yield "| " + " | ".join(HEADER) + " |"
    yield "|" + " --- |" * len(HEADER)
    for cells in body:
        yield "| " + " | ".join(cells) + " |"


def promises(design, rows):
    """Return (sentence, is it kept) of what the method promises for ``design``."""
    if design == BEYOND:
        return
    known = [row for row in rows if row.se is not None]
    held, error = share(known, holds_truth)
    yield (
        f"coverage {held:.3f} of at least {COVERAGE} (Monte Carlo error {error:.3f})",
        held + 2 * error >= COVERAGE,
    )
    nulls = [row for row in rows if row.module.startswith("null")]
    false, error = share(nulls, lambda row: row.verdict in CLAIMS)
    allowed = FALSE_CLAIMS + 2 * math.sqrt(FALSE_CLAIMS * 0.95 / max(len(nulls), 1))
    yield (
        f"false claims {false:.3f} of at most {FALSE_CLAIMS} "
        f"(up to {allowed:.3f} by chance)",
        false <= allowed,
    )
    if design.name in POWERFUL:
        worthwhile = [row for row in rows if row.module == "worthwhile"]
        found, error = share(worthwhile, lambda row: row.verdict == "pays_off")
        yield (
            f"power {found:.3f} of at least {POWER} for an effect of about .10 "
            f"(Monte Carlo error {error:.3f})",
            found + 2 * error >= POWER,
        )


def main(words):
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    arguments.add_argument("--replications", type=int, default=200)
    arguments.add_argument("--first-seed", type=int, default=1)
    arguments.add_argument("--design", nargs="*", default=[])
    arguments.add_argument("--workers", type=int, default=os.cpu_count())
    chosen = arguments.parse_args(words)
    seeds = range(chosen.first_seed, chosen.first_seed + chosen.replications)
    broken = 0
    with ProcessPoolExecutor(chosen.workers) as pool:
        for design in (*DESIGNS, BEYOND):
            if chosen.design and design.name not in chosen.design:
                continue
            runs = pool.map(judged, [design] * len(seeds), seeds, chunksize=4)
            rows = [row for run in runs for row in run]
            print(f"\n## {design.name}: {len(seeds)} organisations\n")
            print("\n".join(table(rows)) + "\n")
            for sentence, is_kept in promises(design, rows):
                broken += not is_kept
                print(f"* {'kept' if is_kept else 'NOT KEPT'}: {sentence}", flush=True)
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
