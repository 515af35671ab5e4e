"""The command, as the operator and the worker run it: also killed, also again."""

import random
import signal

import pytest
import time_machine
from django.core.management import CommandError, call_command

from outcomes.choices import AnalysisState
from outcomes.models import Analysis, Estimate, EstimatePerson
from outcomes.panel.running import work_out
from tests.concurrency import database_in_a_file
from tests.factories.outcomes import LAST_WEEK
from tests.factories.staff import moment
from tests.outcomes.organisation import Organisation, asked
from tests.processes import ended, start_command

SMALL = {"teams": 6, "size": 4, "weeks": 26}


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(moment(), tick=False):
        yield


def house():
    return Organisation(modules={"good": 0.5, "nothing": 0.0}, **SMALL)


@pytest.mark.django_db
def test_analyse_works_a_week_out_and_says_so(capsys):
    house()

    call_command("analyse", through=LAST_WEEK)

    analysis = Analysis.objects.get()
    assert analysis.state == AnalysisState.DONE
    lines = capsys.readouterr().out.splitlines()
    assert lines == [
        f"run {analysis.uuid}",
        "begun",
        "panel: 24 people, 26 weeks",
        "estimate 1 of 4",
        "estimate 2 of 4",
        "estimate 3 of 4",
        "estimate 4 of 4",
        "verdicts struck",
        f"{analysis.uuid}: 4 estimates through the week of 2026-11-16.",
    ]


@pytest.mark.django_db
def test_analyse_again_finds_the_same_bits(capsys):
    house()
    call_command("analyse", through=LAST_WEEK)
    analysis = Analysis.objects.get()

    call_command("analyse", again=analysis.uuid)

    assert capsys.readouterr().out.splitlines()[-1] == "The same bits: 4 estimates."


@pytest.mark.django_db
def test_analyse_again_names_what_is_not_the_same():
    house()
    call_command("analyse", through=LAST_WEEK)
    analysis = Analysis.objects.get()
    good = Estimate.objects.get(module__slug="good", metric__key="csat")
    Estimate.objects.filter(pk=good.pk).update(effect=good.effect * (1 + 1e-15))

    with pytest.raises(CommandError, match=f"module {good.module_id}, csat: effect"):
        call_command("analyse", again=analysis.uuid)


@pytest.mark.django_db
def test_analyse_refuses_an_unknown_run():
    with pytest.raises(CommandError, match="There is no run"):
        call_command("analyse", resume="3fa85f64-5717-4562-b3fc-2c963f66afa6")


def rows(analysis):
    """Return everything a run has left, without the numbers of rows and the moments."""
    run = Analysis.objects.filter(pk=analysis.pk)
    estimates = Estimate.objects.filter(analysis=analysis)
    fields = [
        field.name
        for field in Estimate._meta.fields
        if field.name not in ("id", "analysis")
    ]
    people = EstimatePerson.objects.filter(estimate__analysis=analysis)
    return (
        run.values_list(
            "state",
            "through_week",
            "parameters",
            "code_version",
            "panel_digest",
            "estimates_expected",
            "failure",
        ).get(),
        list(estimates.order_by("module", "metric").values(*fields)),
        sorted(
            people.values_list(
                "estimate__module", "estimate__metric", "employee", "place"
            )
        ),
    )


def going_on_with(analysis):
    return ["analyse", "--resume", str(analysis.uuid)]


def killed_by(words, folder, line, statements):
    """Have a command killed ``statements`` after ``line``."""
    process = start_command(*words, files=folder, fuse=(line, statements))
    ended(process, code=-signal.SIGKILL)


def killed_at(analysis, folder, line, statements):
    """Have a run killed ``statements`` after ``line``; return how far it had come."""
    killed_by(going_on_with(analysis), folder, line, statements)
    return analysis.estimates.count()


def was_killed(analysis, folder, fuse):
    """Go on with a run that has a fuse; return whether it burnt before the end."""
    process = start_command(*going_on_with(analysis), files=folder, fuse=fuse)
    out, told = process.communicate(timeout=120)
    assert process.returncode in (0, -signal.SIGKILL), out + told
    return process.returncode == -signal.SIGKILL


def has_ended(analysis):
    analysis.refresh_from_db()
    return analysis.state == AnalysisState.DONE


def assert_ends_as_if_undisturbed(killed, folder):
    """Go on with ``killed`` to its end, and lay it beside an undisturbed run."""
    ended(start_command(*going_on_with(killed), files=folder))
    found = rows(killed)
    assert rows(work_out(asked(through=LAST_WEEK), clock=moment)) == found


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "lines",
    [
        {"panel": 0, "estimate 3": 3},
        pytest.param(
            {"begun": 0, "panel": 0, "estimate 1": 1, "estimate 3": 3, "estimate 4": 4},
            marks=pytest.mark.soak,
        ),
    ],
    ids=len,
)
def test_analyse_killed_at_some_points_ends_as_if_undisturbed(tmp_path, lines):
    chance = random.Random(3)
    points = [(line, chance.randint(1, 5)) for line in lines]

    with database_in_a_file(tmp_path / "house.sqlite3"):
        house()
        killed = asked(through=LAST_WEEK)
        places = [killed_at(killed, tmp_path, *point) for point in points]

        assert_ends_as_if_undisturbed(killed, tmp_path)

    assert places == list(lines.values())


@pytest.mark.soak
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("seed", range(12))
def test_analyse_killed_anywhere_ends_as_if_undisturbed(tmp_path, seed):
    chance = random.Random(seed)
    lines = ["begun", "panel", "estimate"]

    with database_in_a_file(tmp_path / "house.sqlite3"):
        house()
        killed = asked(through=LAST_WEEK)
        points = [(chance.choice(lines), chance.randint(1, 20)) for _ in range(5)]
        # Until five have burnt, or it came to its end: the last may burn after that.
        burnt = [
            point
            for point in points
            if not has_ended(killed) and was_killed(killed, tmp_path, point)
        ]
        if has_ended(killed):
            assert rows(killed) == rows(
                work_out(asked(through=LAST_WEEK), clock=moment)
            )
        else:
            assert_ends_as_if_undisturbed(killed, tmp_path)

    assert burnt
