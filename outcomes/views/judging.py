"""How we know: the method in a manager's words, and what the house decides itself."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from outcomes.actions.judging import change_judging
from outcomes.engine.settings import Settings
from outcomes.forms.judging import JudgingForm
from outcomes.queries.judging import judged_metrics, judging
from outcomes.queries.payoff import latest_analysis
from outcomes.wording.amounts import Amounts, percent
from outcomes.wording.effects import chip_name
from staff.access import keeps_people, leads, only


@require_safe
@only(leads)
def how_we_know(request):
    settled = judging()
    context = {
        "judging": settled,
        "settings": Settings(),
        "power": percent(Settings().power),
        "analysis": latest_analysis(),
        "primary": chip_name(settled.primary_metric),
        "worths": [_worth(metric) for metric in judged_metrics()],
        "may_change": keeps_people(request.user),
    }
    return render(request, "outcomes/how_we_know.html", context)


def _worth(metric):
    worth = metric.smallest_effect
    said = "–" if worth is None else Amounts.of(metric).amount(worth)
    return {"name": chip_name(metric), "worth": said}


@require_http_methods(["GET", "POST"])
@only(keeps_people)
def judging_edit(request):
    form = JudgingForm(
        request.POST or None, judging=judging(), metrics=list(judged_metrics())
    )
    if form.is_valid():
        try:
            change_judging(**form.settled(), by=request.user, at=now())
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("Kept. It counts from the next run on."))
            return redirect("outcomes:how-we-know")
    return render(request, "outcomes/judging_edit.html", {"form": form})
