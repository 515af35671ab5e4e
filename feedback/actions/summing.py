"""Summing weeks: cells are made anew from rows, wherever something has changed."""

from django.db import connection, transaction

from feedback.models import DirtyWeek, Summing

# Marks looked at, and credits summed, in one transaction: about a tenth of a second.
MARKS, CREDITS = 400, 8_000
# Summed between two signs of life.
WEEKS_AT_ONCE = 2_000


def sum_dirty_weeks(*, at, most=None):
    """Sum every team and week that is marked; return how many were summed.

    at: the moment, kept as when cells were last summed. most: stop after about so many;
    None goes on until no mark is left. Each slice is a short transaction of its own, so
    that writers come between; one works at a time, under the lock of the Summing row.
    Raises RuntimeError inside a transaction.
    """
    summed = 0
    while DirtyWeek.objects.exists() and (most is None or summed < most):
        summed += _sum_slice(at)
    return summed


def sum_between(beat, at):
    """Sum the weeks that have changed, with ``beat`` called between every few."""
    while sum_dirty_weeks(at=at, most=WEEKS_AT_ONCE):
        beat()


@transaction.atomic(durable=True)
def _sum_slice(at):
    """Sum the places that have waited longest; return how many.

    The marks go first, by their ids: what is read afterwards holds at least what their
    transactions wrote, and a mark that commits meanwhile stays for the next slice.
    """
    summing = Summing.objects.select_for_update().get(pk=1)
    places = _first_places()
    if not places:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(*_over(places, "SELECT d.id" + _MARKED))
        marks = [pk for (pk,) in cursor.fetchall()]
        DirtyWeek.objects.filter(pk__in=marks).delete()
        cursor.execute(*_over(places, _DELETE_CELLS))
        cursor.execute(*_over(places, _INSERT_CELLS))
    summing.last_summed_at = at
    summing.save()
    return len(places)


def _first_places():
    """Return the (team id, week) marked first, as many as CREDITS allow, but one."""
    marks = DirtyWeek.objects.order_by("pk").values_list("team", "week")[:MARKS]
    places = list(dict.fromkeys(marks))
    if not places:
        return []
    with connection.cursor() as cursor:
        cursor.execute(*_over(places, _COUNT_CREDITS))
        counts = {row[0]: row[1] for row in cursor.fetchall()}
    chosen, credits = [], 0
    for number, place in enumerate(places):
        credits += counts[number]
        if chosen and credits > CREDITS:
            break
        chosen.append(place)
    return chosen


def _over(places, statement):
    """Return ``statement`` and its parameters, with ``places`` as the table place."""
    rows = ", ".join(["(%s, %s, %s)"] * len(places))
    words = [
        word
        for number, (team_id, week) in enumerate(places)
        for word in (number, team_id, connection.ops.adapt_datefield_value(week))
    ]
    return f"WITH place (number, team_id, week) AS (VALUES {rows}) {statement}", words


_MARKED = """
      FROM place
      JOIN feedback_dirtyweek AS d ON d.team_id = place.team_id AND d.week = place.week
"""

_COUNT_CREDITS = """
    SELECT place.number, COUNT(c.id)
      FROM place
      LEFT JOIN feedback_credit AS c
        ON c.team_id = place.team_id AND c.week = place.week
     GROUP BY place.number
"""

_DELETE_CELLS = """
    DELETE FROM feedback_weeklyoutcome
     WHERE (team_id, week) IN (SELECT team_id, week FROM place)
"""

# What is measured counts itself; what is derived counts its parent's values at or below
# the threshold. An answer about a recovery is not about the service.
_INSERT_CELLS = """
    INSERT INTO feedback_weeklyoutcome
           (team_id, employee_id, metric_id, week, responses, weight, total, squares)
    SELECT team_id, employee_id, metric_id, week, COUNT(*), SUM(weight),
           SUM(weight * value) / 10000.0, SUM(weight * value * value) / 10000.0
      FROM (
            SELECT c.team_id, c.employee_id, kept.id AS metric_id, c.week, c.weight,
                   CASE WHEN kept.threshold IS NULL THEN m.value
                        WHEN m.value <= kept.threshold THEN 1.0
                        ELSE 0.0 END AS value
              FROM place
              JOIN feedback_credit AS c
                ON c.team_id = place.team_id AND c.week = place.week
              JOIN feedback_measurement AS m ON m.interaction_id = c.interaction_id
              JOIN feedback_metric AS kept
                ON COALESCE(kept.derived_from_id, kept.id) = m.metric_id
              LEFT JOIN feedback_response AS r ON r.id = m.response_id
             WHERE r.id IS NULL OR r.kind = 'original'
           ) AS measured
     GROUP BY team_id, employee_id, metric_id, week
"""
