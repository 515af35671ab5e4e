"""Questions from a file: chosen, looked at, and written into the draft of a bank."""

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from staff.access import edits_catalogue, only
from studio.actions.question_files import start_questions, take_questions
from studio.forms.question_files import QuestionFileForm
from studio.models import CatalogueUpload
from studio.queries.question_files import question_preview_of


@require_http_methods(["GET", "POST"])
@only(edits_catalogue)
def question_file_add(request):
    language = (get_language() or "en").partition("-")[0]
    initial = {"language": language} | request.GET.dict()
    form = QuestionFileForm(
        request.POST or None, request.FILES or None, initial=initial
    )
    if form.is_valid():
        name = form.cleaned_data["file"].name
        facts = {"name": name, "by": request.user, "at": now()}
        return redirect(start_questions(**form.cleaned_data, **facts))
    return render(request, "studio/question_file_add.html", {"form": form})


@require_safe
@only(edits_catalogue)
def question_file_detail(request, uuid):
    upload = get_object_or_404(CatalogueUpload.objects.of_questions(), uuid=uuid)
    context = {"upload": upload, "preview": question_preview_of(upload)}
    return render(request, "studio/question_file_detail.html", context)


@require_POST
@only(edits_catalogue)
def question_file_confirm(request, uuid):
    upload = get_object_or_404(CatalogueUpload.objects.of_questions(), uuid=uuid)
    try:
        draft = take_questions(upload=upload, by=request.user, at=now())
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect(upload)
    except ObjectDoesNotExist:
        words = _("It was taken in already, or its bank is gone. Nothing was written.")
        messages.error(request, words)
        return redirect("studio:draft-list")
    words = _("The questions are in the draft. Learners see them once it is published.")
    messages.success(request, words)
    return redirect(draft)
