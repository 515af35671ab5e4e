"""What authors learn: from how scenarios are played and how questions are answered."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from staff.access import edits_catalogue, only
from studio.choices import Plays
from studio.forms.learned import LearnedForm, QuestionsForm
from studio.queries.learned import learned_of
from studio.queries.overview import modules_at_a_glance, scenarios_at_a_glance
from studio.queries.questions import questions_learned
from studio.wording.amounts import percent
from studio.wording.learned import (
    losing_choices,
    month_words,
    people_words,
    plays_graph,
    shown_parts,
    shown_scenes,
)
from studio.wording.overview import shown_modules, shown_scenarios
from studio.wording.questions import shown_questions
from training.models import Module, ModuleVersion, Scenario, ScenarioVersion


@require_safe
@only(edits_catalogue)
def learned_list(request):
    context = {
        "scenarios": shown_scenarios(scenarios_at_a_glance()),
        "modules": shown_modules(modules_at_a_glance()),
    }
    return render(request, "studio/learned_list.html", context)


@require_safe
@only(edits_catalogue)
def scenario_learned(request, slug):
    scenario = get_object_or_404(Scenario, slug=slug)
    versions = ScenarioVersion.objects.filter(scenario=scenario).order_by("-number")
    form = LearnedForm(request.GET, versions=versions)
    chosen = form.chosen()
    if chosen["version"] is None:
        raise Http404
    learned = learned_of(**chosen, today=request.user.today())
    form.offer(learned.teams)
    context = {
        "form": form,
        "title": chosen["version"].title,
        "is_latest": chosen["which"] == Plays.LATEST,
        "learned": learned,
    }
    if learned.total and learned.total.people:
        scenes = shown_scenes(learned)
        context |= {
            "people": people_words(learned.total.people),
            "lost": percent(learned.total.lost_share),
            "graph": plays_graph(learned, chosen["version"]),
            "losing": losing_choices(scenes),
            "scenes": [scene for scene in scenes if scene.is_told],
            "too_few": [scene.title for scene in scenes if not scene.is_told],
            "teams": shown_parts(learned.below, str),
            "months": shown_parts(learned.months, month_words),
        }
    return render(request, "studio/scenario_learned.html", context)


@require_safe
@only(edits_catalogue)
def module_questions(request, slug):
    module = get_object_or_404(Module, slug=slug)
    versions = ModuleVersion.objects.filter(module=module).order_by("-number")
    form = QuestionsForm(request.GET, versions=versions)
    version = form.chosen()
    if version is None:
        raise Http404
    steps = shown_questions(questions_learned(version))
    context = {"form": form, "module": module, "steps": steps}
    return render(request, "studio/module_questions.html", context)
