"""One person, as everybody who may see them sees them."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from dashboard.forms.my_team import HeardForm
from dashboard.queries.course_chart import course_chart
from dashboard.queries.person import (
    chosen_metric,
    course_of,
    figures_of,
    heard_rows,
    may_read_few,
    praise_of,
)
from dashboard.queries.team import enrolments_of, team_on
from plans.queries.measures import parts_with_courses
from plans.queries.plans import ended_plans, open_plan
from plans.queries.progress import progress_of_plan
from staff.access import leads
from staff.models import Employee
from staff.rules import SMALLEST_GROUP

# On the overview; the rest stands on pages of its own.
LEARNING_ROWS, PRAISE_ROWS = 5, 3
HEARD_ROWS = 30


@require_safe
@login_required
def person_overview(request, pk):
    today = request.user.today()
    people = Employee.objects.visible_to(request.user, today)
    person = get_object_or_404(people, pk=pk)
    plan = open_plan(person)
    progress = plan and progress_of_plan(plan, today)
    figures = figures_of(person, today)
    metric = chosen_metric(figures, request.GET.get("metric"))
    few = may_read_few(request.user, person, today)
    has_enough = few or any(figure.is_known for figure in figures)
    is_me = person == request.user
    context = {
        "base": "base_staff.html" if is_me else "base.html",
        "person": person,
        "is_me": is_me,
        "may_lead": leads(request.user) and not is_me,
        "today": today,
        "team": team_on(person, today),
        "plan": plan,
        "progress": progress,
        "parts": parts_with_courses(progress, today) if progress else [],
        "ended": ended_plans(person)[:LEARNING_ROWS],
        "enrolments": enrolments_of(people.filter(pk=person.pk), today)[:LEARNING_ROWS],
        "figures": figures,
        "metric": metric,
        "chart": metric and course_chart(course_of(person, metric, today), metric),
        "praise": praise_of(person)[:PRAISE_ROWS] if has_enough else [],
        "has_enough": has_enough,
    }
    return render(request, "dashboard/person_overview.html", context)


@require_safe
@login_required
def person_heard(request, pk):
    today = request.user.today()
    people = Employee.objects.visible_to(request.user, today)
    person = get_object_or_404(people, pk=pk)
    form = HeardForm(request.GET)
    rows = form.kept_of(person)
    is_hidden = (
        not may_read_few(request.user, person, today) and rows.count() < SMALLEST_GROUP
    )
    pages = Paginator(rows.none() if is_hidden else rows, HEARD_ROWS)
    page = pages.get_page(request.GET.get("page"))
    is_me = person == request.user
    context = {
        "base": "base_staff.html" if is_me else "base.html",
        "person": person,
        "is_me": is_me,
        "form": form,
        "is_hidden": is_hidden,
        "page": page,
        "rows": heard_rows(page.object_list),
    }
    piece = "#rows" if request.htmx else ""
    return render(request, f"dashboard/person_heard.html{piece}", context)


@require_safe
@login_required
def person_learning(request, pk):
    today = request.user.today()
    people = Employee.objects.visible_to(request.user, today)
    person = get_object_or_404(people, pk=pk)
    context = {
        "person": person,
        "today": today,
        "enrolments": enrolments_of(people.filter(pk=person.pk), today),
        "leads": leads(request.user),
        "may_take_back": leads(request.user) and person != request.user,
    }
    return render(request, "dashboard/person_learning.html", context)
