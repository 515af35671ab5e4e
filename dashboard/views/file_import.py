"""Data: bringing in files of every kind, and what became of them."""

import csv
from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from dashboard.actions import bring_file, take_again
from dashboard.data_kinds import DATA_KINDS, WAYS_OUT
from dashboard.forms.file_import import ColumnsForm, FileForm
from dashboard.queries.data import (
    PEOPLE,
    all_imports,
    coverage_after,
    draft_of,
    examples_of,
    in_house,
    progress_of_import,
)
from dashboard.tasks import run_file_import_task
from staff.access import keeps_people, only
from staff.actions.file_import import (
    cancel_file_import,
    confirm_file_import,
    is_stale,
    map_file_import,
    pause_file_import,
    resume_file_import,
)
from staff.models import FileImport, PeopleImport
from staff.queries.file_import import (
    rejected_reasons,
    rejected_table,
    seconds_left,
)

PAGE_ROWS = 25
STATE_WORDS = {**dict(PeopleImport.State.choices), **dict(FileImport.State.choices)}
State = FileImport.State
AT_WORK = (State.WAITING, State.RUNNING)


@dataclass(frozen=True)
class FileRow:
    """One file of the list. title: what it is a file of. words: its state in words."""

    file_name: str
    title: str
    url: str
    state: str
    words: str
    created_at: object
    by: str


@require_safe
@only(keeps_people)
def file_import_list(request):
    imports = Paginator(all_imports(DATA_KINDS), PAGE_ROWS)
    page = imports.get_page(request.GET.get("page"))
    house = in_house()
    context = {
        "data_kinds": DATA_KINDS.values(),
        "in_house": house,
        "first_missing": _first_missing(house),
        "page": page,
        "rows": [_file_row(file) for file in page],
    }
    return render(request, "dashboard/file_import_list.html", context)


@require_http_methods(["GET", "POST"])
@only(keeps_people)
def file_import_add(request, kind):
    data_kind = _data_kind(kind)
    form = FileForm(request.POST or None, request.FILES or None, data_kind=data_kind)
    if form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            draft = bring_file(
                data_kind=data_kind,
                file=upload,
                file_name=upload.name,
                source=form.source(),
                by=request.user,
                at=now(),
            )
        except ValidationError as refusal:
            form.add_error("file", refusal)
        else:
            return redirect("dashboard:file-import-detail", draft.uuid)
    context = {"form": form, "data_kind": data_kind}
    return render(request, "dashboard/file_import_add.html", context)


@require_http_methods(["GET", "POST"])
@only(keeps_people)
def file_import_map(request, uuid):
    draft = _import(uuid)
    if draft.state != State.DRAFT:
        return redirect("dashboard:file-import-detail", uuid)
    data_kind = DATA_KINDS[draft.kind]
    form = ColumnsForm(request.POST or None, file_import=draft, kind=data_kind.kind)
    if form.is_valid():
        map_file_import(
            file_import=draft, kind=data_kind.kind, mapping=form.mapping(), at=now()
        )
        return redirect("dashboard:file-import-detail", uuid)
    examples = examples_of(draft, data_kind.kind, form.preview)
    context = {
        "file_import": draft,
        "data_kind": data_kind,
        "form": form,
        "columns": zip(form.column_fields(), examples, strict=True),
    }
    return render(request, "dashboard/file_import_map.html", context)


@require_safe
@never_cache
@only(keeps_people)
def file_import_detail(request, uuid):
    file_import = _import(uuid)
    data_kind = DATA_KINDS[file_import.kind]
    context = {"file_import": file_import, "data_kind": data_kind}
    if file_import.state == State.DRAFT:
        draft = draft_of(file_import, data_kind.kind)
        if draft is None:
            return redirect("dashboard:file-import-map", uuid)
        context["draft"] = draft
        return render(request, "dashboard/file_import_draft.html", context)
    if request.htmx and file_import.state not in AT_WORK:
        # The page that waited is over: the whole page is another one now.
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    has_stopped = is_stale(file_import, now())
    seconds = None if has_stopped else seconds_left(file_import)
    context |= {
        "progress": progress_of_import(file_import, seconds),
        "is_at_work": file_import.state in AT_WORK,
        "is_stale": has_stopped,
        "coverage": coverage_after(file_import),
        "reasons": [
            (reason, WAYS_OUT.get(reason.code))
            for reason in rejected_reasons(file_import, data_kind.kind)
        ],
    }
    piece = "#progress" if request.htmx else ""
    return render(request, f"dashboard/file_import_detail.html{piece}", context)


@require_POST
@only(keeps_people)
def file_import_confirm(request, uuid):
    file_import = _import(uuid)
    try:
        is_waiting = confirm_file_import(
            file_import=file_import,
            kind=DATA_KINDS[file_import.kind].kind,
            by=request.user,
            at=now(),
        )
    except ValidationError:
        # What is still to be said stands on that page.
        return redirect("dashboard:file-import-map", uuid)
    if is_waiting:
        run_file_import_task.enqueue(file_import.pk)
    return redirect("dashboard:file-import-detail", uuid)


@require_POST
@only(keeps_people)
def file_import_pause(request, uuid):
    pause_file_import(file_import=_import(uuid), by=request.user, at=now())
    return redirect("dashboard:file-import-detail", uuid)


@require_POST
@only(keeps_people)
def file_import_resume(request, uuid):
    """Go on with what is paused or has failed; ask once more for what waits too long."""
    file_import = _import(uuid)
    if file_import.state != State.WAITING:
        try:
            resume_file_import(file_import=file_import, by=request.user, at=now())
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
            return redirect("dashboard:file-import-detail", uuid)
    run_file_import_task.enqueue(file_import.pk)
    return redirect("dashboard:file-import-detail", uuid)


@require_POST
@only(keeps_people)
def file_import_cancel(request, uuid):
    file_import = _import(uuid)
    cancel_file_import(file_import=file_import, by=request.user, at=now())
    if file_import.state == State.DRAFT:
        messages.success(request, _("The file is put away. Nothing was taken in."))
        return redirect("dashboard:file-import-list")
    return redirect("dashboard:file-import-detail", uuid)


@require_safe
@only(keeps_people)
def file_import_rows(request, uuid):
    """The rows set aside, to mend and send again."""
    file_import = _import(uuid)
    table = rejected_table(file_import, DATA_KINDS[file_import.kind].kind)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="rows-set-aside.csv"'
    # The mark by which programs for tables know UTF-8.
    response.write("\ufeff")
    csv.writer(response, delimiter=";").writerows(table)
    return response


@require_POST
@only(keeps_people)
def file_import_again(request, uuid):
    file_import = _import(uuid)
    try:
        draft = take_again(
            file_import=file_import,
            data_kind=DATA_KINDS[file_import.kind],
            by=request.user,
            at=now(),
        )
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect("dashboard:file-import-detail", uuid)
    return redirect("dashboard:file-import-map", draft.uuid)


def _first_missing(house):
    """Return the kind of what had better come in next; "" when something of each is in.

    Whoever set up the house is in it alone at first.
    """
    has = {
        PEOPLE: house.people > 1,
        "completions": house.trainings,
        "answers": house.answers,
        "visits": house.sources,
    }
    return next((kind for kind, is_here in has.items() if not is_here), "")


def _file_row(file):
    """Return the FileRow of ``file``, a dict of all_imports."""
    is_people = file["the_kind"] == PEOPLE
    page = "staff:people-import" if is_people else "dashboard:file-import"
    title = _("People") if is_people else DATA_KINDS[file["the_kind"]].kind.title
    return FileRow(
        file_name=file["file_name"],
        title=title,
        url=reverse(f"{page}-detail", args=[file["uuid"]]),
        state=file["state"],
        words=STATE_WORDS[file["state"]],
        created_at=file["created_at"],
        by=file["by"].strip(),
    )


def _data_kind(key):
    if key not in DATA_KINDS:
        raise Http404
    return DATA_KINDS[key]


def _import(uuid):
    return get_object_or_404(
        FileImport.objects.select_related("created_by"),
        uuid=uuid,
        kind__in=DATA_KINDS,
    )
