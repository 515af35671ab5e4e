"""Publishing what is written, and the versions of what is published, of any kind."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from staff.access import edits_catalogue, only
from studio.actions.publishing import publish_draft
from studio.choices import DraftKind
from studio.forms.publishing import PublishForm, VersionsForm
from studio.kinds import KINDS, findings_of
from studio.models import Draft
from studio.queries.content_choices import named_things
from studio.queries.drafts import newest_version
from studio.queries.versions import modules_with, versions_of
from studio.wording.kinds import WORDINGS
from training.models.texts import in_language


@require_http_methods(["GET", "POST"])
@only(edits_catalogue)
def draft_publish(request, kind, uuid):
    drafts = Draft.objects.select_related("updated_by")
    draft = get_object_or_404(drafts, uuid=uuid, kind=kind)
    modules = modules_with(kind, draft.slug)
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
            return redirect(draft.versions_url)
    wording = WORDINGS[kind]
    newest, language = newest_version(draft), wording.languages(draft.document)[0]
    found = findings_of(kind, draft.document)
    context = {
        "draft": draft,
        "form": form,
        "language": language,
        "newest": newest,
        "findings": wording.findings(found, draft.document, language),
        "changes": newest
        and _changes(kind, KINDS[kind].document_of(newest), draft.document, language),
    }
    return render(request, "studio/draft_publish.html", context)


@require_safe
@only(edits_catalogue)
def version_list(request, kind, slug):
    versions = list(versions_of(kind, slug))
    if not versions:
        raise Http404
    of = KINDS[kind]
    context = {
        "kind": DraftKind(kind),
        "slug": slug,
        "versions": versions,
        "title": in_language(of.titles_of(versions[0])),
        "open_url": reverse(f"studio:{kind}-open", args=[slug]),
    }
    if len(versions) > 1:
        form = VersionsForm(request.GET or None, versions=versions)
        old, new = form.chosen()
        between = of.document_of(old), of.document_of(new)
        context |= {
            "form": form,
            "old": old,
            "new": new,
            "changes": _changes(kind, *between, get_language()),
        }
    return render(request, "studio/version_list.html", context)


def _changes(kind, old, new, language):
    return WORDINGS[kind].difference(old, new, language, named_things())
