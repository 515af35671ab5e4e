"""Letting somebody try a quiz again."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from staff.access import leads, only
from training.actions.trying_again import grant_attempt
from training.choices import StepKind
from training.models import Step
from training.queries.observing import led_enrolments


@require_POST
@only(leads)
def further_attempt_add(request, uuid, key):
    led = led_enrolments(request.user, request.user.today())
    enrolment = get_object_or_404(led.select_related("employee"), uuid=uuid)
    quizzes = Step.objects.filter(version=enrolment.version_id, kind=StepKind.QUIZ)
    step = get_object_or_404(quizzes, key=key)
    try:
        grant_attempt(
            enrolment=enrolment, step=step, by=request.user, at=timezone.now()
        )
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        person = {"person": enrolment.employee}
        messages.success(request, _("%(person)s can try once more.") % person)
    return redirect("dashboard:person-learning", enrolment.employee_id)
