"""What can be learned: modules, their frozen versions, and the steps of a version."""

from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from events.frozen import FrozenModel, FrozenQuerySet
from training.choices import StepKind
from training.models.question_bank import QuestionBankVersion
from training.models.scenario import ScenarioVersion
from training.models.skill import Skill
from training.models.texts import DocumentField, in_language


class ModuleQuerySet(models.QuerySet):
    def on_offer(self):
        """Keep the modules that can be learned: published, not archived."""
        published = ModuleVersion.objects.filter(module=OuterRef("pk"))
        return self.filter(models.Exists(published), is_archived=False)


class Module(models.Model):
    """A short course through all its versions; ``title``, ``summary``: {language: text}.

    ``cost_per_seat``: for everybody who completes it; ``cost_to_build``: once. Both beside
    the working time of those who learn; None = not told. ``cost_currency``: three
    letters, "" = that of the house.
    """

    slug = models.SlugField(max_length=80, unique=True)
    title = DocumentField()
    summary = DocumentField(default=dict)
    minutes = models.PositiveSmallIntegerField()
    skills = models.ManyToManyField(Skill, related_name="modules")
    prerequisites = models.ManyToManyField("self", symmetrical=False, blank=True)
    is_archived = models.BooleanField(default=False)
    cost_per_seat = models.DecimalField(max_digits=10, decimal_places=2, null=True)
    cost_to_build = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    cost_currency = models.CharField(max_length=3, blank=True)

    objects = ModuleQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(minutes__gt=0),
                name="module_takes_time",
                violation_error_message=_("A module takes at least one minute."),
            ),
            models.CheckConstraint(
                condition=(Q(cost_per_seat=None) | Q(cost_per_seat__gte=0))
                & (Q(cost_to_build=None) | Q(cost_to_build__gte=0)),
                name="module_costs_nothing_or_more",
            ),
        ]

    def __str__(self):
        return in_language(self.title)

    def get_absolute_url(self):
        return reverse("training:module-detail", args=[self.slug])

    @property
    def has_cost(self):
        """Whether it is told what the module costs beside working time."""
        return self.cost_per_seat is not None or self.cost_to_build is not None


class ModuleVersionQuerySet(FrozenQuerySet):
    def latest_of_each(self):
        """Keep the newest version of every module."""
        newest = ModuleVersion.objects.filter(module=OuterRef("module"))
        return self.filter(pk=Subquery(newest.order_by("-number").values("pk")[:1]))


class ModuleVersion(FrozenModel):
    """One published state of a module, frozen: learners finish the one they started.

    ``document``: what it was published from, whole; see training/content/schemas/
    module.json. None for a version from before documents were kept. ``digest``: of that
    content, so that loading the same content again publishes nothing.
    """

    module = models.ForeignKey(Module, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    digest = models.CharField(max_length=64, blank=True)
    document = DocumentField(null=True)
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    note = models.CharField(max_length=300, blank=True)

    objects = ModuleVersionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["module", "number"], name="moduleversion_number_is_unique"
            ),
        ]

    def __str__(self):
        return f"{self.module} ({self.number})"


class Step(FrozenModel):
    """One step of a version, frozen with it: a reading, a quiz, a scenario, practice on
    the job or a video.

    ``document`` holds what the kind needs, title always (docs/modules.md).
    ``bank_version``: what a quiz draws from. ``most_attempts``: how often a quiz may be
    tried, None = as often as one likes.
    """

    version = models.ForeignKey(ModuleVersion, models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField()
    key = models.SlugField(max_length=60)
    kind = models.CharField(max_length=10, choices=StepKind)
    minutes = models.PositiveSmallIntegerField(default=1)
    document = DocumentField()
    scenario_version = models.ForeignKey(
        ScenarioVersion, models.PROTECT, null=True, related_name="steps"
    )
    bank_version = models.ForeignKey(
        QuestionBankVersion, models.PROTECT, null=True, related_name="steps"
    )
    most_attempts = models.PositiveSmallIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["version", "position"], name="step_position_is_unique"
            ),
            models.UniqueConstraint(
                fields=["version", "key"], name="step_key_is_unique"
            ),
            models.CheckConstraint(
                condition=Q(kind=StepKind.SCENARIO, scenario_version__isnull=False)
                | ~Q(kind=StepKind.SCENARIO) & Q(scenario_version=None),
                name="step_of_a_scenario_has_one",
            ),
            models.CheckConstraint(
                condition=Q(kind=StepKind.QUIZ)
                | Q(bank_version=None, most_attempts=None),
                name="step_with_a_bank_is_a_quiz",
            ),
        ]

    def __str__(self):
        return in_language(self.document["title"])

    @property
    def bank_questions(self):
        """The documents of the questions a quiz draws from; none without a bank."""
        return self.bank_version.document["questions"] if self.bank_version_id else []

    @property
    def questions(self):
        """The documents of all questions a quiz may ask: its own, then its bank's."""
        return [*self.document.get("questions", ()), *self.bank_questions]
