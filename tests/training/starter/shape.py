"""Whether a scenario is long enough, and whether what one did before matters."""

from collections import defaultdict

from training.scenario.play import start
from training.scenario.states import explore

FEWEST_SCENES = 8
FEWEST_ENDINGS = 3
OUTCOMES = {"won", "kept", "lost"}


def shape_faults(scenario):
    """Return what is missing from ``scenario``."""
    faults = []
    if len(scenario.scenes) < FEWEST_SCENES:
        faults.append(f"{len(scenario.scenes)} scenes, at least {FEWEST_SCENES}")
    if len(scenario.endings) < FEWEST_ENDINGS:
        faults.append(f"{len(scenario.endings)} endings, at least {FEWEST_ENDINGS}")
    outcomes = {ending.outcome for ending in scenario.endings.values()}
    if missing := OUTCOMES - outcomes:
        faults.append(f"no ending is {' or '.join(sorted(missing))}")
    if not where_the_play_matters(scenario):
        faults.append("mood and flags never change what is offered or where it leads")
    return [f"{scenario.slug}: {fault}" for fault in faults]


def where_the_play_matters(scenario):
    """Return the choices that mood or flags decide about, as (scene key, choice key).

    In one play they are not offered, or lead elsewhere, and in another they do not.
    """
    leads = defaultdict(set)
    for state, moves in explore(scenario, start(scenario)).moves.items():
        if state.at in scenario.scenes:
            to = {choice.key: after.at for choice, after in moves}
            for choice in scenario.scenes[state.at].choices:
                leads[state.at, choice.key].add(to.get(choice.key))
    return [place for place, targets in leads.items() if len(targets) > 1]
