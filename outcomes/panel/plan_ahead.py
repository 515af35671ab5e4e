"""Planning ahead on a stored panel: how many people would it take?

Completions that never were are drawn for more and more people, until an effect worth
having would show (outcomes/engine/placebo.py). It follows a run, in the background, and
no verdict reads it. Killed at any moment and begun again, it ends with the same figures.
"""

from dataclasses import asdict, astuple

from outcomes.actions.analysis import settings_of
from outcomes.actions.plan_ahead import (
    begin_plan_ahead,
    end_plan_ahead,
    keep_step,
    keep_tries,
)
from outcomes.engine.placebo import Try, ground_of, ladder, summed, try_once
from outcomes.panel.running import stored_panel
from outcomes.panel.version import code_version
from outcomes.rules.settling import is_shown

# Kept together: seconds of work, also in a large house.
TRIES_AT_A_TIME = 20


def plan_ahead(analysis, *, clock, most=None, tell=lambda line: None):
    """Plan ahead of ``analysis``, from wherever it stands; return the PlanAhead.

    clock: a function that returns the moment. most: stop after so many numbers of
    people; None goes on to the end. tell: is given a line after some tries.
    Raises ValidationError as begin_plan_ahead does; whatever goes wrong afterwards ends
    it with its reason and is raised again.
    """
    ahead = begin_plan_ahead(analysis=analysis, code_version=code_version(), at=clock())
    if ahead.finished_at:
        return ahead
    try:
        return _plan_ahead(analysis, ahead, clock, most, tell)
    except Exception as failure:
        reason = f"{type(failure).__name__}: {failure}"
        end_plan_ahead(ahead=ahead, failure=reason, at=clock())
        raise


def _plan_ahead(analysis, ahead, clock, most, tell):
    ground, mine = _ground(analysis), ahead.code_version
    numbers = ladder(ground) if ground else ()
    while (
        most != 0
        and _is_open(ahead, mine)
        and (people := _next(numbers, ahead, ground))
    ):
        ahead = _step(ahead, ground, people, clock, tell)
        most = None if most is None else most - 1
    if _is_open(ahead, mine) and _next(numbers, ahead, ground) is None:
        ahead = end_plan_ahead(ahead=ahead, at=clock())
    return ahead


def _is_open(ahead, mine):
    """Return whether there is more to do, and no other version has begun anew."""
    return ahead.finished_at is None and ahead.code_version == mine


def _ground(analysis):
    """Return the Ground of the metric the run judges by; None where it has no answers."""
    frozen, key = stored_panel(analysis), analysis.primary_metric.key
    if key not in frozen.metrics:
        return None
    settings, seed = settings_of(analysis, key), analysis.parameters["seed"]
    return ground_of(*frozen.panel_of(key), settings, seed)


def _next(numbers, ahead, ground):
    """Return how many people are to be tried next; None at the end."""
    steps = ahead.steps
    if len(steps) >= len(numbers):
        return None
    is_settled = bool(steps) and is_shown(steps[-1], ground.settings.worthwhile)
    return None if is_settled else numbers[len(steps)]


def _step(ahead, ground, people, clock, tell):
    """Try one number of people to the end; return the row, further on by a step."""
    place, mine, settings = len(ahead.steps), ahead.code_version, ground.settings
    while _is_open(ahead, mine) and len(ahead.steps) == place:
        first = len(ahead.tries)
        if first < settings.tries:
            numbers = range(first, min(first + TRIES_AT_A_TIME, settings.tries))
            tries = [astuple(try_once(ground, people, number)) for number in numbers]
            ahead = keep_tries(ahead=ahead, first=first, tries=tries, at=clock())
            tell(f"{people} people: {numbers.stop} tries")
        else:
            tries = [Try(*row) for row in ahead.tries]
            step = asdict(summed(people, tries, settings))
            ahead = keep_step(ahead=ahead, step=step)
    return ahead
