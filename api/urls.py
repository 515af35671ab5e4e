from django.urls import path, re_path
from rest_framework.routers import SimpleRouter

from api.assignments import AssignmentViewSet
from api.certifications import CertificationViewSet
from api.enrolments import EnrolmentViewSet
from api.errors import UnknownPath
from api.estimates import EstimateViewSet
from api.measurements import MeasurementViewSet
from api.modules import ModuleViewSet
from api.people import PersonViewSet
from api.plans import GoalViewSet, PlanViewSet
from api.responses import ResponseViewSet
from api.schema import DocsView, SchemaView
from api.teams import TeamViewSet

app_name = "api"

router = SimpleRouter(trailing_slash=False, use_regex_path=False)
router.register("people", PersonViewSet, basename="people")
router.register("teams", TeamViewSet, basename="teams")
router.register("modules", ModuleViewSet, basename="modules")
router.register("enrolments", EnrolmentViewSet, basename="enrolments")
router.register("certifications", CertificationViewSet, basename="certifications")
router.register("responses", ResponseViewSet, basename="responses")
router.register("measurements", MeasurementViewSet, basename="measurements")
router.register("plans", PlanViewSet, basename="plans")
router.register("goals", GoalViewSet, basename="goals")
router.register("estimates", EstimateViewSet, basename="estimates")
router.register("assignments", AssignmentViewSet, basename="assignments")

urlpatterns = [
    path("schema", SchemaView.as_view(), name="schema"),
    path("docs", DocsView.as_view(), name="docs"),
    *router.urls,
    re_path("", UnknownPath.as_view(), name="unknown"),
]
