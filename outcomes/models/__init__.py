from outcomes.models.analysis import Analysis, Estimate, EstimateGap, EstimatePerson
from outcomes.models.judging import Judging
from outcomes.models.plan_ahead import PlanAhead

__all__ = [
    "Analysis",
    "Estimate",
    "EstimateGap",
    "EstimatePerson",
    "Judging",
    "PlanAhead",
]
