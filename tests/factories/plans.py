"""Plans and their templates for tests."""

import datetime as dt

import factory

from plans.choices import ItemKind, PlanStatus
from plans.models import (
    DevelopmentPlan,
    Goal,
    PlanItem,
    PlanTemplate,
    TemplateGoal,
)
from tests.factories.staff import TODAY, EmployeeFactory, moment
from tests.factories.training import ModuleFactory, SkillFactory


class PlanFactory(factory.django.DjangoModelFactory):
    """A draft of thirteen weeks from TODAY on.

    ``agreed_by``: makes it one that both agreed to on TODAY, and so active.
    """

    class Meta:
        model = DevelopmentPlan

    employee = factory.SubFactory(EmployeeFactory)
    starts_on = TODAY
    ends_on = factory.LazyAttribute(lambda plan: plan.starts_on + dt.timedelta(days=90))
    created_at = factory.LazyFunction(moment)
    agreed_by = None
    agreed_on = factory.LazyAttribute(lambda plan: plan.agreed_by and TODAY)
    manager_agreed_on = factory.LazyAttribute(lambda plan: plan.agreed_by and TODAY)
    status = factory.LazyAttribute(
        lambda plan: PlanStatus.ACTIVE if plan.agreed_by else PlanStatus.DRAFT
    )


class GoalFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Goal

    plan = factory.SubFactory(PlanFactory)
    skill = factory.SubFactory(SkillFactory)
    level_from = 2
    level_to = 3
    baseline_on = factory.LazyAttribute(lambda goal: TODAY if goal.metric else None)
    metric = None
    position = factory.Sequence(lambda n: n)


class ItemFactory(factory.django.DjangoModelFactory):
    """A module's item; ``text`` makes it practice."""

    class Meta:
        model = PlanItem

    plan = factory.SubFactory(PlanFactory)
    text = ""
    kind = factory.LazyAttribute(
        lambda item: ItemKind.PRACTICE if item.text else ItemKind.MODULE
    )
    module = factory.Maybe(
        factory.SelfAttribute("text"),
        yes_declaration=None,
        no_declaration=factory.SubFactory(ModuleFactory),
    )
    position = factory.Sequence(lambda n: n)


class PlanTemplateFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PlanTemplate

    name = factory.Sequence(lambda n: f"Template {n}")


class TemplateGoalFactory(factory.django.DjangoModelFactory):
    """One goal; ``modules`` are given as a list."""

    class Meta:
        model = TemplateGoal
        skip_postgeneration_save = True

    template = factory.SubFactory(PlanTemplateFactory)
    skill = factory.SubFactory(SkillFactory)
    position = factory.Sequence(lambda n: n)

    @factory.post_generation
    def modules(self, create, extracted, **kwargs):
        if create and extracted:
            self.modules.set(extracted)
