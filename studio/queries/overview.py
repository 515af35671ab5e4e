"""All that is learned at a glance: every scenario and module, by its newest version."""

from dataclasses import dataclass

from django.db.models import Count, OuterRef, Subquery

from studio.choices import Plays
from studio.queries.learned import lost_endings
from studio.queries.plays import Tally, counted_plays
from studio.queries.questions import first_answers, quiz_steps
from studio.rules.small_groups import is_small
from training.models import Module, ModuleVersion, Scenario, ScenarioVersion


@dataclass(frozen=True)
class ScenarioGlance:
    """A scenario's newest version. tally: of first plays; None where it is hidden."""

    version: ScenarioVersion
    tally: Tally | None


@dataclass(frozen=True)
class ModuleGlance:
    """A module's newest version, with its questions at first try.

    people: who answered the question that most have answered; None where it is hidden.
    hardest: (question document, share of people who are right), None without one.
    """

    module: Module
    people: int | None
    hardest: tuple | None


def scenarios_at_a_glance():
    """Return a ScenarioGlance of each scenario, in the order of their slugs."""
    newest = ScenarioVersion.objects.filter(scenario=OuterRef("pk")).order_by("-number")
    ids = Scenario.objects.values(newest=Subquery(newest.values("pk")[:1]))
    versions = list(
        ScenarioVersion.objects.filter(pk__in=ids)
        .select_related("scenario")
        .order_by("scenario__slug")
    )
    lost = {version.pk: set(lost_endings(version.document)) for version in versions}
    tallies = dict.fromkeys(lost, Tally())
    plays = counted_plays(Plays.FIRST).filter(step__scenario_version__in=ids)
    for version, ending, people in (
        plays.order_by()
        .values_list("step__scenario_version", "ending")
        .annotate(people=Count("pk"))
    ):
        tallies[version] += Tally(people, 0, people if ending in lost[version] else 0)
    return [ScenarioGlance(version, _told(tallies[version.pk])) for version in versions]


def modules_at_a_glance():
    """Return a ModuleGlance of each module with a quiz, in the order of their slugs."""
    versions = ModuleVersion.objects.latest_of_each()
    steps = list(quiz_steps(versions).select_related("bank_version", "version__module"))
    answers = first_answers(versions)
    by_module = {}
    for step in sorted(steps, key=lambda step: step.version.module.slug):
        asked = by_module.setdefault(step.version.module, [])
        for question in step.questions:
            sums = answers.get((step.version_id, step.key, question["key"]))
            if sums:
                asked.append((question, sums))
    return [_module(module, asked) for module, asked in by_module.items()]


def _told(tally):
    return None if is_small(tally.people) else tally


def _module(module, asked):
    people = max((sums["people"] for _question, sums in asked), default=0)
    told = [
        (question, sums["right"] / sums["people"])
        for question, sums in asked
        if not is_small(sums["people"])
    ]
    return ModuleGlance(
        module,
        people=None if is_small(people) else people,
        hardest=min(told, key=lambda pair: pair[1], default=None),
    )
