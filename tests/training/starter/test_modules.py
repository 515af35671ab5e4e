"""The measure sees modules that run over, and what a catalogue lacks."""

from tests.training.catalogue import a_module_document, a_play, a_reading
from tests.training.starter.modules import catalogue_faults, module_faults

SLUG = a_module_document()["slug"]
STORY = a_play()["scenario"]


def test_module_faults_finds_none_where_all_is_well():
    module = a_module_document(a_play(), a_reading()) | {"minutes": 15}

    assert module_faults(module, {STORY}) == []


def test_module_faults_sees_time_that_does_not_add_up():
    reading = a_reading() | {"minutes": 20}
    module = a_module_document(a_play() | {"minutes": 4}, reading) | {"minutes": 16}

    assert module_faults(module, {STORY}) == [
        f"{SLUG}: 16 minutes, 5 to 15",
        f"{SLUG}: its steps take 24 minutes, the module 16",
    ]


def test_module_faults_sees_a_module_without_a_scenario():
    module = a_module_document(a_reading()) | {"minutes": 5}

    assert module_faults(module, {STORY}) == [f"{SLUG}: no step is a scenario"]


def test_module_faults_sees_a_scenario_that_is_not_there():
    module = a_module_document(a_play()) | {"minutes": 15}

    assert module_faults(module, set()) == [f"{SLUG}: no scenario {STORY}"]


def test_catalogue_faults_sees_what_is_not_practised_and_not_used():
    modules = [a_module_document(a_reading()) | {"skills": ["empathy"]}]
    scenarios = [{"slug": "a-story", "skills": ["patience"]}]

    assert catalogue_faults(["empathy", "promising-well"], modules, scenarios) == [
        "no module practises promising-well",
        "no scenario practises empathy",
        "no scenario practises promising-well",
        "no skill is called patience",
        "no module uses the scenario a-story",
    ]


def test_catalogue_faults_finds_none_where_all_is_well():
    modules = [a_module_document(a_play()) | {"skills": ["empathy"]}]
    scenarios = [{"slug": STORY, "skills": ["empathy"]}]

    assert catalogue_faults(["empathy"], modules, scenarios) == []
