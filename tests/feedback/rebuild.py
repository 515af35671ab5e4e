"""What cells and returns ought to be, worked out anew from every row, slowly.

Plain Python over plain rows; shares no code with what it judges.
"""

import datetime as dt
from collections import defaultdict

from feedback.models import (
    CompletePeriod,
    Credit,
    Interaction,
    Measurement,
    Metric,
    Response,
    Source,
    WeeklyOutcome,
)


def cells_from_rows():
    """Return {(team, employee, metric key, week): [responses, weight, total, squares]}."""
    recovery = set(
        Response.objects.exclude(kind="original").values_list("id", flat=True)
    )
    values = defaultdict(list)
    for interaction, response, key, value in Measurement.objects.values_list(
        "interaction", "response", "metric__key", "value"
    ):
        if response in recovery:
            continue
        values[interaction].append((key, value))
        if key == "csat":
            values[interaction].append(("low_score", 1 if value <= 2 else 0))
    cells = {}
    for credit in Credit.objects.select_related("team", "interaction"):
        for key, value in values[credit.interaction_id]:
            place = (credit.team_id, credit.employee_id, key, credit.week)
            cell = cells.setdefault(place, [0, 0, 0, 0])
            cell[0] += 1
            cell[1] += credit.weight
            cell[2] += credit.weight * value
            cell[3] += credit.weight * value * value
    for cell in cells.values():
        cell[2] /= 10_000
        cell[3] /= 10_000
    return cells


def cells_as_kept():
    """Return the cells as ``cells_from_rows`` does; two of one place are an error."""
    cells = {}
    for cell in WeeklyOutcome.objects.select_related("metric"):
        place = (cell.team_id, cell.employee_id, cell.metric.key, cell.week)
        assert place not in cells
        cells[place] = [cell.responses, cell.weight, cell.total, cell.squares]
    return cells


def returns_from_rows():
    """Return {interaction id: 1 or 0} of what is known of who came back."""
    window = Metric.objects.get(key="returned").window_days
    tills = list(Source.objects.filter(kind="visits"))
    told = defaultdict(set)
    for period in CompletePeriod.objects.all():
        day = period.first_day
        while day <= period.last_day:
            told[period.source_id].add(day)
            day += dt.timedelta(days=1)
    visits = list(
        Interaction.objects.filter(source__kind="visits", customer__isnull=False)
    )
    answers = {}
    for visit in visits:
        following = {
            visit.served_on + dt.timedelta(days=n) for n in range(1, window + 1)
        }
        asked, is_known = set(), True
        for till in tills:
            if not told[till.pk] or min(told[till.pk]) > visit.served_on:
                continue
            if till.ended_on and till.ended_on < visit.served_on:
                continue
            if till.ended_on and till.ended_on < max(following):
                is_known = False
            asked.add(till.pk)
            is_known = is_known and following <= told[till.pk]
        if is_known and visit.source_id in asked:
            answers[visit.pk] = int(
                any(
                    other.customer_id == visit.customer_id
                    and other.source_id in asked
                    and other.served_on in following
                    for other in visits
                )
            )
    return answers


def returns_as_kept():
    """Return {interaction id: value} of the measurements of who came back."""
    kept = Measurement.objects.filter(metric__key="returned", response=None)
    return dict(kept.values_list("interaction", "value"))
