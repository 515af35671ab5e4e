from training.models.attempt import (
    Attempt,
    ChoiceTaken,
    FurtherAttempt,
    QuizAnswer,
)
from training.models.certification import CertificationPeriod, CertificationPolicy
from training.models.enrolment import Enrolment, StepCompletion
from training.models.learning_path import LearningPath, PathModule
from training.models.media_file import MediaFile
from training.models.module import Module, ModuleVersion, Step
from training.models.observation import NamedObserver, Observation
from training.models.question_bank import QuestionBank, QuestionBankVersion
from training.models.rating import ModuleRating
from training.models.refresher import RefresherCard, RefresherReview
from training.models.scenario import Scenario, ScenarioVersion
from training.models.skill import Skill

__all__ = [
    "Attempt",
    "CertificationPeriod",
    "CertificationPolicy",
    "ChoiceTaken",
    "Enrolment",
    "FurtherAttempt",
    "LearningPath",
    "MediaFile",
    "Module",
    "ModuleRating",
    "ModuleVersion",
    "NamedObserver",
    "Observation",
    "PathModule",
    "QuestionBank",
    "QuestionBankVersion",
    "QuizAnswer",
    "RefresherCard",
    "RefresherReview",
    "Scenario",
    "ScenarioVersion",
    "Skill",
    "Step",
    "StepCompletion",
]
