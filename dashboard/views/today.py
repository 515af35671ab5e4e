"""Coming home: what is to be done today."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from dashboard.forms.my_team import MY_YES
from dashboard.queries.person import praise_rows
from dashboard.queries.team import people_waiting_for, team_on
from feedback.queries.shown import viewer_of
from plans.queries.plans import open_plan, waits_for_person
from plans.queries.progress import progress_of_plan
from staff.access import leads
from training.queries.learning import (
    lately_learned,
    next_step,
    open_enrolments,
    path_of,
)
from training.queries.observing import named_waiting
from training.queries.refreshers import portion_of

# On Today; the rest stands on Learn.
TODO_ROWS = 6
# The newest is shown, the others are counted.
PRAISE_COUNTED = 10


@require_safe
@login_required
def home(request):
    is_leader_without_training = leads(request.user) and not (
        request.user.enrolments.open().exists()
    )
    return redirect(
        "dashboard:my-team" if is_leader_without_training else "dashboard:today"
    )


@require_safe
@login_required
def today(request):
    today = request.user.today()
    todo = list(open_enrolments(request.user))
    first = todo[0] if todo else None
    plan = open_plan(request.user)
    viewer = viewer_of(request.user, today)
    praise = praise_rows(viewer, request.user, PRAISE_COUNTED)
    context = {
        "today": today,
        "team": team_on(request.user, today),
        "next": first,
        "step": next_step(path_of(first)) if first and first.steps_done else None,
        "later": todo[1:TODO_ROWS],
        "more": len(todo[TODO_ROWS:]),
        "portion": portion_of(request.user, today),
        "to_agree": people_waiting_for(request.user, today).count()
        if leads(request.user)
        else 0,
        "to_agree_url": f"{reverse('dashboard:my-team-plans')}?at={MY_YES}",
        "to_observe": named_waiting(request.user, today),
        "lately": lately_learned(request.user),
        "plan": plan,
        "progress": plan and progress_of_plan(plan, today),
        "waits_for_me": plan is not None and waits_for_person(plan),
        "praise": praise[0] if praise else None,
        "more_praise": len(praise) - 1,
    }
    return render(request, "dashboard/today.html", context)
