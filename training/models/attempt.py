"""What somebody did in a scenario or a quiz, choice by choice."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from training.models.enrolment import Enrolment
from training.models.module import Step


class Attempt(models.Model):
    """One go at a scenario or quiz step.

    ``score`` and ``skill_scores`` ({skill slug: points}) are written when it is finished.
    Where a scenario stands now is replayed from its ChoiceTaken rows. ``seed`` decides
    which questions a quiz asks and in what order (training.quiz.drawing).
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="attempts")
    step = models.ForeignKey(Step, models.PROTECT, related_name="attempts")
    number = models.PositiveSmallIntegerField()
    seed = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    score = models.SmallIntegerField(null=True)
    score_percent = models.PositiveSmallIntegerField(null=True)
    skill_scores = models.JSONField(default=dict)
    mood = models.PositiveSmallIntegerField(null=True)
    ending = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "step", "number"], name="attempt_number_is_unique"
            ),
            models.UniqueConstraint(
                fields=["enrolment", "step"],
                condition=Q(finished_at=None),
                name="attempt_one_open_a_step",
            ),
            models.CheckConstraint(
                condition=Q(score_percent=None) | Q(score_percent__lte=100),
                name="attempt_score_is_percent",
            ),
        ]

    def __str__(self):
        return f"{self.enrolment_id}, {self.step_id}, {self.number}"


class FurtherAttempt(models.Model):
    """A manager lets somebody try a quiz once more than it may be tried."""

    enrolment = models.ForeignKey(
        Enrolment, models.CASCADE, related_name="further_attempts"
    )
    step = models.ForeignKey(Step, models.PROTECT, related_name="further_attempts")
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    granted_at = models.DateTimeField()

    def __str__(self):
        return f"{self.enrolment_id}, {self.step_id}"


class ChoiceTaken(models.Model):
    """One choice of a scenario attempt: the path, with its times and moods."""

    attempt = models.ForeignKey(Attempt, models.CASCADE, related_name="choices")
    position = models.PositiveSmallIntegerField()
    scene = models.CharField(max_length=60)
    choice = models.CharField(max_length=60)
    mood_after = models.PositiveSmallIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["attempt", "position"], name="choicetaken_position_is_unique"
            ),
        ]

    def __str__(self):
        return f"{self.scene}: {self.choice}"


class QuizAnswer(models.Model):
    """The answer to one question of a quiz attempt, a list: the keys of the options
    ticked, the keys of items in the order given, or the one text that was typed.
    """

    attempt = models.ForeignKey(Attempt, models.CASCADE, related_name="answers")
    question = models.CharField(max_length=60)
    options = models.JSONField()
    is_right = models.BooleanField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["attempt", "question"], name="quizanswer_once_a_question"
            ),
        ]

    def __str__(self):
        return f"{self.question}: {self.options}"
