"""Prints, as JSON, what was found of the demo in the database that is named."""

import argparse
import json
import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from benchmarks.demo.found import found_beside_truth, placebo_calls  # noqa: E402

words = argparse.ArgumentParser()
for name in ("employees", "weeks", "seed", "permutations"):
    words.add_argument(f"--{name}", type=int, required=True)
asked = words.parse_args()
found = found_beside_truth(
    employees=asked.employees, weeks=asked.weeks, seed=asked.seed
)
verdicts, runs = placebo_calls(asked.permutations, asked.seed)
print(json.dumps({"found": found, "placebos": verdicts, "runs_with_a_call": runs}))
