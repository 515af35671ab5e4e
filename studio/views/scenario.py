"""A scenario that is being written: outline, the form of one part, picture, findings."""

from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRedirect

from staff.access import edits_catalogue, only
from studio.actions.drafts import save_part
from studio.actions.scenario_parts import change_parts, change_ways, remove_part
from studio.choices import DraftKind
from studio.forms.draft import LanguageForm, language_name
from studio.forms.scenario import FORMS, ChangeForm, RemoveForm
from studio.kinds import findings_of
from studio.models import Draft
from studio.queries.outline import outline_of
from studio.refusals import refusal
from studio.rules.scenario_sheet import SHEET
from studio.wording.findings import part_name, shown
from studio.wording.graph import shown_graph
from studio.wording.typed import typed_in
from training.models import Skill
from training.models.texts import in_language
from training.scenario.editing import text_languages
from training.scenario.graph import graph_of
from training.scenario.parts import FRAME, kind_of, part, references

TEMPLATE = "studio/scenario_edit.html"


@require_http_methods(["GET", "POST"])
@only(edits_catalogue)
def scenario_edit(request, uuid):
    draft, at, language = _asked_for(request, uuid)
    if part(draft.document, at) is None:
        return _gone(request, draft, language)
    if request.method == "POST":
        return _posted(request, draft, at, language)
    return render(request, TEMPLATE, _page(draft, _form(draft.document, at, language)))


@require_POST
@only(edits_catalogue)
def scenario_change(request, uuid):
    draft, at, language = _asked_for(request, uuid)
    form = ChangeForm(request.POST)
    if not form.is_valid() or part(draft.document, at) is None:
        return redirect(draft)
    try:
        led_to = change_parts(
            draft=draft,
            at=at,
            language=language,
            by=request.user,
            when=timezone.now(),
            **form.cleaned_data,
        )
    except ValidationError as refused:
        page = _page(draft, _form(draft.document, at, language))
        return render(request, TEMPLATE, page | {"refusal": refused.messages[0]})
    if form.cleaned_data["act"] == "add-language":
        language = form.cleaned_data["tag"]
    return redirect(_address(draft, led_to, language))


@require_http_methods(["GET", "POST"])
@only(edits_catalogue)
def scenario_part_remove(request, uuid):
    draft, at, language = _asked_for(request, uuid)
    if at == FRAME or part(draft.document, at) is None:
        raise Http404
    form = RemoveForm(request.POST or None, document=draft.document, at=at)
    if form.is_valid():
        instead = form.cleaned_data["instead"]
        remove_part(
            draft=draft, at=at, instead=instead, by=request.user, when=timezone.now()
        )
        scene, slash, _choice = at.partition("/")
        return redirect(_address(draft, scene if slash else FRAME, language))
    named = references(draft.document, at)
    context = {
        "draft": draft,
        "form": form,
        "at": at,
        "back": _address(draft, at, language),
        "kind": kind_of(draft.document, at),
        "name": part_name(draft.document, at, language),
        "references": [part_name(draft.document, by, language) for by in named],
    }
    return render(request, "studio/scenario_part_remove.html", context)


def _asked_for(request, uuid):
    """Return (draft, address of the part, language one writes in)."""
    drafts = Draft.objects.select_related("updated_by", "suggestion")
    draft = get_object_or_404(drafts, uuid=uuid, kind=DraftKind.SCENARIO)
    known, asked = text_languages(draft.document), request.GET.get("language")
    at = request.POST.get("at", request.GET.get("at", FRAME))
    return draft, at, asked if asked in known else known[0]


def _form(document, at, language, sent=None):
    skills = Skill.objects.order_by("position", "pk")
    names = {skill.slug: in_language(skill.name) for skill in skills}
    form = FORMS[kind_of(document, at)]
    return form(sent, document=document, at=at, language=language, names=names)


def _address(draft, at, language):
    return f"{draft.get_absolute_url()}?{urlencode({'at': at, 'language': language})}"


def _page(draft, form):
    """Return what the page shows; ``form``: of the part one is at."""
    document, language, at = draft.document, form.language, form.at
    found = findings_of(draft.kind, document)
    return {
        "draft": draft,
        "at": at,
        "key": at.rpartition("/")[2],
        "kind": kind_of(document, at),
        "part_name": part_name(document, at, language),
        "is_start": document.get("start") == at,
        "language": language,
        "languages": [(tag, language_name(tag)) for tag in text_languages(document)],
        "language_form": LanguageForm(),
        "form": form,
        "adds": [
            ("add-scene", _("Add a scene")),
            ("add-ending", _("Add an ending")),
        ],
        "outline": outline_of(document, found, language),
        "findings": shown(found, document, language),
        "graph": shown_graph(
            graph_of(document, language, found),
            name="graph",
            href=lambda node: _address(draft, node.key, language),
            at=at.partition("/")[0],
        ),
    }


def _posted(request, draft, at, language):
    """Save the part, and do what the pressed button says."""
    form = _form(draft.document, at, language, request.POST)
    act = request.POST.get("act", "")
    if not form.is_valid():
        return _answer(request, _page(draft, form))
    try:
        draft = save_part(
            draft=draft,
            sheet=SHEET,
            part=at,
            language=language,
            values=form.values,
            mark=form.cleaned_data["mark"],
            by=request.user,
            at=timezone.now(),
            makes=act == "save",
        )
    except ValidationError as refused:
        kept = {"refusal": refused.messages[0], "typed": typed_in(request.POST)}
        return _answer(request, _page(draft, form) | kept)
    if act:
        return _acted(request, draft, at, language, act)
    saved = _page(draft, _form(draft.document, at, language))
    return _answer(request, saved | {"saved_at": timezone.now()})


def _acted(request, draft, at, language, act):
    """Add a branch, or take one out, where the button says so; then open the part anew."""
    name, _rest, number = act.partition("-")
    if name in ("branch", "unbranch") and kind_of(draft.document, at) == "choice":
        change_ways(
            draft=draft,
            at=at,
            adds=name == "branch",
            number=int(number) if number.isdecimal() else -1,
            by=request.user,
            when=timezone.now(),
        )
    url = _address(draft, at, language)
    return HttpResponseClientRedirect(url) if request.htmx else redirect(url)


def _answer(request, page):
    return render(request, f"{TEMPLATE}#saved" if request.htmx else TEMPLATE, page)


def _gone(request, draft, language):
    """Answer for a part that is not there any more; what was typed is given back."""
    if request.method != "POST":
        raise Http404
    refused = refusal("part_gone", person=draft.updated_by or "?")
    page = _page(draft, _form(draft.document, FRAME, language))
    kept = {"refusal": refused.messages[0], "typed": typed_in(request.POST)}
    return _answer(request, page | kept)
