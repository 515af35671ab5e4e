"""Week by week: what happened in a team, without a verdict. For small houses: Payoff."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from outcomes.forms.week_by_week import WeekByWeekForm
from outcomes.queries.judging import judging
from outcomes.queries.payoff import is_judged
from outcomes.queries.people_behind import gone, is_direct_manager, people_posted
from outcomes.queries.small_team import small_team_picture
from outcomes.rules.cut import last_full_week
from outcomes.wording.amounts import Amounts, time_spent
from outcomes.wording.charts import (
    answer_count,
    axis_sentence,
    course,
    level,
    week_answers_url,
)
from outcomes.wording.complaints import complaints_told
from outcomes.wording.places import elsewhere_sentence
from outcomes.wording.rows import cost_in_money
from staff.access import leads, only
from staff.models import Employee
from staff.rules import SMALLEST_GROUP


@require_safe
@only(leads)
def week_by_week(request):
    return shown_week_by_week(request, {"judging": judging(), "is_own_page": True})


def shown_week_by_week(request, context):
    """Return the page for the team and module that were chosen, or the first there are."""
    today = request.user.today()
    form = WeekByWeekForm(request.GET, user=request.user, today=today)
    team, module = form.chosen()
    metric = context["judging"].primary_metric
    context = context | {"form": form, "team": team, "module": module, "metric": metric}
    if team is None or module is None or _is_hidden(request.user, team, today):
        return render(request, "outcomes/week_by_week.html", context)
    picture = small_team_picture(team, module, metric, last_full_week(today))
    amounts = Amounts.of(metric)
    chart, rows = course(picture, team, metric, amounts)
    completed = _completed(picture, request.user, today)
    context |= {
        "picture": picture,
        "chart": chart,
        "axis": axis_sentence(chart, metric),
        "rows": list(reversed(rows)),
        "figs": _stretches(picture, team, metric, amounts),
        "complaints": complaints_told(picture, team),
        "completed": completed,
        "is_judged": is_judged(module),
        "elsewhere": elsewhere_sentence(
            *gone(
                picture.completed_on, [person.pk for _day, person in completed], today
            )
        ),
        "time": time_spent(picture.cost.minutes),
        "money": cost_in_money([picture.cost]),
    }
    return render(request, "outcomes/week_by_week.html", context)


def _is_hidden(user, team, today):
    """Return whether too few people are behind the figures for ``user`` to see them."""
    if people_posted(team, today) >= SMALLEST_GROUP:
        return False
    return not is_direct_manager(user, team, today)


def _stretches(picture, team, metric, amounts):
    return [
        {
            "name": name,
            "weeks": stretch.weeks,
            "answers": answer_count(stretch.responses),
            "mean": "–" if stretch.mean is None else level(stretch.mean, amounts),
            "url": week_answers_url(team, metric, stretch.first, stretch.last)
            if stretch.responses
            else "",
        }
        for name, stretch in (("before", picture.before), ("since", picture.since))
        if stretch is not None
    ]


def _completed(picture, user, today):
    """Return [(day, Employee)] of who completed it and may be seen, the latest first."""
    visible = Employee.objects.visible_to(user, today)
    people = visible.filter(pk__in=picture.completed_on).order_by("last_name", "pk")
    found = [(picture.completed_on[person.pk], person) for person in people]
    return sorted(found, key=lambda pair: pair[0], reverse=True)
