from outcomes.models.analysis import Analysis, Estimate, EstimateGap, EstimatePerson
from outcomes.models.judging import Judging

__all__ = ["Analysis", "Estimate", "EstimateGap", "EstimatePerson", "Judging"]
