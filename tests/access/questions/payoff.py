"""How the acts of “Payoff” are asked."""

from datetime import timedelta

from events.models import Event
from feedback.models import Metric, WeeklyOutcome
from feedback.rules.served import WHOLE, monday
from outcomes.queries.judging import judged_metrics
from tests.access.questions.asking import TEAMS, Asked, asks
from tests.access.table import WHOM
from tests.factories.feedback import answer
from tests.factories.outcomes import (
    LAST_WEEK,
    AnalysisFactory,
    EstimateFactory,
    EstimatePersonFactory,
)
from tests.factories.staff import (
    TODAY,
)
from tests.factories.training import (
    EnrolmentFactory,
)
from tests.frozen import unguarded
from tests.outcomes.scenes import a_cell
from training.choices import EnrolmentStatus


def heard(asker, whom):
    """Return an answer about ``whom``; the journal says nothing, for who reads it numbers
    it, and a reader may not write."""
    day = TODAY - timedelta(days=1)
    said = answer(asker.person(whom), day, comment=f"Of {whom}", identity=f"id:{whom}")
    unguarded(Event).filter(sequence=None).delete()
    return said


def judged(asker):
    """Return an Estimate of the free module with everybody behind it."""
    estimate = EstimateFactory(module=asker.scene.free_module)
    everybody = [*asker.scene.actors.values(), *asker.scene.people.values()]
    for person in everybody:
        EstimatePersonFactory(estimate=estimate, employee=person)
    return estimate


@asks("See what a module did")
def payoff_module(asker, whom):
    return Asked({"slug": judged(asker).module.slug})


@asks(
    "See what customers said of a team",
    rows=TEAMS,
    shows=lambda asker, whom: f'value="{asker.team(whom).pk}" selected',
)
def customers(asker, whom):
    WeeklyOutcome.objects.create(
        team=asker.team(whom),
        metric=Metric.objects.get(key="csat"),
        week=monday(TODAY),
        responses=9,
        weight=9 * WHOLE,
        total=36,
        squares=144,
    )
    return Asked(sent={"team": asker.team(whom).pk})


@asks(
    "See the answers behind a figure of a team",
    rows=TEAMS,
    shows=lambda asker, whom: f"?team={asker.team(whom).pk}&amp;metric=csat",
)
def customers_answers(asker, whom):
    return Asked(
        sent={
            "team": asker.team(whom).pk,
            "metric": "csat",
            "first": TODAY,
            "last": TODAY,
        }
    )


@asks("See one answer, to put it right", rows=WHOM)
def answer_detail(asker, whom):
    return Asked({"uuid": heard(asker, whom).interaction.uuid})


@asks("Say anew who served", rows=WHOM)
def answer_credit(asker, whom):
    kitchen = asker.scene.kitchen.pk
    sent = {"people": "", "team": kitchen, "reason": "wrong_team"}
    return Asked({"uuid": heard(asker, whom).interaction.uuid}, sent)


@asks("Delete an answer for good", rows=WHOM)
def answer_delete(asker, whom):
    return Asked({"uuid": heard(asker, whom).interaction.uuid}, {"reason": "twice"})


@asks(
    "See who is behind a figure",
    rows=WHOM,
    shows=lambda asker, whom: f'id="person-{asker.person(whom).pk}"',
)
def payoff_people(asker, whom):
    return Asked({"slug": judged(asker).module.slug, "place": "used"})


@asks(
    "See the answers behind a figure",
    rows=WHOM,
    shows=lambda asker, whom: f"Of {whom}<",
)
def payoff_answers(asker, whom):
    """Everybody has an answer, so that nobody above reads of a few; asked twice, too."""
    estimate = judged(asker)
    estimate.people.update(completed_week=LAST_WEEK, assigned_week=LAST_WEEK)
    heard(asker, whom)
    for stands in estimate.people.exclude(employee=asker.person(whom)):
        known = f"id:of-{stands.employee_id}"
        answer(stands.employee, TODAY - timedelta(days=1), identity=known)
    return Asked({"slug": estimate.module.slug, "part": "after"})


@asks(
    "See a team week by week",
    rows=TEAMS,
    shows=lambda asker, whom: f'value="{asker.team(whom).pk}" selected',
)
def payoff_week_by_week(asker, whom):
    EnrolmentFactory(
        module=asker.scene.free_module,
        status=EnrolmentStatus.COMPLETED,
        progress_percent=100,
        completed_on=TODAY,
    )
    return Asked(sent={"team": asker.team(whom).pk})


@asks("See what a scenario shows")
def payoff_scenario(asker, whom):
    return Asked({"slug": "a-scenario"})


@asks("See a run")
def payoff_run(asker, whom):
    return Asked({"uuid": AnalysisFactory().uuid})


@asks("Change what counts")
def judging_edit(asker, whom):
    csat = Metric.objects.get(key="csat")
    worth = {f"worth_{metric.key}": 1 for metric in judged_metrics()}
    return Asked(sent={"primary_metric": csat.pk, "currency": "EUR", **worth})


@asks("Ask for a run")
def analysis_ask(asker, whom):
    a_cell(asker.scene.kitchen, asker.scene.people["team"], LAST_WEEK)
    return Asked(sent={})


@asks(
    "See who starts next in drawn order",
    rows=WHOM,
    shows=lambda asker, whom: str(asker.person(whom)),
)
def module_order(asker, whom):
    return Asked({"slug": asker.scene.free_module.slug})


@asks("Take a module off what can be learned, or offer it again")
def module_offer(asker, whom):
    return Asked({"slug": asker.scene.free_module.slug}, {})
