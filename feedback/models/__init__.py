from feedback.models.interaction import (
    Credit,
    Customer,
    DeletedInteraction,
    Interaction,
)
from feedback.models.mended_row import MendedRow
from feedback.models.recovery import Recovery
from feedback.models.response import Measurement, Metric, Response
from feedback.models.returns_mark import ReturnsMark
from feedback.models.skill_metric import SkillMetric
from feedback.models.source import CompletePeriod, Source
from feedback.models.weekly_outcome import DirtyWeek, Summing, WeeklyOutcome

__all__ = [
    "CompletePeriod",
    "Credit",
    "Customer",
    "DeletedInteraction",
    "DirtyWeek",
    "Interaction",
    "Measurement",
    "MendedRow",
    "Recovery",
    "Metric",
    "Response",
    "ReturnsMark",
    "SkillMetric",
    "Source",
    "Summing",
    "WeeklyOutcome",
]
