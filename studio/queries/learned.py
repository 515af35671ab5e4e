"""What an author learns from how a scenario was played."""

from dataclasses import dataclass
from datetime import date

from staff.models import Team
from studio.choices import Period
from studio.queries.plays import (
    Tally,
    counted_plays,
    endings_by_team_and_month,
    first_day_of,
    moves_of,
    since,
    within_team,
)
from studio.rules.small_groups import (
    Hidden,
    Move,
    hidden_among,
    hidden_of,
    is_small,
    told_groups,
)
from training.models import ScenarioVersion
from training.scenario.document import Scenario, parse


@dataclass(frozen=True)
class Part:
    """One team or month. name: the Team, or the first day of the month. tally: None where
    it is hidden.
    """

    name: Team | date
    tally: Tally | None


@dataclass(frozen=True)
class Learned:
    """How people of one team, or everybody, played one version in some time.

    team: None for everybody. total: with the last moods; None where it is hidden, and
    then nothing else is told. moves: {Move: Tally}, hidden ones included; hidden: what is
    not to be shown of them. teams: in which there are people enough, in the order of the
    tree. below: the teams right below ``team``. months: the latest first.
    """

    scenario: Scenario
    team: Team | None
    total: Tally | None
    moves: dict[Move, Tally]
    hidden: Hidden
    teams: tuple[Team, ...]
    below: tuple[Part, ...]
    months: tuple[Part, ...]

    def arrived(self, place):
        """Return the Tally of people who came to ``place``, with their moods then; None
        where it is hidden.
        """
        if place in self.hidden.places:
            return None
        if place == self.scenario.start:
            return self._summed(lambda move: move.scene == place, self.scenario.mood)
        return self._summed(lambda move: move.to == place)

    def took(self, scene, choice):
        """Return the Tally of people who took ``choice`` in ``scene``, with their moods
        after it; None where it is hidden.
        """
        if (scene, choice) in self.hidden.choices:
            return None
        return self._summed(lambda move: move[:2] == (scene, choice))

    def went(self, scene, place):
        """Return the Tally of people who went from ``scene`` to ``place``, or None."""
        ways = [move for move in self.moves if (move.scene, move.to) == (scene, place)]
        if self.hidden.moves.intersection(ways):
            return None
        return self._summed(lambda move: move in ways)

    def _summed(self, belongs, mood=None):
        found = sum((t for move, t in self.moves.items() if belongs(move)), Tally())
        if mood is None:
            return found
        return Tally(found.people, found.people * mood, found.lost)


def learned_of(version, *, which, period, team, today):
    """Return what is Learned from the plays of ``version``, a ScenarioVersion.

    which: a Plays. period: a Period. team: a Team or None for everybody; so too where too
    few of its people, or too few others, have played. today: a date.
    """
    scenario = parse(version.document)
    lost = lost_endings(version.document)
    plays = counted_plays(which, step__scenario_version__scenario=version.scenario_id)
    plays = plays.filter(step__scenario_version=version)
    first_day = first_day_of(period, today)
    ends = endings_by_team_and_month(plays, lost)
    everywhere = list(Team.objects.all())
    paths = [each.path for each in everywhere]
    told = told_groups(_people(ends, first_day, paths))
    teams = [each for each in everywhere if told.get(each.path)]
    if team and team.path not in told:
        team = None
    wanted = since(plays, first_day)
    moves = moves_of(within_team(wanted, team.path) if team else wanted, lost)
    others = []
    if team:
        others.append(moves_of(wanted, lost))
    if period != Period.ALL:
        others.append(moves_of(within_team(plays, team.path) if team else plays, lost))
    path = team.path if team else ""
    total = _sum(ends, path, first_day)
    everybody = [_sum(ends, "", first_day), _sum(ends, path, None)]
    is_told = not is_small(total.people) and not any(
        is_small(each.people - total.people) for each in everybody
    )
    return Learned(
        scenario=scenario,
        team=team,
        total=total if is_told else None,
        moves=moves,
        hidden=_hidden(moves, others, scenario),
        teams=tuple(teams),
        below=_below(ends, team, everywhere, told, first_day) if is_told else (),
        months=_months(ends, path, paths, first_day) if is_told else (),
    )


def lost_endings(document):
    """Return the keys of the endings of a ``document`` that lose the customer."""
    return [
        key for key, each in document["endings"].items() if each["outcome"] == "lost"
    ]


def versions_played(scenario):
    """Return the ScenarioVersions of ``scenario``, the newest first, as a list."""
    return list(ScenarioVersion.objects.filter(scenario=scenario).order_by("-number"))


def _hidden(moves, others, scenario):
    """Return what is Hidden of ``moves``, also beside those of whom they are a part."""
    people = {move: tally.people for move, tally in moves.items()}
    hidden = hidden_of(people, scenario.start, list(scenario.endings))
    for whole in others:
        rest = {
            move: tally.people - people.get(move, 0) for move, tally in whole.items()
        }
        hidden |= hidden_of(rest, scenario.start, list(scenario.endings))
    return hidden


def _sum(ends, path, first_day):
    """Return the Tally of the teams below ``path``, from ``first_day`` on."""
    return sum(
        (
            tally
            for team, months in ends.items()
            for month, tally in months.items()
            if team.startswith(path) and (first_day is None or month >= first_day)
        ),
        Tally(),
    )


def _people(ends, first_day, paths):
    """Return {path: people} of those counted in each team itself, for all ``paths``."""
    own = dict.fromkeys(paths, 0)
    return own | {
        path: _sum({path: months}, "", first_day).people
        for path, months in ends.items()
    }


def _below(ends, team, everywhere, told, first_day):
    """Return a Part for each team right below ``team``, or below the top, with plays."""
    top = team or next(iter(everywhere), None)
    below = [t for t in everywhere if t.is_child_of(top)] if top else []
    found = []
    for each in below:
        tally = _sum(ends, each.path, first_day)
        if tally.people:
            found.append(Part(each, tally if each.path in told else None))
    return tuple(found)


def _months(ends, path, paths, first_day):
    """Return a Part for each month with plays, the latest first."""
    days = sorted({month for months in ends.values() for month in months})
    found = []
    for day in days:
        in_month = {
            team: {day: months.get(day, Tally())} for team, months in ends.items()
        }
        tally = _sum(in_month, path, None)
        if tally.people and (first_day is None or day >= first_day):
            is_told = not path or path in told_groups(_people(in_month, None, paths))
            found.append((day, tally, is_told))
    hidden = hidden_among([tally.people for _day, tally, _told in found])
    return tuple(
        Part(day, tally if is_told and place not in hidden else None)
        for place, (day, tally, is_told) in enumerate(found)
    )[::-1]
