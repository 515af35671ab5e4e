"""Bringing in a file of people: choose, say what the columns mean, look, confirm."""

import csv

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from staff.access import keeps_people, only
from staff.actions.people_import import confirm_import, map_columns, start_import
from staff.forms.people_import import ColumnsForm, ConfirmForm, PeopleFileForm
from staff.importing.columns import Mapping
from staff.importing.preview import groups_of, lines_of, people_in, reasons_of
from staff.importing.rows import open_questions
from staff.importing.table import Table
from staff.models import PeopleImport
from staff.queries.people_import import (
    finished_import,
    planned_import,
    recent_imports,
    rows_set_aside,
)
from staff.tasks import apply_people_import

PEOPLE_A_PAGE = 25
State = PeopleImport.State


@require_http_methods(["GET", "POST"])
@only(keeps_people)
def people_import_add(request):
    form = PeopleFileForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        draft = start_import(
            file_name=form.file_name,
            table=form.cleaned_data["file"],
            by=request.user,
            at=now(),
        )
        return redirect("staff:people-import-detail", draft.uuid)
    context = {"form": form, "recent": recent_imports()}
    return render(request, "staff/people_import_add.html", context)


@require_http_methods(["GET", "POST"])
@only(keeps_people)
def people_import_map(request, uuid):
    draft = get_object_or_404(PeopleImport, uuid=uuid, state=State.DRAFT)
    form = ColumnsForm(
        request.POST or None,
        table=Table.from_stored(draft.table),
        mapping=Mapping.from_stored(draft.columns),
    )
    if form.is_valid():
        map_columns(people_import=draft, mapping=form.mapping(), at=now())
        return redirect("staff:people-import-detail", uuid)
    context = {"people_import": draft, "form": form}
    return render(request, "staff/people_import_map.html", context)


@require_safe
@never_cache
@only(keeps_people)
def people_import_detail(request, uuid):
    # The page that waits asks every two seconds; the file itself may be 20 MB.
    light = PeopleImport.objects.defer("table")
    people_import = get_object_or_404(light, uuid=uuid)
    if people_import.state == State.DRAFT:
        return _draft_page(request, people_import)
    context = {"people_import": people_import}
    if people_import.state == State.WAITING:
        fragment = "#progress" if request.htmx else ""
        page = f"staff/people_import_waiting.html{fragment}"
        return render(request, page, context)
    if request.htmx:
        # The page that waited is over: the whole page is another one now.
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    context["finished"] = finished_import(people_import, request.user)
    return render(request, "staff/people_import_done.html", context)


def _draft_page(request, people_import, *, must_decide=False):
    if request.htmx:
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    table = Table.from_stored(people_import.table)
    if open_questions(table, Mapping.from_stored(people_import.columns)):
        return redirect("staff:people-import-map", people_import.uuid)
    planned = planned_import(people_import, now())
    plan, groups = planned.plan, groups_of(planned.plan)
    shown = request.GET.get("show", "")
    page = Paginator(people_in(plan, shown), PEOPLE_A_PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "people_import": people_import,
        "plan": plan,
        "mapping": planned.mapping,
        "groups": groups,
        "shown": shown,
        "page": page,
        "people": [(person, lines_of(person, plan)) for person in page],
        "reasons": reasons_of(plan.problems),
        "remarks": plan.remarks,
        "counts": plan.counts(),
        "must_decide": must_decide,
        "too_large": planned.too_large,
    }
    return render(request, "staff/people_import_detail.html", context)


@require_POST
@only(keeps_people)
def people_import_confirm(request, uuid):
    people_import = get_object_or_404(PeopleImport, uuid=uuid)
    form = ConfirmForm(request.POST)
    if not form.is_valid():
        return redirect("staff:people-import-detail", uuid)
    leaves_rows_out = form.cleaned_data["leaves_rows_out"]
    if people_import.state == State.DRAFT and not leaves_rows_out:
        planned = planned_import(people_import, now())
        if planned.plan.problems:
            return _draft_page(request, people_import, must_decide=True)
    with transaction.atomic():
        is_waiting = confirm_import(
            people_import=people_import,
            plan_digest=form.cleaned_data["plan_digest"],
            leaves_rows_out=leaves_rows_out,
            by=request.user,
            at=now(),
        )
        if is_waiting:
            apply_people_import.enqueue(people_import.pk)
    return redirect("staff:people-import-detail", uuid)


@require_POST
@only(keeps_people)
def people_import_retry(request, uuid):
    people_import = get_object_or_404(PeopleImport, uuid=uuid)
    if people_import.state == State.WAITING:
        apply_people_import.enqueue(people_import.pk)
        messages.info(request, _("We have asked for it once more."))
    return redirect("staff:people-import-detail", uuid)


@require_safe
@only(keeps_people)
def people_import_rows(request, uuid):
    """The rows set aside, to mend and send again."""
    draft = get_object_or_404(PeopleImport, uuid=uuid, state=State.DRAFT)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="rows-set-aside.csv"'
    response.write("\ufeff")
    csv.writer(response, delimiter=";").writerows(rows_set_aside(draft, now()))
    return response
