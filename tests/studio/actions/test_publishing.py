"""A draft becomes the next version."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from events.models import Event
from studio.actions.drafts import change_draft, open_draft
from studio.actions.publishing import publish_draft
from studio.choices import DraftKind
from studio.models import Draft
from tests.factories.staff import EmployeeFactory, moment
from tests.factories.studio import a_draft
from tests.training.catalogue import a_module_document, a_play
from tests.training.scenario.documents import late_table
from training.actions.publishing import publish_module, publish_scenario
from training.models import ModuleVersion, ScenarioVersion
from training.scenario import editing


def publish(draft, by, **fields):
    return publish_draft(draft=draft, note="Kinder.", by=by, at=moment(9), **fields)


@pytest.fixture
def module(skills):
    publish_scenario(document=late_table(), at=moment())
    document = a_module_document(a_play())
    return publish_module(document=document, at=moment()).module


@pytest.fixture
def draft(asta, module):
    draft = open_draft(kind=DraftKind.SCENARIO, slug="a-scenario", by=asta, at=moment())
    return change_draft(
        draft=draft, change=lambda d: {**d, "mood": 5}, by=asta, at=moment()
    )


def test_a_draft_becomes_the_next_version_and_is_gone(asta, draft):
    version = publish(draft, asta)

    assert (version.number, version.note) == (2, "Kinder.")
    assert (version.published_by, version.document["mood"]) == (asta, 5)
    assert not Draft.objects.exists()
    assert Event.objects.filter(kind="scenario.published").count() == 2


def test_something_new_becomes_version_one(asta):
    assert publish(a_draft(asta), asta).number == 1


def test_findings_stand_in_the_way(asta, draft):
    change_draft(
        draft=draft, change=lambda d: editing.remove(d, "back"), by=asta, at=moment()
    )

    with pytest.raises(ValidationError) as refusal:
        publish(draft, asta)

    assert refusal.value.code == "findings"
    assert ScenarioVersion.objects.count() == 1


def test_nothing_new_is_not_published(asta, draft):
    change_draft(draft=draft, change=lambda d: late_table(), by=asta, at=moment())

    with pytest.raises(ValidationError) as refusal:
        publish(draft, asta)

    assert refusal.value.code == "nothing_changed"


def test_a_module_keeps_its_version_until_it_is_published_anew(asta, module, draft):
    publish(draft, asta)

    newest = module.versions.latest("number")
    assert (newest.number, newest.steps.get().scenario_version.number) == (1, 1)


def test_modules_are_published_anew_with_the_version(asta, module, draft):
    publish(draft, asta, modules=[module])

    newest = module.versions.latest("number")
    step = newest.steps.get()
    assert (newest.number, newest.published_by, newest.note) == (2, asta, "Kinder.")
    assert (step.key, step.scenario_version.number) == ("play", 2)
    assert ModuleVersion.objects.get(number=1).steps.get().scenario_version.number == 1
    assert Event.objects.filter(kind="module.published").count() == 2


def test_only_who_edits_the_catalogue_publishes(company, draft):
    with pytest.raises(PermissionDenied):
        publish(draft, EmployeeFactory(team=company))
