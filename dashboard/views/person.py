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
    may_read,
    praise_rows,
)
from dashboard.queries.team import enrolments_of, team_on
from feedback.queries.heard import shown_rows
from feedback.queries.shown import viewer_of
from plans.queries.plans import ended_plans, open_plan, waits_for_person
from plans.queries.progress import progress_of_plan
from staff.access import keeps_people, leads
from staff.models import Employee
from training.queries.observing import (
    evidence_of,
    led_enrolments,
    practice_rows,
    waiting_for,
)
from training.queries.quizzes import quizzes_used_up
from training.queries.refreshers import retention_of

# On the overview; the rest stands on pages of its own.
LEARNING_ROWS, PRAISE_ROWS = 5, 3
HEARD_ROWS = 30


@require_safe
@login_required
def person_overview(request, pk):
    today = request.user.today()
    people = Employee.objects.visible_to(request.user, today)
    person = get_object_or_404(people, pk=pk)
    viewer = viewer_of(request.user, today)
    figures = figures_of(viewer, person, today)
    metric = chosen_metric(figures, request.GET.get("metric"))
    course = course_of(viewer, person, metric, today) if metric else []
    is_readable = may_read(viewer, person)
    plan = open_plan(person)
    is_me = person == request.user
    context = {
        "base": "base_staff.html" if is_me else "base.html",
        "person": person,
        "is_me": is_me,
        "may_lead": leads(request.user) and not is_me,
        "today": today,
        "team": team_on(person, today),
        "plan": plan,
        "progress": plan and progress_of_plan(plan, today),
        "waits_for_me": is_me and plan is not None and waits_for_person(plan),
        "ended": ended_plans(person)[:LEARNING_ROWS],
        "enrolments": enrolments_of(people.filter(pk=person.pk), today)[:LEARNING_ROWS],
        "figures": figures,
        "metric": metric,
        "chart": metric and course_chart(course, metric),
        "praise": praise_rows(viewer, person, PRAISE_ROWS) if is_readable else [],
        "is_readable": is_readable,
    }
    return render(request, "dashboard/person_overview.html", context)


@require_safe
@login_required
def person_heard(request, pk):
    today = request.user.today()
    people = Employee.objects.visible_to(request.user, today)
    person = get_object_or_404(people, pk=pk)
    viewer = viewer_of(request.user, today)
    form = HeardForm(request.GET)
    rows = form.rows_of(viewer, person)
    page = Paginator(rows, HEARD_ROWS).get_page(request.GET.get("page"))
    is_me = person == request.user
    context = {
        "base": "base_staff.html" if is_me else "base.html",
        "person": person,
        "is_me": is_me,
        "form": form,
        "page": page,
        "rows": shown_rows(page.object_list),
        "may_put_right": keeps_people(request.user),
        "is_hidden": not page.object_list and not may_read(viewer, person),
    }
    piece = "#rows" if request.htmx else ""
    return render(request, f"dashboard/person_heard.html{piece}", context)


@require_safe
@login_required
def person_learning(request, pk):
    today = request.user.today()
    people = Employee.objects.visible_to(request.user, today)
    person = get_object_or_404(people, pk=pk)
    is_me = person == request.user
    waiting = waiting_for(request.user, today).filter(employee=person)
    context = {
        "person": person,
        "today": today,
        # Asked again is for one's own sake: others see whole teams.
        "retention": retention_of(person, today) if is_me else [],
        "enrolments": enrolments_of(people.filter(pk=person.pk), today),
        "evidence": evidence_of(person),
        "used_up": quizzes_used_up(led_enrolments(request.user, today), person),
        "to_observe": practice_rows(waiting, request.user, today),
        "leads": leads(request.user),
        "may_take_back": leads(request.user) and not is_me,
    }
    return render(request, "dashboard/person_learning.html", context)
