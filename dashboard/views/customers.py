"""Customers: what they said of a team over time, and the answers behind each point."""

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render
from django.utils.formats import date_format
from django.views.decorators.http import require_safe

from dashboard.forms.customers import AnswersForm, CustomersForm
from dashboard.queries.customers import answers_behind, drawn_course, figure_row
from feedback.queries.cells import WEEK, last_week, team_course, team_figures
from feedback.queries.heard import shown_rows
from feedback.queries.shown import viewer_of
from staff.access import keeps_people, leads, only

ANSWER_ROWS = 30


@require_safe
@only(leads)
def customers(request):
    today = request.user.today()
    form = CustomersForm(request.GET, user=request.user, today=today)
    team, metric, back, weeks = form.chosen()
    latest = last_week(request.user.reach_on(today))
    context = {"form": form, "team": team, "metric": metric}
    if team is None or metric is None or latest is None:
        return render(request, "dashboard/customers.html", context)
    viewer = viewer_of(request.user, today)
    end = latest + WEEK
    between = {"first": end - back * WEEK, "end": end}
    course = team_course(viewer, team, metric, **between, weeks=weeks)
    rows = [figure_row(date_format(each.first, "j M Y"), each, team) for each in course]
    whole, below = team_figures(viewer, team, metric, **between)
    context |= {
        "since": between["first"],
        "whole": figure_row(str(team), whole, team),
        "below": [figure_row(str(part.team), part.figure, part.team) for part in below],
        "rows": rows[::-1],
        "chart": drawn_course(rows, metric),
    }
    return render(request, "dashboard/customers.html", context)


@require_safe
@only(leads)
def customers_answers(request):
    today = request.user.today()
    form = AnswersForm(request.GET, user=request.user, today=today)
    if not form.is_valid():
        raise Http404
    figure, found = answers_behind(viewer_of(request.user, today), **form.cleaned_data)
    page = Paginator(found, ANSWER_ROWS).get_page(request.GET.get("page"))
    team = form.cleaned_data["team"]
    context = {
        "team": team,
        "figure": figure,
        "row": figure_row(str(team), figure, team),
        "page": page,
        "rows": shown_rows(page.object_list),
        "may_put_right": keeps_people(request.user),
    }
    piece = "#rows" if request.htmx else ""
    return render(request, f"dashboard/customers_answers.html{piece}", context)
