"""Assigning in the browser: the desk, what came of it, and taking it back."""

from itertools import groupby
from operator import attrgetter
from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from plans.actions.assigning import (
    UNDO_FOR,
    confirm_assignment,
    undo_assignment,
    withdraw_one,
)
from plans.forms.batch import AssignForm
from plans.judged import judged_modules
from plans.models import AssignmentBatch
from plans.queries.assigning import (
    assignment_preview,
    batch_enrolments,
    module_counts,
)
from plans.queries.drawn_order import out_of_turn
from staff.access import leads, only
from staff.models import Employee
from training.models import Enrolment, Module

PAGE_ROWS = 50


@require_http_methods(["GET", "POST"])
@only(leads)
def batch_add(request):
    today = request.user.today()
    asked = (request.POST if request.method == "POST" else request.GET).copy()
    asked.setdefault("batch", str(uuid4()))
    form = AssignForm(asked, user=request.user, today=today)
    if request.POST.get("act") == "confirm":
        try:
            if batch := form.known_batch() or _confirmed(request, form, today):
                return redirect(batch)
        except ValidationError as refusal:
            form.add_error(None, refusal)
    preview = _previewed(form, today)
    context = {"form": form, "preview": preview}
    if preview:
        context["out_of_turn"] = out_of_turn(
            preview.to_draw, preview.employees, request.user, today
        )
    if not request.htmx:
        context["judged"] = judged_modules()
    piece = "#people-and-sum" if request.htmx else ""
    return render(request, f"plans/batch_add.html{piece}", context)


def _confirmed(request, form, today):
    """Return the batch that is confirmed with ``form``; None while that has faults."""
    if not form.is_valid():
        return None
    return confirm_assignment(
        batch_uuid=form.cleaned_data["batch"],
        asked=form.asked,
        employees=form.chosen,
        modules=form.chosen_modules,
        answers=form.answers(),
        seen=form.cleaned_data["seen"],
        due_on=form.cleaned_data["due_on"],
        reason=form.cleaned_data["reason"],
        reach=request.user.reach,
        by=request.user,
        at=timezone.now(),
        today=today,
    )


def _previewed(form, today):
    """Return the AssignmentPreview of what is chosen; None while that has faults."""
    has_faults = bool(form.errors.keys() - {NON_FIELD_ERRORS})
    if has_faults or form.has_error(NON_FIELD_ERRORS, "too_many"):
        return None
    try:
        return assignment_preview(
            employees=form.chosen,
            modules=form.chosen_modules,
            answers=form.answers(),
            today=today,
        )
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return None


@require_safe
@only(leads)
def batch_detail(request, uuid):
    batch = get_object_or_404(AssignmentBatch.objects.open_to(request.user), uuid=uuid)
    people = Employee.objects.visible_to(request.user, request.user.today())
    enrolments = batch_enrolments(batch, people)
    page = Paginator(enrolments, PAGE_ROWS).get_page(request.GET.get("page"))
    sizes = module_counts(enrolments)
    groups = [
        (module, sizes[module.pk], list(rows))
        for module, rows in groupby(page, attrgetter("module"))
    ]
    undo_until = batch.confirmed_at + UNDO_FOR
    context = {
        "batch": batch,
        "page": page,
        "groups": groups,
        "undo_until": undo_until,
        "in_spite": Module.objects.filter(pk__in=batch.in_spite).order_by("slug"),
        "can_undo": batch.undone_at is None and timezone.now() <= undo_until,
    }
    return render(request, "plans/batch_detail.html", context)


@require_POST
@only(leads)
def batch_undo(request, uuid):
    batch = get_object_or_404(AssignmentBatch.objects.open_to(request.user), uuid=uuid)
    try:
        taken, kept = undo_assignment(
            batch=batch,
            reach=request.user.reach,
            by=request.user,
            at=timezone.now(),
            today=request.user.today(),
        )
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect(batch)
    messages.success(
        request,
        ngettext(
            "%(count)s enrolment taken back.",
            "%(count)s enrolments taken back.",
            len(taken),
        )
        % {"count": len(taken)},
    )
    if kept:
        messages.info(
            request,
            _("What somebody has started stays, and so does what was asked of you."),
        )
    return redirect("plans:batch-add")


@require_POST
@only(leads)
def enrolment_withdraw(request, uuid):
    people = Employee.objects.visible_to(request.user, request.user.today())
    enrolment = get_object_or_404(Enrolment, uuid=uuid, employee__in=people)
    try:
        withdraw_one(enrolment=enrolment, by=request.user, at=timezone.now())
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("Taken back. It is still on record as withdrawn."))
    batches = AssignmentBatch.objects.open_to(request.user)
    batch = batches.filter(uuid=enrolment.batch_uuid).first()
    if batch is None:
        return redirect("dashboard:my-team")
    # Back to where in the list the button was.
    page = request.GET.get("page", "")
    query = f"?page={page}" if page.isdecimal() else ""
    return redirect(batch.get_absolute_url() + query)
