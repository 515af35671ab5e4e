"""Playing a draft from any scene. Nothing is stored: the address holds the whole play."""

from dataclasses import dataclass

from django.shortcuts import get_object_or_404, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from staff.access import edits_catalogue, only
from studio.choices import DraftKind
from studio.forms.play import PlayForm
from studio.models import Draft
from studio.wording.findings import part_name
from training.scenario.document import Choice, text
from training.scenario.editing import text_languages
from training.scenario.graph import choice_letter
from training.scenario.parts import scenes
from training.scenario.play import available_choices
from training.scenario.rehearsal import begin, known_flags, playable, rehearse
from training.scenario.taken import split_flags


@dataclass(frozen=True)
class Offer:
    """A choice of the scene one stands in. url: None when it is not offered now."""

    letter: str
    choice: Choice
    url: str | None


@require_safe
@only(edits_catalogue)
def scenario_play(request, uuid):
    drafts = Draft.objects.filter(kind=DraftKind.SCENARIO)
    document = (draft := get_object_or_404(drafts, uuid=uuid)).document
    known, asked = text_languages(document), request.GET.get("language")
    language = asked if asked in known else known[0]
    scenario = playable(document)
    choices = {
        "scenes": [("", _("the start")), *_scene_names(document, language)],
        "flags": [
            (f, _flag_words(f, document, language)) for f in known_flags(document)
        ],
    }
    form = PlayForm(request.GET, **choices)
    form.is_valid()
    first = begin(
        scenario,
        form.cleaned_data.get("at", ""),
        form.cleaned_data.get("mood"),
        form.cleaned_data.get("flags", []),
    )
    played = rehearse(scenario, first, form.places)
    context = {
        "draft": draft,
        "form": PlayForm(
            initial={"at": first.at, "mood": first.mood, "flags": list(first.flags)},
            **choices,
        ),
        "language": language,
        "state": played.state,
        "scene": scenario.scenes.get(played.state.at),
        "ending": scenario.endings.get(played.state.at),
        "last": played.turns[-1] if played.turns else None,
        "turns": _told(played.turns, first, form.places, language),
        "offers": _offers(scenario, played.state, first, form.places, language),
        "facts": [
            _flag_words(f, document, language) for f in sorted(played.state.flags)
        ],
        "customer": scenario,
        "again_url": _address(played.state, [], language),
        "start_url": _address(first, [], language),
    }
    return render(request, "studio/scenario_play.html", context)


def _scene_names(document, language):
    return [
        (key, text(scene.get("title", {}), language) or key)
        for key, scene in scenes(document).items()
    ]


def _flag_words(flag, document, language):
    """Return ``flag`` as the page says it; of a choice, that it was chosen."""
    _flags, taken = split_flags([flag])
    if not taken:
        return flag
    return _("%(choice)s was chosen") % {
        "choice": part_name(document, taken[0], language)
    }


def _offers(scenario, state, first, places, language):
    if state.at not in scenario.scenes:
        return []
    offered = available_choices(scenario, state)
    return [
        Offer(
            letter=choice_letter(place),
            choice=choice,
            url=_address(first, [*places, place], language)
            if choice in offered
            else None,
        )
        for place, choice in enumerate(scenario.scenes[state.at].choices)
    ]


def _told(turns, first, places, language):
    """Return (turn, address of the play before it) of every turn."""
    return [
        (turn, _address(first, places[:number], language))
        for number, turn in enumerate(turns)
    ]


def _address(state, places, language):
    asked = [("from", state.at), ("mood", state.mood), ("language", language)]
    asked += [("flags", flag) for flag in sorted(state.flags)]
    if places:
        asked.append(("path", ".".join(map(str, places))))
    return f"?{urlencode(asked)}"
