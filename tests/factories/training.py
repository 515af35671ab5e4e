"""Catalogue and learning record for tests."""

import datetime as dt

import factory

from tests.factories.staff import TODAY, EmployeeFactory, moment
from training.choices import (
    CertificationSource,
    CountsFrom,
    EnrolmentSource,
    EnrolmentStatus,
    StepKind,
)
from training.models import (
    CertificationPeriod,
    CertificationPolicy,
    Enrolment,
    Module,
    ModuleVersion,
    RefresherCard,
    Scenario,
    ScenarioVersion,
    Skill,
    Step,
)


class SkillFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Skill

    slug = factory.Sequence(lambda n: f"skill-{n}")
    name = factory.LazyAttribute(lambda skill: {"en": skill.slug.title()})
    position = factory.Sequence(lambda n: n)


class ModuleFactory(factory.django.DjangoModelFactory):
    """A module with one published version that has one reading step."""

    class Meta:
        model = Module
        skip_postgeneration_save = True

    slug = factory.Sequence(lambda n: f"module-{n}")
    title = factory.LazyAttribute(lambda module: {"en": module.slug.title()})
    summary = factory.LazyAttribute(lambda module: {"en": "What it is about."})
    minutes = 8

    @factory.post_generation
    def version(self, create, extracted, **kwargs):
        if create and extracted is not False:
            StepFactory(version=ModuleVersionFactory(module=self))


class ModuleVersionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ModuleVersion

    module = factory.SubFactory(ModuleFactory, version=False)
    number = factory.Sequence(lambda n: n + 1)
    published_at = factory.LazyFunction(moment)


class ScenarioVersionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ScenarioVersion

    scenario = factory.LazyAttribute(
        lambda version: Scenario.objects.get_or_create(slug=version.document["slug"])[0]
    )
    number = factory.Sequence(lambda n: n + 1)
    document = factory.LazyFunction(
        lambda: {"slug": "a-scenario", "title": {"en": "A"}}
    )
    bounds = factory.LazyFunction(dict)
    published_at = factory.LazyFunction(moment)


class StepFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Step

    version = factory.SubFactory(ModuleVersionFactory)
    position = factory.Sequence(lambda n: n)
    key = factory.Sequence(lambda n: f"step-{n}")
    kind = StepKind.READING
    minutes = 2
    document = factory.LazyFunction(
        lambda: {"title": {"en": "Read this"}, "body": {"en": "One *idea*."}}
    )


class EnrolmentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Enrolment

    employee = factory.SubFactory(EmployeeFactory)
    module = factory.SubFactory(ModuleFactory)
    completed_on = None
    # On TODAY, or when it was completed before then.
    assigned_on = factory.LazyAttribute(
        lambda enrolment: (
            min(TODAY, dt.date.fromisoformat(str(enrolment.completed_on)))
            if enrolment.completed_on
            else TODAY
        )
    )
    source = EnrolmentSource.PERSON


def one_question_quiz():
    options = [("a", True), ("b", False)]
    return {
        "title": {"en": "Check"},
        "pass_percent": 50,
        "questions": [
            {
                "key": "q1",
                "kind": "single",
                "text": {"en": "Which?"},
                "options": [
                    {
                        "key": key,
                        "text": {"en": f"option {key}"},
                        "is_right": is_right,
                        "why": {"en": f"why {key}"},
                    }
                    for key, is_right in options
                ],
            }
        ],
    }


class RefresherCardFactory(factory.django.DjangoModelFactory):
    """A card of the only question of a module that was completed: due on TODAY."""

    class Meta:
        model = RefresherCard
        skip_postgeneration_save = True

    employee = factory.SubFactory(EmployeeFactory)
    enrolment = factory.SubFactory(
        EnrolmentFactory,
        employee=factory.SelfAttribute("..employee"),
        version=factory.SubFactory(
            ModuleVersionFactory, module=factory.SelfAttribute("..module")
        ),
        status=EnrolmentStatus.COMPLETED,
        completed_on=factory.SelfAttribute("..reviewed_on"),
        progress_percent=100,
    )
    step = factory.SubFactory(
        StepFactory,
        version=factory.SelfAttribute("..enrolment.version"),
        kind=StepKind.QUIZ,
        document=factory.LazyFunction(one_question_quiz),
    )
    item = "q1"
    seconds = 30
    stability = 10.0
    difficulty = 5.0
    reviewed_on = TODAY - dt.timedelta(days=10)
    due_on = TODAY

    @factory.post_generation
    def skills(self, create, extracted, **kwargs):
        if create and extracted:
            self.skills.set(extracted)


class CertificationPolicyFactory(factory.django.DjangoModelFactory):
    """Twelve months, a renewal within 30 days is joined."""

    class Meta:
        model = CertificationPolicy

    module = factory.SubFactory(ModuleFactory)
    months = 12
    counts_from = CountsFrom.EXPIRY
    window_days = 30


class PeriodFactory(factory.django.DjangoModelFactory):
    """A period as a file would have brought it; 30 days of window. As of a year ago.

    ``is_cover`` makes it a cover. ``look_on``: when the calendar looks at it next.
    """

    class Meta:
        model = CertificationPeriod

    class Params:
        is_cover = factory.Trait(
            source=CertificationSource.COVER,
            renewal_opens_on=None,
            reason="The course was full.",
        )

    employee = factory.SubFactory(EmployeeFactory)
    module = factory.SubFactory(ModuleFactory)
    source = CertificationSource.IMPORT
    valid_from = TODAY - dt.timedelta(days=365)
    valid_until = TODAY + dt.timedelta(days=100)
    renewal_opens_on = factory.LazyAttribute(
        lambda period: max(
            period.valid_from, period.valid_until - dt.timedelta(days=30)
        )
    )
    opened_at = factory.LazyFunction(moment)
    look_on = factory.SelfAttribute("renewal_opens_on")
