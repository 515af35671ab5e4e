"""Import and export: the catalogue as files, out and in again."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from staff.access import edits_catalogue, only
from studio.actions.exchange import forget_upload, start_upload, take_upload
from studio.forms.exchange import NoteForm, UploadForm
from studio.models import CatalogueUpload
from studio.queries.exchange import preview_of, shelves
from training.choices import ImportState
from training.content.zipping import zipped
from training.queries.catalogue_files import catalogue_files


@require_http_methods(["GET", "POST"])
@only(edits_catalogue)
def exchange(request):
    form = UploadForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        file = form.cleaned_data["file"]
        upload = start_upload(file=file, name=file.name, by=request.user, at=now())
        return redirect(upload)
    context = {"form": form, "shelves": shelves()}
    return render(request, "studio/exchange.html", context)


@require_safe
@only(edits_catalogue)
def exchange_export(request):
    files = catalogue_files(request.GET.getlist("only"))
    if not files:
        raise Http404
    name = f"encore-{request.user.today():%Y-%m-%d}.zip"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingHttpResponse(
        zipped(files), content_type="application/zip", headers=headers
    )


@require_safe
@only(edits_catalogue)
def exchange_detail(request, uuid):
    upload = get_object_or_404(CatalogueUpload.objects.of_content(), uuid=uuid)
    context = {"upload": upload, "preview": preview_of(upload), "form": NoteForm()}
    return render(request, "studio/exchange_detail.html", context)


@require_POST
@only(edits_catalogue)
def exchange_confirm(request, uuid):
    upload = get_object_or_404(CatalogueUpload.objects.of_content(), uuid=uuid)
    form = NoteForm(request.POST)
    if not form.is_valid():
        context = {"upload": upload, "preview": preview_of(upload), "form": form}
        return render(request, "studio/exchange_detail.html", context)
    note = form.cleaned_data["note"]
    try:
        taken = take_upload(upload=upload, note=note, by=request.user, at=now())
    except ValidationError:
        # The page says what is wrong, with file and line.
        return redirect(upload)
    written = [
        each for each in taken if each.state in (ImportState.NEW, ImportState.CHANGED)
    ]
    done = ngettext(
        "%(count)s thing is new or changed in the catalogue.",
        "%(count)s things are new or changed in the catalogue.",
        len(written),
    )
    messages.success(request, done % {"count": len(written)})
    return redirect("studio:exchange")


@require_POST
@only(edits_catalogue)
def exchange_forget(request, uuid):
    upload = get_object_or_404(CatalogueUpload, uuid=uuid)
    forget_upload(upload=upload)
    messages.success(request, _("The file is gone. Nothing was taken in."))
    if upload.asked is None:
        return redirect("studio:exchange")
    # What was said with the file need not be said again with the next.
    return redirect(f"{reverse('studio:question-file-add')}?{urlencode(upload.asked)}")
