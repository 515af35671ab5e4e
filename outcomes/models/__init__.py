from outcomes.models.analysis import Analysis, Estimate, EstimatePerson
from outcomes.models.judging import Judging

__all__ = ["Analysis", "Estimate", "EstimatePerson", "Judging"]
