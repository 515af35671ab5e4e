"""Sources: where data comes from, and what is said of a source of visits."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dashboard.forms.source import SourceDaysForm, SourceEndForm
from dashboard.queries.sources import all_sources
from feedback.actions.sources import (
    end_source,
    record_complete_days,
    withdraw_complete_days,
)
from feedback.choices import SourceKind
from feedback.models import Source
from feedback.tasks import sum_weeks
from staff.access import keeps_people, only


@require_safe
@only(keeps_people)
def source_list(request):
    return render(request, "dashboard/source_list.html", {"sources": all_sources()})


@require_safe
@only(keeps_people)
def source_detail(request, key):
    return _page(request, key)


@require_POST
@only(keeps_people)
def source_end(request, key):
    source, form = _source(key), SourceEndForm(request.POST)
    if form.is_valid():
        ended_on = form.cleaned_data["ended_on"]
        if _is_kept(request, form, end_source, source=source, ended_on=ended_on):
            return redirect("dashboard:source-detail", key)
    return _page(request, key, end_form=form)


@require_POST
@only(keeps_people)
def source_go_on(request, key):
    _is_kept(request, None, end_source, source=_source(key), ended_on=None)
    return redirect("dashboard:source-detail", key)


@require_POST
@only(keeps_people)
def source_days(request, key):
    source, form = _source(key), SourceDaysForm(request.POST)
    if form.is_valid():
        act = record_complete_days if form.is_complete else withdraw_complete_days
        if _is_kept(request, form, act, source=source, **form.days()):
            return redirect("dashboard:source-detail", key)
    return _page(request, key, days_form=form)


def _is_kept(request, form, act, **facts):
    """Return whether ``act`` was carried out; what it refuses stands in ``form``."""
    try:
        act(**facts, by=request.user, at=now())
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return False
    sum_weeks.enqueue()
    messages.success(request, _("Kept. Who came back is being worked out anew."))
    return True


def _source(key):
    return get_object_or_404(Source, key=key, kind=SourceKind.VISITS)


def _page(request, key, *, end_form=None, days_form=None):
    sources = all_sources()
    shown = next((each for each in sources.shown if each.source.key == key), None)
    if shown is None or shown.feed is None:
        raise Http404
    last_day = shown.source.ended_on or shown.last_known_day
    context = {
        "shown": shown,
        "sources": sources,
        "end_form": end_form or SourceEndForm(initial={"ended_on": last_day}),
        "days_form": days_form or SourceDaysForm(),
    }
    return render(request, "dashboard/source_detail.html", context)
