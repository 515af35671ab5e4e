"""Catalogue and learning record for tests."""

import datetime as dt

import factory

from tests.factories.staff import TODAY, EmployeeFactory, moment
from training.choices import EnrolmentSource, EnrolmentStatus, StepKind
from training.models import (
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
