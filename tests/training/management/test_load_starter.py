"""The starter catalogue: loaded once, kept where somebody changed it."""

import shutil
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests.factories.staff import EmployeeFactory, moment
from tests.starter import part_of_starter
from training.actions.publishing import publish_module, publish_scenario
from training.content.reading import read_content
from training.management.commands.load_starter import STARTER
from training.models import Module, ModuleVersion, Scenario, Skill, Step

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path):
    """A folder with a part of the starter catalogue."""
    folder = tmp_path / "starter"
    for path in part_of_starter(
        "not-rushing-a-customer",
        "putting-a-complaint-right",
        "a-caller-nobody-recognises",
    ):
        there = folder / path.relative_to(STARTER)
        there.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, there)
    return folder


def load(folder):
    told = StringIO()
    call_command("load_starter", folder=folder, stdout=told)
    return told.getvalue().strip()


def modules_and_scenarios():
    return len(list(STARTER.glob("modules/*.yaml"))), len(
        list(STARTER.glob("scenarios/*.yaml"))
    )


def test_load_starter_brings_skills_scenarios_and_modules():
    told = load(STARTER)

    modules, scenarios = modules_and_scenarios()
    assert min(modules, scenarios) >= 16
    assert Skill.objects.count() == 14
    assert Module.objects.on_offer().count() == modules
    assert Scenario.objects.count() == scenarios
    assert told == f"{modules + scenarios} versions published."


def test_load_starter_twice_changes_nothing(folder):
    load(folder)

    assert load(folder) == "0 versions published."


def test_load_starter_again_brings_what_changed(folder):
    load(folder)
    path = folder / "modules" / "not-rushing-a-customer.yaml"
    path.write_text(path.read_text("utf-8").replace("minutes: 10", "minutes: 12", 1))

    assert load(folder) == "1 versions published."
    assert Module.objects.get(slug="not-rushing-a-customer").minutes == 12


def test_load_starter_keeps_a_module_somebody_here_published(folder):
    load(folder)
    author = EmployeeFactory()
    module = read_content(STARTER / "modules" / "not-rushing-a-customer.yaml")
    publish_module(document=module | {"minutes": 3}, at=moment(), by=author)

    assert load(folder) == "0 versions published."
    assert Module.objects.get(slug=module["slug"]).minutes == 3


def test_load_starter_does_not_come_back_over_what_a_program_published(folder):
    load(folder)
    module = read_content(STARTER / "modules" / "not-rushing-a-customer.yaml")
    scenario = read_content(STARTER / "scenarios" / "when-the-wait-is-your-fault.yaml")
    publish_scenario(document=scenario | {"mood": 1}, at=moment())
    publish_module(document=module | {"minutes": 3}, at=moment())

    load(folder)

    assert load(folder) == "0 versions published."
    assert Module.objects.get(slug=module["slug"]).minutes == 3
    versions = Scenario.objects.get(slug=scenario["slug"]).versions
    assert versions.count() == 2


def test_load_starter_keeps_a_scenario_somebody_here_published_and_uses_it(folder):
    load(folder)
    scenario = read_content(STARTER / "scenarios" / "the-same-as-always.yaml")
    ours = publish_scenario(
        document=scenario | {"mood": 1}, at=moment(), by=EmployeeFactory()
    )

    assert load(folder) == "1 versions published."
    assert load(folder) == "0 versions published."
    newest = ModuleVersion.objects.latest_of_each()
    assert Step.objects.filter(version__in=newest, scenario_version=ours).exists()


def test_load_starter_with_a_broken_file_loads_nothing(folder):
    (folder / "modules" / "broken.yaml").write_text("format: encore.module/1\n")

    with pytest.raises(CommandError, match=r"broken\.yaml, "):
        load(folder)

    assert not Skill.objects.exists()


def test_load_starter_from_an_empty_folder_says_what_is_missing(tmp_path):
    with pytest.raises(CommandError, match="no content file"):
        load(tmp_path)
