"""Taking a module off what can be learned where its verdict is read, and back."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from staff.access import edits_catalogue, keeps_people, leads, only
from training.actions.offering import set_offer
from training.models import Module


def decides_offer(user):
    """Return whether ``user`` decides what can be learned: authors and HR."""
    return edits_catalogue(user) or keeps_people(user)


@require_POST
@only(decides_offer)
def module_offer(request, slug):
    module = get_object_or_404(Module, slug=slug)
    is_offered = request.POST.get("is_offered") == "yes"
    set_offer(module=module, is_offered=is_offered, by=request.user, at=timezone.now())
    if is_offered:
        messages.success(request, _("It is on offer again."))
    else:
        messages.success(
            request,
            _("It is not offered any more. Whoever has it open can still finish it."),
        )
    if leads(request.user):
        return redirect("outcomes:module", module.slug)
    return redirect("training:module-list")
