"""One answer, or one visit: putting right who served, and deleting it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dashboard.forms.answer import CreditForm, DeletionForm
from dashboard.queries.answer import answer_shown
from feedback.actions.correcting import correct_credit, delete_interaction
from feedback.models import Interaction
from feedback.tasks import sum_weeks
from staff.access import keeps_people, only


@require_safe
@only(keeps_people)
def answer_detail(request, uuid):
    return _page(request, _interaction(request, uuid))


@require_POST
@only(keeps_people)
def answer_credit(request, uuid):
    interaction = _interaction(request, uuid)
    form = CreditForm(request.POST, interaction=interaction)
    if form.is_valid():
        try:
            correct_credit(
                interaction=interaction,
                shares=form.shares,
                reason=form.cleaned_data["reason"],
                by=request.user,
                at=now(),
            )
        except Interaction.DoesNotExist as gone:
            raise Http404 from gone
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            sum_weeks.enqueue()
            messages.success(
                request, _("Kept. The weeks it counts in are summed anew.")
            )
            return redirect("dashboard:answer-detail", uuid)
    return _page(request, interaction, credit_form=form)


@require_POST
@only(keeps_people)
def answer_delete(request, uuid):
    interaction = _interaction(request, uuid)
    form = DeletionForm(request.POST)
    if not form.is_valid():
        return _page(request, interaction, deletion_form=form)
    team_id = interaction.credits.order_by("-weight").values_list("team", flat=True)[0]
    try:
        delete_interaction(
            interaction=interaction,
            reason=form.cleaned_data["reason"],
            by=request.user,
            at=now(),
        )
    except Interaction.DoesNotExist as gone:
        raise Http404 from gone
    sum_weeks.enqueue()
    messages.success(
        request,
        _("Deleted, with all that was said. It stays so when its file comes again."),
    )
    return redirect(f"{reverse('dashboard:customers')}?team={team_id}")


def _interaction(request, uuid):
    visible = Interaction.objects.visible_to(request.user, request.user.today())
    return get_object_or_404(visible.select_related("source", "customer"), uuid=uuid)


def _page(request, interaction, *, credit_form=None, deletion_form=None):
    context = {
        "shown": answer_shown(interaction),
        "credit_form": credit_form or CreditForm(interaction=interaction),
        "deletion_form": deletion_form or DeletionForm(),
    }
    return render(request, "dashboard/answer_detail.html", context)
