"""Whether the modules keep their time, and whether the catalogue is whole."""

from itertools import chain

FEWEST_MINUTES, MOST_MINUTES = 5, 15
FEWEST_SCENARIOS = 16


def module_faults(module, scenarios):
    """Return what is amiss with ``module``, a document. scenarios: slugs of all."""
    minutes = module["minutes"]
    in_steps = sum(step["minutes"] for step in module["steps"])
    played = scenarios_in(module)
    faults = []
    if not FEWEST_MINUTES <= minutes <= MOST_MINUTES:
        faults.append(f"{minutes} minutes, {FEWEST_MINUTES} to {MOST_MINUTES}")
    if in_steps > minutes:
        faults.append(f"its steps take {in_steps} minutes, the module {minutes}")
    if not played:
        faults.append("no step is a scenario")
    faults += [f"no scenario {slug}" for slug in played if slug not in scenarios]
    return [f"{module['slug']}: {fault}" for fault in faults]


def catalogue_faults(skills, modules, scenarios):
    """Return what is missing from a catalogue of documents. skills: slugs of all."""
    in_modules = _practised(modules)
    in_scenarios = _practised(scenarios)
    used = set(chain.from_iterable(map(scenarios_in, modules)))
    return [
        *[f"no module practises {slug}" for slug in skills if slug not in in_modules],
        *[
            f"no scenario practises {slug}"
            for slug in skills
            if slug not in in_scenarios
        ],
        *[
            f"no skill is called {slug}"
            for slug in sorted((in_modules | in_scenarios) - {*skills})
        ],
        *[
            f"no module uses the scenario {each['slug']}"
            for each in scenarios
            if each["slug"] not in used
        ],
    ]


def scenarios_in(module):
    """Return the slugs of the scenarios that ``module`` has steps for, as a list."""
    return [step["scenario"] for step in module["steps"] if step["kind"] == "scenario"]


def _practised(documents):
    return {slug for document in documents for slug in document["skills"]}
