"""From a panel to a finding: two fits, the bracket, the picture, the gates."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from outcomes.engine.answers import distinct_answers
from outcomes.engine.averages import averages, span_weeks
from outcomes.engine.behind import answers_by_part
from outcomes.engine.behind import gaps as gaps_of
from outcomes.engine.bracket import (
    bracket_of,
    curve_covariance,
    curve_points,
    fit_of,
    fragile_reasons,
    lead_points,
    rounding,
    teams_of,
    zone_points,
    zone_spans,
)
from outcomes.engine.cast import cast_of, in_span, left_out_people
from outcomes.engine.finding import (
    NOBODY_TO_COMPARE,
    NOT_ASKED,
    NOT_DRAWN,
    Finding,
    Line,
    Point,
)
from outcomes.engine.gates import Evidence, effective_count, gates, whole_answers
from outcomes.engine.leads import leads
from outcomes.engine.panel import Panel, Training
from outcomes.engine.robustness import lagged_line, wait_list_line
from outcomes.engine.scene import lay_out
from outcomes.engine.settings import Settings


def judge_panel(
    panel: Panel,
    trainings: dict[str, Training],
    *,
    settings: Settings,
    modules=None,
    workers: int = 1,
) -> dict[str, Finding]:
    """Return the finding of each module in one metric; all others are held fixed.

    modules: the names to judge; all when None. workers: modules judged at a time; the
    findings are the same bits whatever it is.
    """
    names = list(trainings if modules is None else modules)

    def judged(name):
        return judge_module(panel, trainings, name, settings=settings)

    if workers == 1:
        return {name: judged(name) for name in names}
    with ThreadPoolExecutor(workers) as pool:
        return dict(zip(names, pool.map(judged, names), strict=True))


def judge_module(
    panel: Panel, trainings: dict[str, Training], module: str, *, settings: Settings
) -> Finding:
    """Return what is found about one module. A lack of evidence is a finding too."""
    scene = lay_out(panel, trainings, module, settings)
    clean = scene.before(scene.strict_cut)
    strict = scene.fit(clean)
    generous = scene.fit(scene.before(scene.generous_cut))
    cast = cast_of(scene, strict, generous)

    spans = span_weeks(scene.completed, [settings.window, *settings.bins], scene.weeks)
    zone = zone_spans(scene)
    strict_cells = cast.comparable & ~clean & cast.used[:, None]
    from_strict = averages(
        scene,
        strict,
        strict_cells,
        *(np.concatenate(pair, axis=1) for pair in zip(spans, zone, strict=True)),
    )
    since = np.arange(scene.weeks) >= scene.completed[:, None]
    generous_cells = cast.comparable & since & cast.generous[:, None]
    from_generous = averages(scene, generous, generous_cells, *spans)

    fits = (
        fit_of(from_strict, scene, cast.used),
        fit_of(from_generous, scene, cast.generous),
    )
    bracket = bracket_of(*fits, settings, rounding(scene))
    side = beside(scene, strict.solution, cast)
    clusters = teams_of(scene, cast.used)
    return Finding(
        **bracket,
        **counts(scene, cast, clean, trainings[module]),
        df=max(clusters - 1, 0),
        better=settings.better,
        strict=fits[0],
        generous=fits[1],
        curve=curve_points(scene, cast, from_strict, from_generous),
        leads=side.leads,
        zone=zone_points(scene, strict_cells, from_strict, zone),
        pretrend_p=side.pretrend_p,
        wait_list=side.wait_list,
        lagged=side.lagged,
        drawn=Line(reason=NOT_DRAWN),
        clusters=clusters,
        is_interval_shown=clusters >= settings.teams_shown
        and bracket["se"] is not None,
        fragile_reasons=fragile_reasons(
            *fits, bracket, side.pretrend_p, side.lagged, settings
        ),
        covariance=curve_covariance(from_strict, from_generous, len(settings.bins)),
        answers=answers_by_part(scene, cast),
        gaps=gaps_of(scene, cast),
    )


@dataclass(frozen=True)
class Beside:
    """What is drawn beside the headline."""

    leads: tuple[Point, ...] = ()
    pretrend_p: float | None = None
    wait_list: Line = Line(reason=NOT_ASKED)
    lagged: Line = Line(reason=NOT_ASKED)


def beside(scene, solution, cast):
    """Return the leads and both lines, of every n-th team where there are many."""
    if not scene.settings.side_people:
        return Beside()
    thin, stays = scene.thinned()
    found, used = leads(thin), cast.used[stays]
    return Beside(
        lead_points(thin, found),
        found.p,
        wait_list_line(thin, used),
        lagged_line(thin, solution, used),
    )


def counts(scene, cast, clean, training):
    """Return who and how much is behind a finding, and the gates, as a dict."""
    settings, used = scene.settings, cast.used
    by_team = np.bincount(scene.cluster[used], cast.parts_after[used], scene.clusters)
    has_enough = (cast.answers_before >= settings.answers_before) & (
        cast.answers_after >= settings.answers_after
    )
    answered = in_span(scene, settings.window) & (scene.weight > 0)
    answers_after = answers_of(scene, cast.window & used[:, None])
    is_asked = used | cast.left_out[NOBODY_TO_COMPARE] & ~scene.is_unknown
    evidence = Evidence(
        people=int((used & has_enough).sum()),
        weeks_before=tuple(cast.weeks_before[used].tolist()),
        distinct=answers_after,
        answers=tuple(by_team.tolist()),
        weeks_after=int((answered & is_asked[:, None]).sum()),
        weeks_compared=int((answered & cast.window & used[:, None]).sum()),
    )
    return {
        "gates": gates(evidence, settings),
        "completed": int((training.completed < scene.weeks).sum()),
        "used": tuple(np.sort(scene.who[used]).tolist()),
        "left_out": left_out_people(scene, cast, training),
        "responses_before": whole_answers(answers_of(scene, clean & used[:, None])),
        "responses_after": whole_answers(answers_after),
        "top_share_before": top_share(scene, clean & used[:, None]),
        "effective_clusters": effective_count(by_team[by_team > 0].tolist()),
    }


def answers_of(scene, cells):
    return distinct_answers(scene.responses, scene.parts, cells)


def top_share(scene, cells):
    """Return the share of top scores in ``cells``; None when it is not known."""
    if scene.panel.top is None:
        return None
    weight = float((scene.weight * cells).sum(dtype=np.float64))
    top = float((scene.panel.top[scene.who] * cells).sum(dtype=np.float64))
    return top / weight if weight else None
