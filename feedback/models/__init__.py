from feedback.models.interaction import WHOLE, Credit, Customer, Interaction
from feedback.models.response import Measurement, Metric, Response
from feedback.models.skill_metric import SkillMetric
from feedback.models.source import CompletePeriod, Source
from feedback.models.weekly_outcome import DirtyWeek, Summing, WeeklyOutcome

__all__ = [
    "WHOLE",
    "CompletePeriod",
    "Credit",
    "Customer",
    "DirtyWeek",
    "Interaction",
    "Measurement",
    "Metric",
    "Response",
    "SkillMetric",
    "Source",
    "Summing",
    "WeeklyOutcome",
]
