"""Payoff: what every module did, or what is missing until that can be said."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from outcomes.engine.settings import Settings
from outcomes.queries.beginning import beginning
from outcomes.queries.judging import judging
from outcomes.queries.payoff import metrics_of, payoff_rows, runs
from outcomes.queries.people_behind import left_since
from outcomes.queries.still_to_do import open_counts, people_here, still_to_do
from outcomes.views.week_by_week import shown_week_by_week
from outcomes.wording.effects import chip_name, gain_name
from outcomes.wording.headline import headline
from outcomes.wording.rows import cost_sentence, shown_table
from outcomes.wording.schedule import next_judged_on
from staff.access import keeps_people, leads, only


@require_safe
@only(leads)
def payoff(request):
    found = runs()
    settled = judging()
    start = beginning(settled.primary_metric, Settings().teams_shown)
    context = {
        "runs": found,
        "start": start,
        "judging": settled,
        "may_ask": keeps_people(request.user),
    }
    if not (start.has_answers and start.has_completions):
        return render(request, "outcomes/payoff_beginning.html", context)
    if start.teams < Settings().teams_shown:
        return shown_week_by_week(request, context)
    if found.done is None:
        return render(request, "outcomes/payoff_beginning.html", context)
    return render(request, "outcomes/payoff.html", context | _table(request, found))


def _table(request, found):
    """Return the context of the table: the rows of the metric that was chosen."""
    done, today = found.done, request.user.today()
    metrics = metrics_of(done) or [done.primary_metric]
    asked = request.GET.get("metric")
    metric = next((each for each in metrics if each.key == asked), metrics[0])
    rows = payoff_rows(done, metric)
    left = left_since([row.estimate for row in rows if row.estimate], today)
    table = shown_table(rows, metric, done, people_here(today), left)
    spread = [row for row in table.rows if row.is_to_spread]
    stop = [row.module.pk for row in table.rows if row.is_to_stop]
    return {
        "analysis": done,
        "metric": metric,
        "metrics": [(each, chip_name(each)) for each in metrics],
        "is_judgement": metric.pk == done.primary_metric_id,
        "table": table,
        "gain_name": gain_name(table.amounts),
        "worth_words": _worth(table),
        "headline": headline([row.estimate.verdict for row in table.rows]),
        "cost_sentence": cost_sentence(table.rows) if table.rows else "",
        "to_spread": spread,
        "to_do": still_to_do(request.user, today, [row.module.pk for row in spread]),
        "to_stop": open_counts(request.user, today, stop),
        "next_on": next_judged_on(today),
    }


def _worth(table):
    """Return the smallest effect worth having, as it is said; "" without one."""
    worth = table.axis.worth
    return "" if worth is None else table.amounts.amount(worth)
