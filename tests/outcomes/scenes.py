"""Houses for the pages of outcomes: enough teams, answers, modules and a run."""

import datetime as dt

from feedback.models import Metric, WeeklyOutcome
from outcomes.choices import Place, Verdict
from outcomes.models import EstimatePerson
from tests.factories.outcomes import (
    LAST_WEEK,
    AnalysisFactory,
    EstimateFactory,
    metric,
)
from tests.factories.staff import TODAY, EmployeeFactory, TeamFactory, moment
from tests.factories.training import (
    EnrolmentFactory,
    ModuleFactory,
    ScenarioVersionFactory,
    StepFactory,
)
from training.choices import EnrolmentStatus, StepKind
from training.models import Attempt

LATE_TABLE = {"slug": "the-late-table", "title": {"en": "The late table"}}
MODULES = [
    ("chat-three-at-once", "Chat: three at once", 20, Verdict.HARMFUL, {}),
    ("apologise-once", "Apologise once, then fix it", 12, Verdict.PAYS_OFF, {}),
    (
        "at-the-table",
        "Putting it right at the table",
        15,
        Verdict.PAYS_OFF,
        {"strict": 0.21, "generous": 0.27, "standard_error": 0.07},
    ),
    (
        "promise-less",
        "Promise less, do more",
        18,
        Verdict.PAYS_OFF,
        {"strict": 0.05, "generous": 0.19, "is_fragile": True},
    ),
    ("courtesies", "Small unexpected courtesies", 10, Verdict.NO_EVIDENCE, {}),
    (
        "staying-in-touch",
        "Staying in touch after the sale",
        9,
        Verdict.NOT_ENOUGH_DATA,
        {"standard_error": 0.2},
    ),
]


def a_cell(team, employee, week, mean=4.0, responses=12, key="csat"):
    """Make one WeeklyOutcome; values differ a little, as answers do."""
    return WeeklyOutcome.objects.create(
        team=team,
        employee=employee,
        metric=metric(key),
        week=week,
        responses=responses,
        weight=responses * 10_000,
        total=mean * responses,
        squares=(mean**2 + 0.8) * responses,
    )


def a_module(slug, title, minutes=12):
    return ModuleFactory(
        slug=slug,
        title={"en": title},
        summary={"en": f"What “{title}” is about."},
        minutes=minutes,
    )


def completed(employee, module, on):
    return EnrolmentFactory(
        employee=employee,
        module=module,
        status=EnrolmentStatus.COMPLETED,
        progress_percent=100,
        assigned_on=on,
        completed_on=on,
    )


def teams_with_answers(company, count=6):
    """Make ``count`` teams of two people each with answers of last week."""
    people = []
    for number in range(count):
        team = TeamFactory(parent=company, code=f"shop-{number}", name=f"Shop {number}")
        for _each in range(2):
            person = EmployeeFactory(team=team)
            a_cell(team, person, LAST_WEEK)
            people.append(person)
    return people


def a_judged_house(company, modules=MODULES, **run):
    """Make teams, answers, completions and a run that judged ``modules``."""
    people = teams_with_answers(company)
    run = AnalysisFactory(**run)
    for number, (slug, title, minutes, verdict, more) in enumerate(modules):
        module = a_module(slug, title, minutes)
        estimate = EstimateFactory(analysis=run, module=module, verdict=verdict, **more)
        completed(people[number % len(people)], module, TODAY - dt.timedelta(days=90))
        places = [Place.USED] * 7 + [Place.FEW_BEFORE] * 5
        EstimatePerson.objects.bulk_create(
            EstimatePerson(estimate=estimate, employee=person, place=place)
            for person, place in zip(people, places, strict=True)
        )
    return run


def a_small_house(team, weeks=20):
    """Make a team of six with answers for ``weeks`` weeks and a module completed."""
    people = [EmployeeFactory(team=team) for _each in range(6)]
    module = a_module("apologise-once", "Apologise once, then fix it")
    for back in range(weeks):
        week = LAST_WEEK - dt.timedelta(weeks=back)
        mean = 3.9 + 0.15 * ((back * 7) % 5) / 4
        a_cell(team, people[back % 6], week, mean, responses=3 if back == 4 else 9)
    for number in range(3):
        day = LAST_WEEK - dt.timedelta(weeks=8 - 2 * number)
        completed(people[number], module, day)
    return module


def other_metrics(run, *keys):
    """Judge every module of ``run`` in the metrics with ``keys`` as well."""
    for key in keys:
        for estimate in list(run.estimates.filter(metric=run.primary_metric)):
            EstimateFactory(
                analysis=run,
                module=estimate.module,
                metric=Metric.objects.get(key=key),
                size=0.1,
                verdict=estimate.verdict,
            )


def a_scenario_step(title="Apologise once", skills=()):
    """Make a step with a scenario that asks for each of ``skills``, 0 to 100 points."""
    spans = {slug: {"worst": 0, "best": 100} for slug in skills}
    version = ScenarioVersionFactory(
        document=LATE_TABLE, bounds={"worst": 0, "best": 100, "skills": spans}
    )
    module = ModuleFactory(title={"en": title})
    return StepFactory(
        version=module.versions.get(), kind=StepKind.SCENARIO, scenario_version=version
    )


def a_play(step, team, score, mean, answered=6, skills=None):
    """Let somebody play with ``score`` ten weeks ago and be rated since.

    skills: {slug: points} beside it.
    """
    person = EmployeeFactory(team=team)
    day = moment() - dt.timedelta(weeks=10)
    Attempt.objects.create(
        enrolment=EnrolmentFactory(employee=person, module=step.version.module),
        step=step,
        number=1,
        started_at=day,
        finished_at=day,
        score_percent=score,
        skill_scores=skills or {},
    )
    week = day.date() - dt.timedelta(days=day.weekday()) + dt.timedelta(weeks=2)
    a_cell(team, person, week, mean, answered, "low_score")


def an_open_run(**fields):
    """Make a run that has found half of what it looks for."""
    fields = {
        "state": "running",
        "estimates_expected": 12,
        "claimed_at": moment(),
    } | fields
    return AnalysisFactory(**fields)
