"""Publishing a module or a question bank."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from staff.access import edits_catalogue, only
from studio.actions.publishing import publish_draft
from studio.choices import DraftKind
from studio.forms.publishing import PublishForm
from studio.kinds import KINDS, findings_of
from studio.models import Draft
from studio.queries.content_choices import named_things
from studio.queries.drafts import newest_version
from studio.queries.versions import modules_with_bank
from studio.rules.content_parts import languages
from studio.wording.content import shown
from studio.wording.content_difference import shown_content_difference
from training.models import Module


@require_http_methods(["GET", "POST"])
@only(edits_catalogue)
def content_publish(request, kind, uuid):
    drafts = Draft.objects.select_related("updated_by")
    draft = get_object_or_404(drafts, uuid=uuid, kind=kind)
    is_bank = kind == DraftKind.BANK
    modules = modules_with_bank(draft.slug) if is_bank else Module.objects.none()
    form = PublishForm(request.POST or None, modules=modules)
    if form.is_valid():
        try:
            version = publish_draft(
                draft=draft, **form.cleaned_data, by=request.user, at=timezone.now()
            )
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            told = _("Published: version %(number)s of %(title)s.")
            messages.success(request, told % {"number": version.number, "title": draft})
            return (
                redirect("studio:draft-list") if is_bank else redirect(version.module)
            )
    newest, language = newest_version(draft), languages(draft.document)[0]
    context = {
        "draft": draft,
        "form": form,
        "language": language,
        "newest": newest,
        "findings": shown(findings_of(kind, draft.document), draft.document, language),
        "changes": newest and _changes(draft, newest, language),
    }
    return render(request, "studio/content_publish.html", context)


def _changes(draft, newest, language):
    before = KINDS[draft.kind].document_of(newest)
    return shown_content_difference(before, draft.document, language, named_things())
