"""Whether tempting wrong choices are wrong, and are answered by what comes of them."""

from tests.training.starter.best_choice import least_lost

FEWEST_CHOICES = 4
FEWEST_KINDS = 2


def temptation_faults(scenario):
    """Return what is amiss with the choices of ``scenario`` marked as tempting."""
    marked = [(s, choice) for s, choice in scenario.choices() if choice.tempts]
    kinds = sorted({choice.tempts for _scene, choice in marked})
    lost = least_lost(scenario)
    faults = []
    if len(marked) < FEWEST_CHOICES:
        faults.append(f"{len(marked)} tempting choices, at least {FEWEST_CHOICES}")
    if len(kinds) < FEWEST_KINDS:
        faults.append(f"tempts {kinds}, at least {FEWEST_KINDS} kinds")
    for scene, choice in marked:
        place = f"scene {scene.key}, choice {choice.key}"
        if shared := _targets(choice) & _targets_of_others(scene, choice):
            faults.append(f"{place}: others lead to {', '.join(sorted(shared))} too")
        if (least := lost[scene.key, choice.key]) < 1:
            faults.append(f"{place}: where it costs least it loses {least} points")
    return [f"{scenario.slug}: {fault}" for fault in faults]


def _targets(choice):
    return {branch.to for branch in choice.go}


def _targets_of_others(scene, choice):
    others = [other for other in scene.choices if other is not choice]
    return set().union(*map(_targets, others))
