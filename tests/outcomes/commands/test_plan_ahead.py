"""The command, as the operator and the worker run it: also killed."""

import pytest
from django.core.management import CommandError, call_command

from outcomes.models import PlanAhead
from outcomes.panel.running import work_out
from tests.concurrency import database_in_a_file
from tests.factories.outcomes import LAST_WEEK
from tests.factories.staff import moment
from tests.outcomes.commands.test_analyse import going_on_with, killed_by
from tests.outcomes.organisation import Organisation, asked
from tests.processes import ended, start_command


def a_run():
    """Return a run that waits to be worked out, and then to be planned ahead of."""
    Organisation(modules={"good": 0.5}, teams=8, size=6, weeks=40)
    analysis = asked(through=LAST_WEEK)
    analysis.parameters["settings"]["tries"] = 30
    analysis.parameters["metrics"][0]["worthwhile"] = 0.001
    analysis.save()
    return analysis


@pytest.mark.django_db
def test_plan_ahead_tries_the_latest_run_and_says_so(capsys):
    work_out(a_run(), clock=moment)

    call_command("plan_ahead", steps=1)
    call_command("plan_ahead")

    ahead = PlanAhead.objects.get()
    lines = capsys.readouterr().out.splitlines()
    assert [step["people"] for step in ahead.steps] == [20, 40]
    assert lines[:2] == ["20 people: 20 tries", "20 people: 30 tries"]
    assert lines[3:5] == ["40 people: 20 tries", "40 people: 30 tries"]
    assert lines[-1] == (
        f"40 people: from {ahead.steps[1]['shows_from']:.4f} on it shows, "
        f"{ahead.steps[1]['judged']} of 30 tries could be judged"
    )


@pytest.mark.django_db
@pytest.mark.parametrize("words", [(), ("3fa85f64-5717-4562-b3fc-2c963f66afa6",)])
def test_plan_ahead_refuses_where_there_is_no_run(words):
    with pytest.raises(CommandError, match="There is no run"):
        call_command("plan_ahead", *words)


@pytest.mark.soak
@pytest.mark.django_db(transaction=True)
def test_plan_ahead_killed_at_three_points_ends_as_if_undisturbed(tmp_path):
    points = [("20 people: 20", 2), ("20 people: 30", 1), ("40 people: 20", 2)]

    with database_in_a_file(tmp_path / "house.sqlite3"):
        analysis = a_run()
        to_its_end(going_on_with(analysis), tmp_path)
        words = ["plan_ahead", str(analysis.uuid)]
        places = []
        for line, statements in points:
            killed_by(words, tmp_path, line, statements)
            ahead = PlanAhead.objects.get()
            places.append((len(ahead.steps), len(ahead.tries)))
        to_its_end(words, tmp_path)
        found = PlanAhead.objects.get().steps
        PlanAhead.objects.all().delete()
        to_its_end(words, tmp_path)

        assert PlanAhead.objects.get().steps == found

    assert len(found) == 2
    assert places == [(0, 20), (0, 30), (1, 20)]


def to_its_end(words, folder):
    ended(start_command(*words, files=folder))
