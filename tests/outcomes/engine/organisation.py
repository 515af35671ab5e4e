"""Small generated organisations, and the same fit the slow way."""

import numpy as np

from outcomes.engine.panel import LONG_AGO, NEVER, Panel, Training


def organisation(
    seed=0, *, people=80, weeks=60, teams=10, modules=3, answers=2.0, effect=0.0, **more
):
    """Return (Panel, trainings): assignments at random, effect on module m0 alone.

    more: has_hires (default True), trained (share, default .7), kind (of the grids).
    """
    rng = np.random.default_rng(seed)
    home = np.arange(people) % teams
    count = rng.poisson(answers, (people, weeks)).astype(float)
    hired = np.full(people, LONG_AGO, np.int32)
    if more.get("has_hires", True):
        newcomers = rng.random(people) < 0.4
        hired[newcomers] = rng.integers(-10, weeks // 2, newcomers.sum())
    week = np.arange(weeks)
    count[week < hired[:, None]] = 0
    outcome = 4 + rng.normal(0, 0.3, (people, 1)) + rng.normal(0, 0.2, (1, weeks))
    outcome = outcome + rng.normal(0, 0.1, (teams, 1))[home]
    trainings = {}
    for place in range(modules):
        is_trained = rng.random(people) < more.get("trained", 0.7)
        completed = rng.integers(20, weeks, people)
        assigned = completed - rng.integers(1, 9, people)
        training = Training(
            np.where(is_trained, completed, NEVER).astype(np.int32),
            np.where(is_trained, assigned, NEVER).astype(np.int32),
        )
        trainings[f"m{place}"] = training
        done = week >= training.completed[:, None]
        outcome = outcome + (effect if place == 0 else 0.1 * place) * done
    noise = rng.normal(size=(people, weeks)) * np.sqrt(count)
    weight = count * rng.choice([1.0, 0.5], (people, weeks))
    kind = more.get("kind", np.float32)
    mean = outcome + np.divide(noise, count, where=count > 0, out=np.zeros_like(noise))
    return (
        Panel(
            weight=weight.astype(kind),
            total=(weight * mean).astype(kind),
            responses=count.astype(np.int32),
            team=np.where(week < hired[:, None], -1, home[:, None]).astype(np.int32),
            hired=hired,
            left=np.full(people, NEVER, np.int32),
        ),
        trainings,
    )


def slow_design(panel, trainings, module):
    """Return (cells, columns) dummies: employees, weeks, tenure, other modules' bins."""
    people, weeks = panel.weight.shape
    week = np.arange(weeks)
    since_hire = week - panel.hired[:, None].astype(float)
    bins = [(since_hire >= a) & (since_hire <= b) for a, b in ((0, 2), (3, 6), (7, 12))]
    for name, training in trainings.items():
        if name != module:
            since = week - training.completed[:, None].astype(float)
            bins += [(since >= a) & (since <= b) for a, b in ((0, 3), (4, 12))]
            bins.append(since >= 13)
    employee = np.repeat(np.eye(people)[:, None], weeks, axis=1)
    period = np.repeat(np.eye(weeks)[None], people, axis=0)
    return np.concatenate([employee, period, np.stack(bins, axis=2)], axis=2)


def slow_effect(panel, trainings, module, *, cut, cells):
    """Return the weighted mean of observed less imputed over ``cells``.

    cut: first week per employee that is not in the fit.
    """
    weight = panel.weight.astype(float)
    has_answers = weight > 0
    outcome = np.divide(
        panel.total, weight, where=has_answers, out=np.zeros_like(weight)
    )
    design = slow_design(panel, trainings, module)
    is_in = has_answers & (np.arange(panel.weeks) < cut[:, None])
    root = np.sqrt(weight[is_in])
    fitted = design[is_in] * root[:, None]
    slopes = np.linalg.lstsq(fitted, outcome[is_in] * root, rcond=1e-10)[0]
    cells = cells & has_answers
    gaps = outcome[cells] - design[cells] @ slopes
    return np.average(gaps, weights=weight[cells])
