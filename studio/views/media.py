"""Pictures, videos and captions: kept here, named in what is written."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from staff.access import edits_catalogue, only
from studio.forms.media import MediaForm
from training.actions.storing import store_media
from training.models import MediaFile
from training.sending import sent

FILES_A_PAGE = 24


@require_http_methods(["GET", "POST"])
@only(edits_catalogue)
def media_list(request):
    form = MediaForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            stored = store_media(
                content=file, name=file.name, at=now(), by=request.user
            )
        except ValidationError as refusal:
            form.add_error("file", refusal)
        else:
            messages.success(request, _("Kept. Copy how it is named below."))
            return redirect(f"{request.path}#file-{stored.short_digest}")
    files = MediaFile.objects.order_by("-stored_at", "-pk")
    page = Paginator(files, FILES_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "studio/media_list.html", {"form": form, "page": page})


@require_safe
@only(edits_catalogue)
def media_file(request, digest):
    return sent(request, get_object_or_404(MediaFile, digest=digest))
