"""The starter catalogue: worth playing, and not to be won by looks."""

import pytest

from tests.training.starter.best_choice import looks_faults
from tests.training.starter.files import (
    MODULES,
    SCENARIOS,
    document,
    scenario,
    skill_slugs,
)
from tests.training.starter.modules import (
    FEWEST_SCENARIOS,
    catalogue_faults,
    module_faults,
)
from tests.training.starter.reading_grade import reading_faults
from tests.training.starter.shape import shape_faults
from tests.training.starter.temptation import temptation_faults
from tests.training.starter.wording import wording_faults

every_scenario = pytest.mark.parametrize(
    "path", SCENARIOS, ids=[path.stem for path in SCENARIOS]
)
every_module = pytest.mark.parametrize(
    "path", MODULES, ids=[path.stem for path in MODULES]
)


def tell(faults):
    """Fail with all ``faults``, one a line, when there are any."""
    if lines := "\n".join(faults):
        pytest.fail(lines, pytrace=False)


@every_scenario
def test_scenario_is_without_findings_and_called_like_its_file(path):
    assert document(path)["slug"] == path.stem


@every_scenario
def test_scenario_has_scenes_and_endings_and_remembers(path):
    tell(shape_faults(scenario(path)))


@every_scenario
def test_scenario_best_choice_is_not_told_by_its_looks(path):
    tell(looks_faults(scenario(path)))


@every_scenario
def test_scenario_tempting_choices_are_wrong_and_have_consequences_of_their_own(path):
    tell(temptation_faults(scenario(path)))


@every_scenario
def test_scenario_customer_is_easy_to_read(path):
    tell(reading_faults(scenario(path)))


@every_scenario
def test_scenario_is_told_in_words_of_its_own(path):
    others = SCENARIOS[SCENARIOS.index(path) + 1 :]

    tell(
        fault
        for other in others
        for fault in wording_faults(document(path), document(other))
    )


@every_module
def test_module_is_called_like_its_file(path):
    assert document(path)["slug"] == path.stem


@every_module
def test_module_keeps_its_time_and_has_a_scenario(path):
    scenarios = {path.stem for path in SCENARIOS}

    tell(module_faults(document(path), scenarios))


def test_catalogue_practises_every_skill_and_uses_every_scenario():
    modules, scenarios = map(document, MODULES), map(document, SCENARIOS)

    tell(catalogue_faults(skill_slugs(), list(modules), list(scenarios)))


def test_catalogue_has_enough_scenarios():
    assert len(SCENARIOS) >= FEWEST_SCENARIOS
