"""Fifty strange files: every row comes to what was written down when it was drawn."""

import io
from collections import Counter

import pytest
import time_machine

from feedback.actions.answers_import import ANSWERS
from feedback.models import Interaction, Measurement, WeeklyOutcome
from staff.actions import file_import as acts
from staff.actions.file_import import (
    confirm_file_import,
    map_file_import,
    run_file_import,
    start_file_import,
)
from staff.importing.kind import FileMapping
from tests.factories.feedback_files import (
    BAD,
    FEWEST_BAD,
    MOST_BAD,
    House,
    strange_file,
)
from tests.factories.staff import moment

pytestmark = pytest.mark.django_db
AT = moment()
SEEDS = range(50)


@pytest.fixture
def house(company, monkeypatch):
    monkeypatch.setattr(acts, "GAP_SECONDS", 0)
    with time_machine.travel(AT, tick=False):
        yield House.build(company)


def take_in(file, source_key="tool"):
    """Take ``file``, a StrangeFile, in as a person does who answers what is asked."""
    draft = start_file_import(
        kind=ANSWERS,
        file=io.BytesIO(file.content),
        file_name=file.name,
        source_key=source_key,
        by=None,
        at=AT,
    )
    columns = dict(draft.mapping["columns"])
    for key, name in file.columns.items():
        columns[key] = draft.header.index(name)
    map_file_import(
        file_import=draft,
        kind=ANSWERS,
        mapping=FileMapping(columns, file.answers),
        at=AT,
    )
    assert confirm_file_import(file_import=draft, kind=ANSWERS, by=None, at=AT)
    return run_file_import(draft, ANSWERS, lambda: AT)


def told():
    """Return what the tables say of each service, sorted, in the words of a Truth."""
    values = {}
    for pk, key, value in Measurement.objects.values_list(
        "interaction", "metric__key", "value"
    ):
        values.setdefault(pk, []).append((key, round(value, 6)))
    rows = Interaction.objects.values_list(
        "pk", "credits__employee", "credits__team", "occurred_at", "responses__comment"
    )
    return sorted(
        (
            (employee, team, at, tuple(sorted(values.get(pk, ()))), comment)
            for pk, employee, team, at, comment in rows
        ),
        key=repr,
    )


def expected(file):
    rows = [
        (t.employee_id, t.team_id, t.occurred_at, t.values, t.comment.strip())
        for t in file.good.values()
    ]
    if file.repeats:
        rows = list(dict.fromkeys(rows))
    return sorted(rows, key=repr)


def test_strange_files_have_faults_of_every_kind_and_each_of_them_a_few(house):
    files = [strange_file(house, seed) for seed in SEEDS]

    shares = [len(f.wrong) / (len(f.wrong) + len(f.good)) for f in files]
    assert FEWEST_BAD <= min(shares) < 0.04
    assert 0.06 < max(shares) <= MOST_BAD
    found = Counter(code for file in files for code in file.wrong.values())
    assert found.keys() == set(BAD)
    assert min(found.values()) >= 3


@pytest.mark.parametrize("seed", SEEDS)
def test_a_strange_file_comes_to_its_truth_and_again_to_nothing(house, seed):
    file = strange_file(house, seed)

    done = take_in(file)

    wrong = dict(done.rejected_rows.values_list("line", "code"))
    assert wrong == file.wrong
    assert done.state == "done"
    assert done.rows_skipped == file.skipped
    assert done.rows_new == len(file.good) - file.repeats
    assert (done.rows_changed, done.rows_known) == (0, file.repeats)
    assert told() == expected(file)

    before = told(), list(WeeklyOutcome.objects.order_by("pk").values())
    again = take_in(file)

    assert (again.rows_new, again.rows_changed) == (0, 0)
    assert again.rows_known == len(file.good)
    assert dict(again.rejected_rows.values_list("line", "code")) == file.wrong
    assert (told(), list(WeeklyOutcome.objects.order_by("pk").values())) == before
