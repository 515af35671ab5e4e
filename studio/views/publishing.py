"""Publishing a scenario, and its versions."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from staff.access import edits_catalogue, only
from studio.actions.publishing import publish_draft
from studio.choices import DraftKind
from studio.forms.publishing import PublishForm, VersionsForm
from studio.kinds import findings_of
from studio.models import Draft
from studio.queries.drafts import newest_version
from studio.queries.versions import modules_with_scenario, scenario_versions
from studio.wording.difference import shown_difference
from studio.wording.findings import shown
from training.models import Skill
from training.models.texts import in_language
from training.scenario.editing import text_languages


@require_http_methods(["GET", "POST"])
@only(edits_catalogue)
def scenario_publish(request, uuid):
    drafts = Draft.objects.select_related("updated_by")
    draft = get_object_or_404(drafts, uuid=uuid, kind=DraftKind.SCENARIO)
    modules = modules_with_scenario(draft.slug)
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
            params = {"number": version.number, "title": version.title}
            messages.success(request, told % params)
            return redirect("studio:scenario-versions", draft.slug)
    found = findings_of(draft.kind, draft.document)
    newest, language = newest_version(draft), text_languages(draft.document)[0]
    context = {
        "draft": draft,
        "form": form,
        "language": language,
        "newest": newest,
        "findings": shown(found, draft.document, language),
        "changes": newest
        and shown_difference(newest.document, draft.document, language, _skills()),
    }
    return render(request, "studio/scenario_publish.html", context)


@require_safe
@only(edits_catalogue)
def scenario_version_list(request, slug):
    versions = list(scenario_versions(slug))
    if not versions:
        raise Http404
    context = {"slug": slug, "versions": versions, "title": versions[0].title}
    form = VersionsForm(request.GET or None, versions=versions)
    if len(versions) > 1:
        old, new = form.chosen()
        context |= {
            "form": form,
            "old": old,
            "new": new,
            "changes": shown_difference(
                old.document, new.document, get_language(), _skills()
            ),
        }
    return render(request, "studio/scenario_version_list.html", context)


def _skills():
    return {skill.slug: in_language(skill.name) for skill in Skill.objects.all()}
