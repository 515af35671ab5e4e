"""Whether the verdicts of the demo are right, seed by seed, against its known truth.

    .venv/bin/python benchmarks/demo_truth.py --seeds 1 2 3 4 5 --permutations 20

For each seed the demo of 240 people and 90 weeks is loaded into a database of its own, as
`make run` does, and the verdicts of the run it ends with are laid beside what each module
really does. Then it is permuted who completed a module when, so many times a seed, and
the frozen panel of that run is judged again: a run in which any module is called then
makes a false claim.
Ends with an error when a figure lies outside what is asked for.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
EMPLOYEES, WEEKS = "240", "90"
PAYS_OFF, HARMFUL = "pays_off", "harmful"
MOST_FALSE = 0.05


def main():
    words = argparse.ArgumentParser()
    words.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3, 4, 5])
    words.add_argument("--permutations", type=int, default=20)
    asked, _others = words.parse_known_args()
    runs = {}
    for seed in asked.seeds:
        runs[seed] = loaded(seed, asked.permutations)
        tell(seed, runs[seed])
    sys.exit(summed_up(runs, asked.permutations))


def loaded(seed, permutations):
    """Load the demo of ``seed`` and return what was found of it."""
    size = ["--employees", EMPLOYEES, "--weeks", WEEKS, "--seed", str(seed)]
    with tempfile.TemporaryDirectory() as folder:
        env = dict(
            os.environ,
            DJANGO_SETTINGS_MODULE="config.settings",
            ENCORE_DEMO="yes",
            ENCORE_FILES=f"{folder}/files",
            DATABASE_URL=f"sqlite:///{folder}/demo.sqlite3",
            SECRET_KEY="benchmark" * 8,
        )

        def manage(*arguments):
            return subprocess.run(
                [sys.executable, *arguments],
                cwd=ROOT,
                env=env,
                check=True,
                capture_output=True,
                text=True,
            ).stdout

        manage("manage.py", "migrate", "--verbosity", "0")
        before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
        manage("manage.py", "demo", *size)
        after = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
        told = manage(
            *("-m", "benchmarks.demo", *size, "--permutations", str(permutations))
        )
    return {"seconds": after - before, **json.loads(told)}


def tell(seed, run):
    print(f"\nseed {seed}: loaded in {run['seconds']:.0f} s of CPU")
    for kind, each in run["found"].items():
        figures = "no interval"
        if each["low"] is not None:
            effect, low, high = (each[name] for name in ("effect", "low", "high"))
            figures = f"{effect:+.3f} ({low:+.3f} to {high:+.3f})"
        print(
            f"  {kind:8}  true {each['true']:+.3f}  found {figures:27}"
            f"  {each['verdict']:15}  {each['module']}"
        )
    print(f"  permuted: {run['placebos']}, runs with a call {run['runs_with_a_call']}")
    sys.stdout.flush()


def is_right(each):
    """Return whether a module was judged as a method that is right would judge it."""
    verdicts = {
        "pays off": (PAYS_OFF,),
        "harmful": (HARMFUL,),
        "no evidence, or not enough data": ("no_evidence", "not_enough_data"),
        "too early to tell": ("not_enough_data",),
    }
    return each["verdict"] in verdicts[each["expected"]]


def summed_up(runs, permutations):
    """Print the sums beside what is asked for; return 1 when one of them is missed."""

    def count(kinds, *verdicts):
        return sum(
            run["found"][kind]["verdict"] in verdicts
            for run in runs.values()
            for kind in kinds
        )

    seeds = len(runs)
    paying = count(("strong", "growing"), PAYS_OFF)
    false = count(("none",), PAYS_OFF, HARMFUL)
    harmful = count(("harmful",), HARMFUL)
    called = sum(run["runs_with_a_call"] for run in runs.values())
    kinds = next(iter(runs.values()))["found"]
    right = sum(
        is_right(each) for run in runs.values() for each in run["found"].values()
    )
    lines = [
        (f"strong and growing pay off: {paying} of {2 * seeds}", paying >= 1.8 * seeds),
        (f"none is called: {false} of {seeds}", not false),
        (f"harmful is found: {harmful} of {seeds}", harmful >= 0.8 * seeds),
        (
            f"permuted {permutations * seeds} times: {called} times a module is called",
            called <= MOST_FALSE * permutations * seeds,
        ),
        (
            f"as expected: {right} of {seeds * len(kinds)} modules",
            right >= 0.9 * seeds * len(kinds),
        ),
    ]
    print()
    for line, is_met in lines:
        print(f"{'ok    ' if is_met else 'MISSED'}  {line}")
    return 0 if all(is_met for _line, is_met in lines) else 1


if __name__ == "__main__":
    main()
