"""Taking one module back from whoever has it open, several at once."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from plans.actions.assigning import withdraw_several
from plans.judged import judged_modules
from plans.queries.assigning import open_enrolments
from staff.access import leads, only
from training.choices import EnrolmentStatus
from training.models import Module


def _open(request, slug):
    """Return (Module, its open enrolments of those the reader may ask)."""
    module = get_object_or_404(Module, slug=slug)
    return module, open_enrolments(request.user, request.user.today(), [module.pk])


@require_safe
@only(leads)
def module_open(request, slug):
    module, enrolments = _open(request, slug)
    context = {
        "module": module,
        "judged": judged_modules(),
        "waiting": [e for e in enrolments if e.status == EnrolmentStatus.ASSIGNED],
        "begun": [e for e in enrolments if e.status != EnrolmentStatus.ASSIGNED],
    }
    return render(request, "plans/module_open.html", context)


@require_POST
@only(leads)
def module_withdraw(request, slug):
    module, enrolments = _open(request, slug)
    ticked = set(request.POST.getlist("enrolments"))
    chosen = [enrolment.pk for enrolment in enrolments if str(enrolment.pk) in ticked]
    taken, kept = withdraw_several(
        enrolments=enrolments.filter(pk__in=chosen), by=request.user, at=timezone.now()
    )
    if taken:
        words = ngettext(
            "Taken back from %(count)s person.",
            "Taken back from %(count)s people.",
            len(taken),
        )
        messages.success(request, words % {"count": len(taken)})
    if kept:
        messages.info(
            request,
            _("What somebody has started stays, and so does what was asked of you."),
        )
    if not chosen:
        messages.info(request, _("Nobody was ticked, so nothing was taken back."))
    return redirect("plans:module-open", module.slug)
