"""Playing a draft from any scene. Nothing is stored: the address holds the whole play."""

from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from staff.access import edits_catalogue, only
from studio.choices import DraftKind
from studio.forms.play import PlayForm
from studio.models import Draft
from studio.wording.playing import flag_words, scene_titles, shown_play
from training.scenario.editing import text_languages
from training.scenario.rehearsal import known_flags


@require_safe
@only(edits_catalogue)
def scenario_play(request, uuid):
    draft = get_object_or_404(Draft, uuid=uuid, kind=DraftKind.SCENARIO)
    known, asked = text_languages(draft.document), request.GET.get("language")
    language = asked if asked in known else known[0]
    flags = known_flags(draft.document)
    choices = {
        "scenes": [("", _("the start")), *scene_titles(draft.document, language)],
        "flags": [(flag, flag_words(flag, draft.document, language)) for flag in flags],
    }
    play = shown_play(
        draft.document, language, **PlayForm(request.GET, **choices).asked()
    )
    begun = {
        "at": play.first.at,
        "mood": play.first.mood,
        "flags": list(play.first.flags),
    }
    context = {
        "draft": draft,
        "language": language,
        "play": play,
        "form": PlayForm(initial=begun, **choices),
    }
    return render(request, "studio/scenario_play.html", context)
