from training.models.attempt import Attempt, ChoiceTaken, QuizAnswer
from training.models.enrolment import Enrolment, StepCompletion
from training.models.module import Module, ModuleVersion, Step
from training.models.observation import NamedObserver, Observation
from training.models.scenario import Scenario, ScenarioVersion
from training.models.skill import Skill

__all__ = [
    "Attempt",
    "ChoiceTaken",
    "Enrolment",
    "Module",
    "ModuleVersion",
    "NamedObserver",
    "Observation",
    "QuizAnswer",
    "Scenario",
    "ScenarioVersion",
    "Skill",
    "Step",
    "StepCompletion",
]
