"""Work of outcomes that no page waits for."""

from django.core.management import CommandError, call_command
from django_tasks import task

from outcomes.actions.analysis import (
    ask_for_analysis,
    ask_for_curve,
    claim_left_lying,
)
from outcomes.actions.plan_ahead import claim_plan_ahead
from outcomes.models import Analysis
from outcomes.queries.schedule import is_curve_owed, is_month_owed


@task()
def run_analysis(analysis_id):
    """Work an Analysis out, or go on with it.

    Through the command, which alone may load numpy. What cannot be worked out now says
    so in its row, or goes on waiting and is handed over again (keep_figures).
    """
    analysis = Analysis.objects.get(pk=analysis_id)
    try:
        call_command("analyse", resume=analysis.uuid, verbosity=0)
    except CommandError:
        return


@task()
def run_plan_ahead(analysis_id):
    """Plan ahead of an Analysis by one number of people; others get their turn between."""
    analysis = Analysis.objects.get(pk=analysis_id)
    try:
        call_command("plan_ahead", str(analysis.uuid), steps=1, verbosity=0)
    except CommandError:
        return


def order_plan_ahead(*, at):
    """Have the latest run planned ahead of by one step; return whether there is one."""
    analysis = claim_plan_ahead(at=at)
    if analysis is not None:
        run_plan_ahead.enqueue(analysis.pk)
    return analysis is not None


def order_analysis(*, by, at, today, through=None):
    """Ask for a run and have it worked out; return the Analysis.

    Arguments and refusals as outcomes.actions.analysis.ask_for_analysis. Should this end
    between asking and handing over, hand_over_left_lying finds the run.
    """
    analysis, is_new = ask_for_analysis(by=by, at=at, today=today, through=through)
    if is_new:
        run_analysis.enqueue(analysis.pk)
    return analysis


def order_monthly_analysis(*, at, today):
    """Order this month's run if it is owed; return the Analysis, or None."""
    if not is_month_owed(today, at):
        return None
    return order_analysis(by=None, at=at, today=today)


def order_weekly_curve(*, at, today):
    """Order the curve up to the last full week if it is owed; return it, or None."""
    if not is_curve_owed(today, at):
        return None
    analysis = ask_for_curve(at=at, today=today)
    run_analysis.enqueue(analysis.pk)
    return analysis


def hand_over_left_lying(*, at):
    """Have runs gone on with whose worker was killed; return how many there were."""
    runs = claim_left_lying(at=at)
    for analysis in runs:
        run_analysis.enqueue(analysis.pk)
    return len(runs)
