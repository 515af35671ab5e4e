"""What judging trainings costs: seconds and peak memory at three sizes of organisation.

    .venv/bin/python benchmarks/estimate.py [people] [--only N] [--workers W]

Each size is judged in a process of its own, on a generated organisation: teams of 10 to
25, 60 % trained per module, assignments 2 to 9 weeks before completion, two answers per
person and week. Without ``people`` all three sizes run. --only N judges the first N
modules (all of them are held fixed all the same). The aims: 1,000 people x 104 weeks x
5 modules x 4 metrics in 2 s, 10,000 x 104 x 20 modules in 20 s, 100,000 x 104 x 20 in
120 s and 2 GB, on two cores.
"""

import argparse
import resource
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

# The engine sets the threads that numpy takes when it is imported.
import outcomes.engine  # noqa: E402, F401

# isort: split
import numpy as np  # noqa: E402

from outcomes.engine.judge import judge_panel  # noqa: E402
from outcomes.engine.panel import LONG_AGO, NEVER, Panel, Training  # noqa: E402
from outcomes.engine.settings import Settings  # noqa: E402
from outcomes.engine.verdict import strike_verdicts  # noqa: E402

WEEKS = 104
# People: team size, modules, metrics, the aim in seconds.
SIZES = {
    1_000: (10, 5, 4, 2),
    10_000: (20, 20, 1, 20),
    100_000: (25, 20, 1, 120),
}


def generated(people, team_size, modules, seed):
    """Return (Panel, trainings) of one metric."""
    rng = np.random.default_rng(seed)
    home = (np.arange(people) // team_size).astype(np.int32)
    week = np.arange(WEEKS, dtype=np.int32)
    answers = rng.poisson(2, (people, WEEKS)).astype(np.int32)
    hired = np.where(
        rng.random(people) < 0.6, LONG_AGO, rng.integers(-20, WEEKS // 2, people)
    ).astype(np.int32)
    answers[week < hired[:, None]] = 0
    level = rng.normal(4, 0.2, (people, 1)) + rng.normal(0, 0.1, (1, WEEKS))
    weight = answers.astype(np.float32)
    noise = rng.standard_normal((people, WEEKS), np.float32)
    total = weight * level.astype(np.float32) + np.sqrt(weight) * noise
    trainings = {}
    for place in range(modules):
        is_trained = rng.random(people) < 0.6
        completed = np.where(is_trained, rng.integers(-10, WEEKS, people), NEVER)
        assigned = np.where(is_trained, completed - rng.integers(2, 10, people), NEVER)
        trainings[f"module {place}"] = Training(
            completed.astype(np.int32), assigned.astype(np.int32)
        )
    done = week >= trainings["module 0"].completed[:, None]
    total += np.float32(0.1) * weight * done
    team = np.broadcast_to(home[:, None], weight.shape)
    left = np.full(people, NEVER, np.int32)
    return Panel(weight, total, answers, team, hired, left), trainings


def measure(people, only, workers):
    """Judge one size and print what it took."""
    team_size, modules, metrics, aim = SIZES[people]
    panels = [generated(people, team_size, modules, seed) for seed in range(metrics)]
    names = list(panels[0][1])[: only or modules]
    settings = Settings()
    began, began_cpu = time.perf_counter(), time.process_time()
    for panel, trainings in panels:
        findings = judge_panel(
            panel, trainings, settings=settings, modules=names, workers=workers
        )
        strike_verdicts(findings, settings)
    seconds = time.perf_counter() - began
    cpu = time.process_time() - began_cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    judged = len(names) * metrics
    print(
        f"{people:>7,} people x {WEEKS} weeks, {judged} of {modules * metrics} "
        f"module-metrics: {seconds:6.1f} s, {cpu:6.1f} s of CPU, peak {peak:,.0f} MB "
        f"with the panel (aim for all: {aim} s)",
        flush=True,
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("people", nargs="?", type=int, choices=SIZES)
    parser.add_argument("--only", type=int, default=0)
    parser.add_argument("--workers", type=int, default=2)
    words = parser.parse_args()
    if words.people:
        measure(words.people, words.only, words.workers)
        return
    for people in SIZES:
        here = [sys.executable, __file__, str(people), "--workers", str(words.workers)]
        subprocess.run([*here, "--only", str(words.only)], check=True)


if __name__ == "__main__":
    main()
