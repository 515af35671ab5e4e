"""Practice seen from beside the person: who waits, the checklist, who may fill it."""

from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from staff.access import leads, only
from training.actions.observing import (
    name_observer,
    record_observation,
    remove_observer,
)
from training.choices import EnrolmentStatus, StepKind
from training.forms import ObservationForm, ObserverForm
from training.models import NamedObserver, Step
from training.queries.learning import next_step, path_of
from training.queries.observing import (
    items_seen,
    led_enrolments,
    may_fill,
    observable_by,
    observations_at,
    practice_rows,
    waiting_for,
)

PAGE_ROWS = 50


@require_safe
@login_required
def observation_list(request):
    today = request.user.today()
    waiting = Paginator(waiting_for(request.user, today), PAGE_ROWS)
    page = waiting.get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": practice_rows(page.object_list, request.user, today),
        "leads": leads(request.user),
    }
    return render(request, "training/observation_list.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def observation_add(request, uuid, key):
    today = request.user.today()
    enrolment, step = _practice(observable_by(request.user, today), uuid, key)
    is_led = led_enrolments(request.user, today).filter(pk=enrolment.pk).exists()
    is_mine = may_fill(request.user, enrolment, step, leads=is_led)
    asked = request.POST if request.method == "POST" and is_mine else None
    form = ObservationForm(asked, step=step, initial={"uuid": uuid4()})
    if form.is_valid():
        try:
            observation = _recorded(request, enrolment, step, form)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _said(observation, enrolment))
            return redirect("training:observation-list")
    return render(
        request,
        "training/observation_add.html",
        _context(request, enrolment, step, form, is_led, is_mine),
    )


def _practice(enrolments, uuid, key):
    """Return the enrolment and its practice step, or answer 404."""
    enrolment = get_object_or_404(
        enrolments.select_related("employee", "module").prefetch_related(
            "named_observers__employee"
        ),
        uuid=uuid,
    )
    steps = Step.objects.filter(version=enrolment.version_id, kind=StepKind.PRACTICE)
    return enrolment, get_object_or_404(steps, key=key)


def _recorded(request, enrolment, step, form):
    return record_observation(
        enrolment=enrolment,
        step=step,
        uuid=form.cleaned_data["uuid"],
        observer=request.user,
        items=form.items(),
        comment=form.cleaned_data["comment"],
        at=timezone.now(),
        today=enrolment.employee.today(),
    )


def _said(observation, enrolment):
    if observation.is_all:
        return _("Saved. This step is done for %(person)s.") % {
            "person": enrolment.employee
        }
    return _("Saved. %(person)s sees what to practise, and you can look again.") % {
        "person": enrolment.employee
    }


def _context(request, enrolment, step, form, is_led, is_mine, observer_form=None):
    observations = observations_at(enrolment, step)
    newest = observations[0] if observations else None
    learner = enrolment.employee
    return {
        "enrolment": enrolment,
        "step": step,
        "form": form,
        "rows": [(item, form[f"item-{item.key}"]) for item in items_seen(step, newest)],
        "observations": observations,
        "is_next": enrolment.status == EnrolmentStatus.IN_PROGRESS
        and next_step(path_of(enrolment)) == step,
        "is_led": is_led,
        "is_mine": is_mine,
        "observer_form": observer_form
        or (
            is_led
            and ObserverForm(
                user=request.user, learner=learner, today=request.user.today()
            )
        ),
    }


@require_POST
@only(leads)
def observer_add(request, uuid, key):
    today = request.user.today()
    enrolment, step = _practice(led_enrolments(request.user, today), uuid, key)
    form = ObserverForm(
        request.POST, user=request.user, learner=enrolment.employee, today=today
    )
    if form.is_valid():
        try:
            name_observer(
                enrolment=enrolment,
                employee=form.cleaned_data["observer"],
                by=request.user,
                at=timezone.now(),
            )
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            return redirect("training:observation-add", uuid, key)
    is_mine = may_fill(request.user, enrolment, step, leads=True)
    blank = ObservationForm(step=step, initial={"uuid": uuid4()})
    page = _context(request, enrolment, step, blank, True, is_mine, form)
    return render(request, "training/observation_add.html", page)


@require_POST
@only(leads)
def observer_remove(request, uuid, key, pk):
    enrolments = led_enrolments(request.user, request.user.today())
    enrolment, _step = _practice(enrolments, uuid, key)
    named = get_object_or_404(NamedObserver, enrolment=enrolment, pk=pk)
    remove_observer(named=named, by=request.user, at=timezone.now())
    return redirect("training:observation-add", uuid, key)
