"""One's own enrolment: where was I, what comes next."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_POST, require_safe

from training.actions.learning import start_enrolment
from training.actions.rating import rate_module
from training.forms import RatingForm
from training.queries.certifications import earned_by
from training.queries.learning import next_step, own_enrolments, path_of
from training.queries.ratings import may_rate, rating_in
from training.views.kept import answers_kept


@gzip_page
@require_safe
@login_required
def enrolment_detail(request, uuid):
    enrolment = get_object_or_404(own_enrolments(request.user), uuid=uuid)
    return _page(request, enrolment)


def _page(request, enrolment, form=None):
    """Answer with the page of ``enrolment``; form: a RatingForm that was refused."""
    has_begun = enrolment.version_id is not None
    rating = rating_in(enrolment) if may_rate(enrolment) else None
    said = {"stars": rating.stars, "comment": rating.comment} if rating else None
    context = {
        "enrolment": enrolment,
        "has_begun": has_begun,
        "path": path_of(enrolment) if has_begun or enrolment.is_open else [],
        "certificates": earned_by(enrolment) if has_begun else [],
        "today": request.user.today(),
        "may_rate": may_rate(enrolment),
        "rating": rating,
        "form": form or RatingForm(initial=said),
    }
    return render(request, "training/enrolment_detail.html", context)


@require_POST
@login_required
def enrolment_rate(request, uuid):
    enrolment = get_object_or_404(own_enrolments(request.user), uuid=uuid)
    form = RatingForm(request.POST)
    if form.is_valid():
        try:
            rate_module(enrolment=enrolment, at=timezone.now(), **form.cleaned_data)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        else:
            messages.success(request, _("Saved. Thank you, it helps the next ones."))
        return redirect(enrolment)
    return _page(request, enrolment, form)


@require_POST
@answers_kept
@login_required
def enrolment_start(request, uuid):
    """Start, or go on: lead to the next step."""
    enrolment = get_object_or_404(own_enrolments(request.user), uuid=uuid)
    try:
        enrolment = start_enrolment(enrolment=enrolment, at=timezone.now())
    except ValidationError:
        # Taken back: its own page says so.
        return redirect(enrolment)
    return redirect(*after_step(enrolment))


def after_step(enrolment):
    """Return what ``redirect`` needs to go on: the next step that is not yet done, or
    the enrolment's own page when none is left.
    """
    step = next_step(path_of(enrolment))
    if step is None:
        return (enrolment,)
    return ("training:step-detail", enrolment.uuid, step.key)
