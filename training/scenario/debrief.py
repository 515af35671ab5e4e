"""Looking back at a finished play, beside the best one."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from training.scenario.bounds import (
    Bounds,
    Prospect,
    Span,
    best_choice,
    best_path_from,
    percent,
    prospects,
    score_bounds,
)
from training.scenario.document import Choice, Ending, Scenario, Scene
from training.scenario.play import (
    Pick,
    State,
    Turn,
    is_finished,
    replay,
    score,
    skill_scores,
    start,
)

Tag = Literal["best", "parted", "helped", "could_do_more"]


@dataclass(frozen=True)
class Moment:
    """One scene of the play: what was chosen, and what would have been better.

    The worth of a choice in a state is its points and the most points that can still
    follow it. ``lost`` is the worth of the best choice in that very state less the
    worth of the one taken: 0 or more points.

    tag: the first of these that is true:
      "best"           nothing was lost (another choice may be worth as much);
      "parted"         the first moment of the play in which something was lost;
      "helped"         something was lost, and the choice itself gives points (> 0);
      "could_do_more"  something was lost, and the choice itself gives none (<= 0).

    number: 1 for the first. better: the best choice in that state, None when tag is
    "best". mood_before, mood_after: 0-10. before: the state to play this moment again.
    """

    number: int
    scene: Scene
    taken: Choice
    better: Choice | None
    tag: Tag
    lost: int
    before: State
    mood_before: int
    mood_after: int


@dataclass(frozen=True)
class BestMoment:
    """One scene of the best run. number: 1 for the first. mood_after: 0-10."""

    number: int
    scene: Scene
    taken: Choice
    mood_after: int


@dataclass(frozen=True)
class Standing:
    """A score in points with the worst and best possible; percent is 0-100."""

    score: int
    worst: int
    best: int
    percent: int


@dataclass(frozen=True)
class Debrief:
    """A finished play beside the best one.

    parted_at: number of the moment tagged "parted", None when all were best; then the
    score is the best possible. Points lost over all moments make up the difference.
    best_path: the play's own choices up to the parting, the best ones from there on:
    both lines run together until the paths part, and it scores the best possible.
    best_moments: those of ``best_path`` from the parting on; none when all were best.
    start_mood: 0-10. moods, best_moods: after each moment of the play and of
    ``best_path``; they may differ in length. skills: by slug, in document order.
    """

    ending: Ending
    best_ending: Ending
    moments: tuple[Moment, ...]
    parted_at: int | None
    start_mood: int
    moods: tuple[int, ...]
    best_moods: tuple[int, ...]
    best_path: tuple[Pick, ...]
    best_moments: tuple[BestMoment, ...]
    total: Standing
    skills: dict[str, Standing]


def debrief(
    scenario: Scenario,
    path: Iterable[tuple[str, str]],
    *,
    bounds: Bounds | None = None,
) -> Debrief:
    """Return the comparison of a finished play with the best one.

    path: pairs (scene key, choice key), as ``replay`` takes them. bounds: those stored
    with this version of the scenario; worked out when left out.
    Raises ValueError as ``replay`` does, and when the play has not ended.
    """
    turns = replay(scenario, path)
    if not turns or not is_finished(scenario, turns[-1].after):
        raise ValueError("the play has not ended")
    moments = _moments(scenario, turns)
    parted_at = next((m.number for m in moments if m.tag == "parted"), None)
    best_path = [turn.pick for turn in turns]
    if parted_at is not None:
        parting = turns[parted_at - 1].before
        best_path[parted_at - 1 :] = best_path_from(scenario, parting)
    best_turns = replay(scenario, best_path)
    bounds = bounds or score_bounds(scenario)
    return Debrief(
        ending=scenario.endings[turns[-1].after.at],
        best_ending=scenario.endings[best_turns[-1].after.at],
        moments=moments,
        parted_at=parted_at,
        start_mood=scenario.mood,
        moods=tuple(turn.after.mood for turn in turns),
        best_moods=tuple(turn.after.mood for turn in best_turns),
        best_path=tuple(best_path),
        best_moments=_best_moments(scenario, best_turns, parted_at),
        total=_standing(score(turns), bounds.total),
        skills={
            skill: _standing(points, bounds.skills[skill])
            for skill, points in skill_scores(scenario, turns).items()
        },
    )


def _moments(scenario: Scenario, turns: list[Turn]) -> tuple[Moment, ...]:
    best = prospects(scenario, start(scenario))
    moments, has_parted = [], False
    for number, turn in enumerate(turns, start=1):
        lost = _lost(turn, best)
        better = best_choice(scenario, turn.before, best) if lost else None
        moments.append(
            Moment(
                number=number,
                scene=scenario.scenes[turn.before.at],
                taken=turn.choice,
                better=better,
                tag=_tag(lost, turn.choice.points, has_parted=has_parted),
                lost=lost,
                before=turn.before,
                mood_before=turn.before.mood,
                mood_after=turn.after.mood,
            )
        )
        has_parted = has_parted or lost > 0
    return tuple(moments)


def _best_moments(
    scenario: Scenario, turns: list[Turn], parted_at: int | None
) -> tuple[BestMoment, ...]:
    if parted_at is None:
        return ()
    return tuple(
        BestMoment(
            number, scenario.scenes[turn.before.at], turn.choice, turn.after.mood
        )
        for number, turn in enumerate(turns[parted_at - 1 :], start=parted_at)
    )


def _lost(turn: Turn, best: dict[State, Prospect]) -> int:
    return best[turn.before].score - turn.choice.points - best[turn.after].score


def _tag(lost: int, points: int, *, has_parted: bool) -> Tag:
    if not lost:
        return "best"
    if not has_parted:
        return "parted"
    return "helped" if points > 0 else "could_do_more"


def _standing(points: int, span: Span) -> Standing:
    return Standing(
        points, span.worst, span.best, percent(points, span.worst, span.best)
    )
