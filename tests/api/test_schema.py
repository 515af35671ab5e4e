"""The description of the API: true, complete, and shown without outside help."""

import json

import pytest
import schemathesis
import yaml
from django.core.wsgi import get_wsgi_application
from django.db import transaction
from drf_spectacular import drainage
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.validation import validate_schema
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import positive_data_acceptance

from api.errors import MEDIA_TYPE
from events.record import record
from feedback.models import Metric
from staff.choices import Role
from tests.factories.api import ApiKeyFactory
from tests.factories.feedback import answer, visit
from tests.factories.outcomes import EstimateFactory
from tests.factories.plans import GoalFactory
from tests.factories.staff import EmployeeFactory, TeamFactory, moment
from tests.factories.training import EnrolmentFactory, ModuleFactory

SCHEMA = "/api/v1/schema"


@pytest.fixture(scope="module")
def schema():
    drainage.reset_generator_stats()
    schema = SchemaGenerator().get_schema(request=None, public=True)
    assert drainage.GENERATOR_STATS._warn_cache == {}
    assert drainage.GENERATOR_STATS._error_cache == {}
    return schema


def operations(schema):
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            yield f"{method} {path}", operation


def test_schema_is_valid_and_without_warnings(schema):
    validate_schema(schema)
    assert schema["openapi"].startswith("3.1")


def test_every_operation_declares_its_problems(schema):
    for name, operation in operations(schema):
        problems = {c: r for c, r in operation["responses"].items() if c >= "4"}
        assert {"400", "401", "403", "406"} <= set(problems), name
        assert all(list(r["content"]) == [MEDIA_TYPE] for r in problems.values()), name
        assert operation["security"] == [{"key": []}, {"cookieAuth": []}], name


def test_operations_have_names_of_their_own(schema):
    names = [operation["operationId"] for _name, operation in operations(schema)]

    assert sorted(names) == [
        "assignments_create",
        "assignments_retrieve",
        "assignments_undo",
        "certifications_list",
        "certifications_retrieve",
        "enrolments_list",
        "enrolments_retrieve",
        "estimates_list",
        "estimates_retrieve",
        "goals_list",
        "goals_retrieve",
        "measurements_list",
        "measurements_retrieve",
        "modules_list",
        "modules_retrieve",
        "people_list",
        "people_retrieve",
        "plans_list",
        "plans_retrieve",
        "responses_create",
        "responses_list",
        "responses_retrieve",
        "teams_list",
        "teams_retrieve",
    ]


@pytest.mark.django_db
def test_schema_is_served_as_json_and_yaml(client):
    as_json = client.get(SCHEMA)
    as_yaml = client.get(SCHEMA, {"format": "yaml"})

    assert as_json.headers["Content-Type"] == "application/json"
    assert json.loads(as_json.text) == yaml.safe_load(as_yaml.text)
    assert "/api/v1/people" in as_json.json()["paths"]


@pytest.mark.django_db
def test_docs_bring_everything_along(client):
    page = client.get("/api/v1/docs")
    script = client.get("/api/v1/docs", {"script": ""})

    assert "<style" not in page.text
    assert "http" not in page.text
    assert script.headers["Content-Type"].startswith("application/javascript")
    assert SCHEMA in script.text


@pytest.fixture
def house(company):
    """A little of everything, in the journal too; returns a key that may do all."""
    team = TeamFactory(parent=company, code="north")
    people = [EmployeeFactory(team=team, employee_number=f"E{n}") for n in (1, 2)]
    modules = [ModuleFactory(slug=slug) for slug in ("empathy", "apologising")]
    EmployeeFactory(team=company, manages=[team], roles=[Role.AUTHOR])
    enrolment = EnrolmentFactory(employee=people[0], module=modules[0])
    answer(people[0], comment="Kind", values={"complaint": 0})
    visit(people[1])
    GoalFactory(
        plan__employee=people[0],
        plan__agreed_by=people[1],
        metric=Metric.objects.get(key="csat"),
        baseline=3.5,
        baseline_responses=12,
    )
    EstimateFactory(module=modules[0])
    with transaction.atomic():
        record("enrolment.assigned", at=moment(), subject=enrolment)
    return ApiKeyFactory()


# However a request is refused: with which words and status the schema says, too.
REFUSED = {"checks": {"negative_data_rejection": {"expected-statuses": ["4xx"]}}}


def ask_everything(key, examples, **options):
    """Send what Schemathesis makes up; every answer must be as the schema says."""
    config = schemathesis.Config.from_dict(REFUSED)
    api = schemathesis.openapi.from_wsgi(SCHEMA, get_wsgi_application(), config=config)
    for found in api.get_all_operations():
        operation = found.ok()
        for mode in GenerationMode.POSITIVE, GenerationMode.NEGATIVE:

            @settings(
                max_examples=examples,
                deadline=None,
                database=None,
                suppress_health_check=list(HealthCheck),
                **options,
            )
            @given(operation.as_strategy(generation_mode=mode))
            def ask(case):
                case.call_and_validate(
                    headers={"Authorization": f"Bearer {key.text}"},
                    # A schema cannot say which people and teams there are.
                    excluded_checks=[positive_data_acceptance],
                )

            ask()


@pytest.mark.django_db(transaction=True)
def test_answers_are_as_described(house):
    ask_everything(house, examples=8, derandomize=True)


@pytest.mark.soak
@pytest.mark.django_db(transaction=True)
def test_answers_are_as_described_for_long(house):
    ask_everything(house, examples=300)
