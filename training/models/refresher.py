"""What somebody learned and should not forget, and how often they were asked."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Power

from training.choices import RefresherRating
from training.memory import DECAY, FORGETTING, Memory
from training.models.enrolment import Enrolment
from training.models.module import Step
from training.models.skill import Skill


class DaysSince(Func):
    """Whole days from a date in a row up to a given one; 0 when it lies later."""

    output_field = models.IntegerField()

    def __init__(self, field, day):
        super().__init__(Value(day, models.DateField()), F(field))

    def as_sqlite(self, compiler, connection, **context):
        return self.as_sql(
            compiler,
            connection,
            template="MAX(julianday(%(expressions)s), 0)",
            arg_joiner=") - julianday(",
            **context,
        )

    def as_postgresql(self, compiler, connection, **context):
        return self.as_sql(
            compiler,
            connection,
            template="GREATEST(%(expressions)s, 0)",
            arg_joiner=" - ",
            **context,
        )


class RefresherCardQuerySet(models.QuerySet):
    def live(self):
        """Keep what is still asked: not retired, of modules that are not archived."""
        return self.filter(is_retired=False, enrolment__module__is_archived=False)

    def due_on(self, day):
        """Keep what is to be asked on ``day``, a date, or was to be asked before."""
        return self.live().filter(due_on__lte=day)

    def with_recall_on(self, day):
        """Annotate ``recall``: how likely each is still there on ``day``, 0-1.

        The same curve as training.memory.recall.
        """
        faded = FORGETTING * DaysSince("reviewed_on", day) / F("stability")
        return self.annotate(
            recall=Power(1.0 + faded, DECAY, output_field=models.FloatField())
        )


class RefresherCard(models.Model):
    """One question or scene of a module that one person completed, to be asked again.

    enrolment: the completion it was last met in. step: of the version learned then; it
    goes on being asked as it was learned. item: the key of a question or of a scene.
    mood, flags: the state in which a scene is asked, that of the person's own play; mood
    is None for a question. seconds: what it is thought to take. stability in days,
    difficulty 1-10, reviewed_on and due_on, dates where the person works: the memory, as
    in training.memory. Retired is what a later version of the module has no more.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    employee = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="refreshers"
    )
    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="refreshers")
    step = models.ForeignKey(Step, models.PROTECT, related_name="refreshers")
    item = models.CharField(max_length=60)
    mood = models.PositiveSmallIntegerField(null=True)
    flags = models.JSONField(default=list)
    skills = models.ManyToManyField(Skill, related_name="refreshers")
    seconds = models.PositiveSmallIntegerField()
    stability = models.FloatField()
    difficulty = models.FloatField()
    reviewed_on = models.DateField()
    due_on = models.DateField()
    is_retired = models.BooleanField(default=False)

    objects = RefresherCardQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["employee", "step", "item"], name="refreshercard_once_a_person"
            ),
            models.CheckConstraint(
                condition=Q(stability__gt=0)
                & Q(difficulty__gte=1)
                & Q(difficulty__lte=10)
                & Q(due_on__gt=F("reviewed_on")),
                name="refreshercard_memory_is_sound",
            ),
        ]
        indexes = [
            models.Index(
                fields=["employee", "due_on"],
                condition=Q(is_retired=False),
                name="refreshercard_by_due_day",
            ),
        ]

    def __str__(self):
        return f"{self.employee_id}, {self.step_id}, {self.item}"

    @property
    def is_scene(self):
        return self.mood is not None

    @property
    def memory(self):
        """The Memory this card keeps."""
        return Memory(self.stability, self.difficulty, self.reviewed_on, self.due_on)

    @memory.setter
    def memory(self, memory):
        for field, value in memory._asdict().items():
            setattr(self, field, value)


class RefresherReview(models.Model):
    """One card asked on one day, and what was answered: added and never edited.

    reviewed_on: the date where the person works. answer: keys of the options ticked, or
    the one choice taken. seconds: what it counts against the day.
    """

    card = models.ForeignKey(RefresherCard, models.CASCADE, related_name="reviews")
    at = models.DateTimeField()
    reviewed_on = models.DateField()
    rating = models.PositiveSmallIntegerField(choices=RefresherRating)
    answer = models.JSONField()
    seconds = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["card", "reviewed_on"], name="refresherreview_once_a_day"
            ),
            models.CheckConstraint(
                condition=Q(rating__in=RefresherRating.values),
                name="refresherreview_rating_is_known",
            ),
        ]

    def __str__(self):
        return f"{self.card_id}, {self.reviewed_on}: {self.get_rating_display()}"
