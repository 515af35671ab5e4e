from plans.models.assignment_batch import AssignmentBatch
from plans.models.development_plan import DevelopmentPlan, Goal, PlanItem
from plans.models.plan_template import PlanTemplate, TemplateGoal

__all__ = [
    "AssignmentBatch",
    "DevelopmentPlan",
    "Goal",
    "PlanItem",
    "PlanTemplate",
    "TemplateGoal",
]
