"""Modules over the API."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from api.modules import ModuleSerializer
from events.record import record
from tests.factories.staff import moment
from tests.factories.training import (
    ModuleFactory,
    ModuleVersionFactory,
    SkillFactory,
)

MODULES = "/api/v1/modules"

pytestmark = pytest.mark.django_db


def test_row_says_the_same_alone_and_in_a_list(caller):
    before = ModuleFactory(slug="before", is_archived=True)
    module = ModuleFactory(
        slug="not-rushing",
        title={"en": "Not rushing", "de": "Ohne Eile"},
        version=False,
    )
    ModuleVersionFactory(module=module, number=1)
    ModuleVersionFactory(module=module, number=2)
    module.skills.add(SkillFactory(slug="empathy"))
    module.prerequisites.add(before)
    ModuleFactory(slug="draft", version=False)

    rows, _end = caller.pull(MODULES)

    assert [row["slug"] for row in rows] == ["before", "not-rushing"]
    assert rows[1] == caller.get(f"{MODULES}/not-rushing").json()
    assert list(rows[1]) == list(ModuleSerializer().fields)
    assert rows[1] == {
        "id": module.pk,
        "slug": "not-rushing",
        "title": {"en": "Not rushing", "de": "Ohne Eile"},
        "summary": {"en": "What it is about."},
        "minutes": 8,
        "skills": ["empathy"],
        "prerequisites": ["before"],
        "version": 2,
        "published_at": "2026-11-23T12:00:00.000000Z",
        "languages": ["de", "en"],
        "is_archived": False,
    }
    assert caller.get(f"{MODULES}/draft").status_code == 404


def test_list_follows_what_is_published(caller):
    ModuleFactory()
    module = ModuleFactory()
    start = caller.pull(MODULES)[1]
    with transaction.atomic():
        record("module.published", at=moment(), subject=module)

    rows, _end = caller.pull(MODULES, after=start["sequence"])

    assert [row["slug"] for row in rows] == [module.slug]


@pytest.mark.parametrize("count", [3, 300])
def test_list_costs_six_statements_at_any_length(caller, count):
    for _number in range(count):
        module = ModuleFactory()
        module.skills.add(SkillFactory())
    caller.get(MODULES)

    with CaptureQueriesContext(connection) as statements:
        answer = caller.get(MODULES)

    assert len(answer.json()["results"]) == count
    assert len(statements) == 6
