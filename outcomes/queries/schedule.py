"""Which runs the calendar owes, which were left lying, and what is to follow them."""

from datetime import timedelta

from django.db.models import Q

from feedback.models import WeeklyOutcome
from outcomes.choices import OPEN_STATES, AnalysisKind, AnalysisState
from outcomes.models import Analysis
from outcomes.queries.payoff import latest_analysis
from outcomes.rules.cut import last_full_week, monthly_week

# One estimate of a very large house takes minutes; whoever works gives a sign after each.
SILENT_FOR = timedelta(minutes=10)
# A run that did not work is tried again the next day, not the next minute.
TRY_AGAIN_AFTER = timedelta(days=1)


def is_month_owed(today, at):
    """Return whether this month's run has neither been done nor asked for.

    today: a date. at: an aware moment. False while nothing was measured of anybody.
    """
    if _is_seen_to(Analysis.objects.judging(), monthly_week(today), at):
        return False
    measured = WeeklyOutcome.objects.filter(
        employee__isnull=False, week__lte=monthly_week(today)
    )
    return measured.exists()


def is_curve_owed(today, at):
    """Return whether the weeks since the latest verdicts are to be drawn.

    today: a date. at: an aware moment. False before the first verdicts, and while others
    are being worked out.
    """
    week, latest = last_full_week(today), latest_analysis()
    if latest is None or latest.through_week >= week:
        return False
    if Analysis.objects.judging().open().exists():
        return False
    curves = Analysis.objects.filter(kind=AnalysisKind.CURVE)
    return not _is_seen_to(curves, week, at)


def _is_seen_to(runs, week, at):
    """Return whether one of ``runs`` up to ``week`` is done, asked for, or has just
    failed."""
    settled = Q(state__in=[*OPEN_STATES, AnalysisState.DONE])
    just_failed = Q(state=AnalysisState.FAILED, finished_at__gt=at - TRY_AGAIN_AFTER)
    return runs.filter(settled | just_failed, through_week__gte=week).exists()


def left_lying(at):
    """Return the open Analyses that nobody has given a sign of for SILENT_FOR."""
    silent = Q(claimed_at__lt=at - SILENT_FOR) | Q(
        claimed_at=None, asked_at__lt=at - SILENT_FOR
    )
    return Analysis.objects.open().filter(silent).order_by("asked_at", "pk")


def plan_ahead_owed(at):
    """Return the Analysis that is to be planned ahead of now; None if there is none.

    The latest that is done, where nobody has ended it or is at it.
    """
    analysis = latest_analysis()
    if analysis is None or "seed" not in analysis.parameters:
        return None
    ahead = getattr(analysis, "plan_ahead", None)
    return analysis if ahead is None or is_left(ahead, at) else None


def is_left(ahead, at):
    """Return whether ``ahead``, a PlanAhead, is open and nobody is at it."""
    is_claimed = ahead.claimed_at is not None and ahead.claimed_at > at - SILENT_FOR
    return ahead.finished_at is None and not is_claimed
