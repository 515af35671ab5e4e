"""Which choice of a scene is best, and whether its looks give it away."""

from collections import Counter

from training.scenario.bounds import best_choice, prospects
from training.scenario.play import after, available_choices, start

MOST_SHARE = 0.4


def best_choices(scenario):
    """Return {scene key: its best choice} for the scenes that leave a choice.

    The best is the one that is best in most of the states a play can come to in that
    scene; of equals, the one that stands first.
    """
    prospect = prospects(scenario, start(scenario))
    times = Counter(
        (state.at, best_choice(scenario, state, prospect).key)
        for state in prospect
        if state.at in scenario.scenes
    )
    return {
        key: max(scene.choices, key=lambda choice: times[scene.key, choice.key])
        for key, scene in scenario.scenes.items()
        if len(scene.choices) > 1
    }


def where_longest(scenario):
    """Return the keys of the scenes in which no text is longer than the best choice's.

    Measured in characters, in the language the scenario was written in.
    """
    return _where_length_is(max, scenario)


def where_shortest(scenario):
    """Return the keys of the scenes in which no text is shorter than the best choice's.

    Measured as in ``where_longest``.
    """
    return _where_length_is(min, scenario)


def where_first(scenario):
    """Return the keys of the scenes in which the best choice stands first."""
    return [
        key
        for key, best in best_choices(scenario).items()
        if best is scenario.scenes[key].choices[0]
    ]


def looks_faults(scenario):
    """Return the ways in which the looks of a choice tell that it is best."""
    best = best_choices(scenario)
    found = {
        "longest": where_longest(scenario),
        "shortest": where_shortest(scenario),
        "first": where_first(scenario),
    }
    return [
        f"{scenario.slug}: the best choice is the {look} in {len(keys)} of {len(best)} "
        f"scenes, at most {MOST_SHARE:.0%}: "
        + ", ".join(f"{key}/{best[key].key}" for key in keys)
        for look, keys in found.items()
        if len(keys) > MOST_SHARE * len(best)
    ]


def least_lost(scenario):
    """Return {(scene key, choice key): fewest points that taking it can lose}.

    0 when there is a state in which it is, or is as good as, the best choice.
    """
    prospect, least = prospects(scenario, start(scenario)), {}
    for state in prospect:
        for choice in available_choices(scenario, state):
            ahead = choice.points + prospect[after(state, choice)].score
            place = state.at, choice.key
            lost = prospect[state].score - ahead
            least[place] = min(lost, least.get(place, lost))
    return least


def _where_length_is(extreme, scenario):
    """Return the keys of the scenes in which the best choice has the ``extreme`` length.

    extreme: max or min.
    """
    language = next(iter(scenario.title))

    def length(choice):
        return len(choice.text[language])

    return [
        key
        for key, best in best_choices(scenario).items()
        if length(best) == extreme(map(length, scenario.scenes[key].choices))
    ]
