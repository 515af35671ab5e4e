"""An author builds a scenario by keyboard, is stopped for faults, and publishes it."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from studio.actions.drafts import open_draft
from studio.choices import DraftKind
from tests.factories.staff import EmployeeFactory
from tests.factories.training import SkillFactory
from tests.training.scenario.documents import late_table
from training.actions.publishing import publish_scenario

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def skills(db):
    SkillFactory(slug="apologising", name={"en": "Apologising"})
    SkillFactory(slug="promising-well", name={"en": "Promising well"})


@pytest.fixture
def asta(company, skills):
    return EmployeeFactory(
        first_name="Asta", last_name="Nyberg", team=company, roles=["author"]
    )


def test_pages_of_the_studio(open_page, camera, asta):
    publish_scenario(document=late_table(), at=timezone.now(), by=asta, note="First")
    draft = open_draft(
        kind=DraftKind.SCENARIO, slug="a-scenario", by=asta, at=timezone.now()
    )
    page = open_page(asta)
    page.goto("/studio/")
    camera.take(page, "studio")
    page.goto(draft.get_absolute_url())
    camera.take(page, "studio-frame")
    page.goto(f"{draft.get_absolute_url()}?at=waves")
    camera.take(page, "studio-scene")
    page.goto(f"{draft.get_absolute_url()}?at=goodbye/invite")
    camera.take(page, "studio-choice")
    page.goto(f"{draft.get_absolute_url()}play/?path=0.0")
    camera.take(page, "studio-play")
    page.goto(f"{draft.get_absolute_url()}publish/")
    camera.take(page, "studio-publish")
    page.goto("/studio/scenarios/a-scenario/versions/")
    camera.take(page, "studio-versions")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
