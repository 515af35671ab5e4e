"""Runs: asking for one, watching it, and what exactly it went by."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from outcomes.choices import OPEN_STATES
from outcomes.models import Analysis
from outcomes.queries.payoff import metrics_told
from outcomes.tasks import order_analysis
from outcomes.wording.parameters import metric_rows, parameter_rows
from outcomes.wording.plan_ahead import numbers_tried
from staff.access import keeps_people, leads, only


@require_POST
@only(keeps_people)
def analysis_ask(request):
    try:
        order_analysis(by=request.user, at=now(), today=request.user.today())
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return redirect("outcomes:payoff")


@require_safe
@never_cache
@only(leads)
def analysis_detail(request, uuid):
    runs = Analysis.objects.judging().select_related(
        "primary_metric", "asked_by", "plan_ahead"
    )
    analysis = get_object_or_404(runs, uuid=uuid)
    is_open = analysis.state in OPEN_STATES
    if request.htmx and not is_open:
        return HttpResponseClientRefresh()
    context = {
        "run": analysis,
        "is_open": is_open,
        "found": analysis.estimates.count(),
        "parameters": parameter_rows(analysis),
        "tried": numbers_tried(analysis),
        "metrics": metric_rows(analysis, metrics_told(analysis)),
    }
    if request.htmx:
        return render(request, "outcomes/_run_progress.html", context)
    return render(request, "outcomes/analysis_detail.html", context)
