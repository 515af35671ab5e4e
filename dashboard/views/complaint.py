"""Complaints, those that wait first, and how one was put right."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import urlencode
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from dashboard.forms.complaint import LONGEST_SPAN, ComplaintsForm, RecoveryForm
from dashboard.queries.complaint import complaint_shown
from feedback.actions.recovering import put_right
from feedback.models import Interaction
from feedback.queries.complaints import complaint_rows, complaints, counted, in_state
from feedback.rules.returns import DAY
from staff.access import leads, only

COMPLAINT_ROWS = 30


@require_safe
@only(leads)
def complaint_list(request):
    today = request.user.today()
    form = ComplaintsForm(request.GET, user=request.user, today=today)
    asked, reach = form.asked(), request.user.reach_on(today)
    found = complaints(reach, team=asked.team, first=asked.first, end=asked.end)
    listed = in_state(found, asked.state)
    page = Paginator(listed, COMPLAINT_ROWS).get_page(request.GET.get("page"))
    counts = counted(found)
    context = {
        "form": form,
        "asked": asked,
        "last": asked.end - DAY,
        "counts": counts,
        "page": page,
        "rows": complaint_rows(page.object_list, reach),
        "today": today,
    }
    if not page.object_list and not counts.waiting:
        context |= _waiting_longer(form.longest(), reach)
    piece = "#rows" if request.htmx else ""
    return render(request, f"dashboard/complaint_list.html{piece}", context)


def _waiting_longer(longest, reach):
    """Return how many wait in ``longest``, an Asked, and the address that lists them."""
    found = complaints(reach, team=longest.team, first=longest.first, end=longest.end)
    asked = {"team": longest.team.pk} if longest.team else {}
    return {
        "longest": longest,
        "waiting_longer": counted(found).waiting,
        "waiting_longer_url": f"?{urlencode(asked | {'span': LONGEST_SPAN})}",
    }


@require_http_methods(["GET", "HEAD", "POST"])
@only(leads)
def complaint_detail(request, uuid):
    today = request.user.today()
    found = complaints(request.user.reach_on(today)).select_related("source")
    interaction = get_object_or_404(found, uuid=uuid)
    shown = complaint_shown(interaction, request.user, today)
    form = RecoveryForm(
        request.POST or None,
        recovery=shown.recovery,
        is_nameless=shown.is_nameless,
        today=today,
    )
    if form.is_valid():
        try:
            put_right(
                interaction=interaction,
                by=request.user,
                at=now(),
                today=today,
                **form.said(),
            )
        except Interaction.DoesNotExist as gone:
            raise Http404 from gone
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("Kept: it was put right."))
            return redirect("dashboard:complaint-detail", uuid)
    context = {"shown": shown, "form": form, "today": today}
    return render(request, "dashboard/complaint_detail.html", context)
