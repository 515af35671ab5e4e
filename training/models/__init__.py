from training.models.attempt import Attempt, ChoiceTaken, QuizAnswer
from training.models.certification import CertificationPeriod, CertificationPolicy
from training.models.enrolment import Enrolment, StepCompletion
from training.models.module import Module, ModuleVersion, Step
from training.models.refresher import RefresherCard, RefresherReview
from training.models.scenario import Scenario, ScenarioVersion
from training.models.skill import Skill

__all__ = [
    "Attempt",
    "CertificationPeriod",
    "CertificationPolicy",
    "ChoiceTaken",
    "Enrolment",
    "Module",
    "ModuleVersion",
    "QuizAnswer",
    "RefresherCard",
    "RefresherReview",
    "Scenario",
    "ScenarioVersion",
    "Skill",
    "Step",
    "StepCompletion",
]
