"""Which figures of a split are told, so that nobody is found in them.

A figure with fewer than SMALLEST_GROUP people behind it is hidden, and so is one that
would give it away by one subtraction from a sum that is told. Sums combined in several
steps are not looked at. Nobody at all is told: that is about no one.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from staff.rules import SMALLEST_GROUP


class Move(NamedTuple):
    """What people do in a scene: take a choice, and come to a scene or an ending."""

    scene: str
    choice: str
    to: str


@dataclass(frozen=True)
class Hidden:
    """What is not told of how people went through a scenario.

    choices: (scene, choice). moves: Moves. places: scenes and endings.
    """

    choices: frozenset[tuple[str, str]]
    moves: frozenset[Move]
    places: frozenset[str]

    def __or__(self, other: "Hidden") -> "Hidden":
        """Return what one or the other hides."""
        return Hidden(
            self.choices | other.choices,
            self.moves | other.moves,
            self.places | other.places,
        )


def is_small(people: int) -> bool:
    """Return whether so many people are too few to be told of; nobody is not."""
    return 0 < people < SMALLEST_GROUP


def hidden_among(people: Sequence[int]) -> set[int]:
    """Return the places of ``people`` that are hidden beside their sum.

    people: how many are behind each part of a split; everybody is in one part. When the
    sum is too small all of it is hidden; else the parts that are too small, and as many
    of the next smallest as it takes until SMALLEST_GROUP people are hidden together.
    """
    if is_small(sum(people)):
        return set(range(len(people)))
    hidden = {place for place, count in enumerate(people) if is_small(count)}
    told = sorted(
        (place for place in range(len(people)) if people[place] >= SMALLEST_GROUP),
        key=lambda place: (people[place], place),
    )
    while hidden and is_small(sum(people[place] for place in hidden)):
        hidden.add(told.pop(0))
    return hidden


def hidden_of(moves: Mapping[Move, int], start: str, endings: Sequence[str]) -> Hidden:
    """Return what is hidden of ``moves``, how many people made each of them.

    Each person goes through once, from ``start`` to one of ``endings``. Told beside each
    other are: how many come to a place, take a choice there, and where it leads them.
    """
    arrived, left, taken = _sums(moves, start)
    choices = {key for key, _count in _hidden_parts(left.values())}
    places = {place for place, count in arrived.items() if is_small(count)}
    ended = {key: arrived.get(key, 0) for key in endings}
    places |= {key for key, _count in _hidden_parts([ended])}
    hidden = {move for move in moves if (move.scene, move.choice) in choices}
    for choice, ways in taken.items():
        if choice not in choices:
            hidden |= {move for move, _count in _hidden_parts([ways])}
    for place in sorted(set(arrived) - places):
        into = {move: count for move, count in moves.items() if move.to == place}
        spare = sorted(set(into) - hidden, key=lambda move: (into[move], move))
        while is_small(sum(into[move] for move in into if move in hidden)):
            hidden.add(spare.pop(0))
    return Hidden(frozenset(choices), frozenset(hidden), frozenset(places))


def told_groups(own: Mapping[str, int]) -> dict[str, int]:
    """Return {path: people in it and below it} of the nodes of a tree that are told.

    own: {path: people in that node itself}; a node stands below the longest path that
    its own begins with, and all below "". Each sum is told beside those above it.
    """
    below, sums = defaultdict(list), {"": 0, **own}
    for path in sorted(own, key=len, reverse=True):
        if path:
            above = (end for end in range(len(path) - 1, 0, -1) if path[:end] in own)
            parent = path[: next(above, 0)]
            below[parent].append(path)
            sums[parent] += sums[path]
    told, waiting = {}, [""] * (not is_small(sums[""]))
    while waiting:
        here = waiting.pop()
        told[here] = sums[here]
        parts = [own.get(here, 0), *(sums[path] for path in below[here])]
        hidden = hidden_among(parts)
        waiting += [
            path for place, path in enumerate(below[here], 1) if place not in hidden
        ]
    return told


def _sums(moves, start):
    """Return people by place, by choice in each scene, and by move in each choice."""
    arrived, left, taken = defaultdict(int), defaultdict(dict), defaultdict(dict)
    for move, people in moves.items():
        arrived[move.to] += people
        if move.scene == start:
            arrived[start] += people
        choice = (move.scene, move.choice)
        left[move.scene][choice] = left[move.scene].get(choice, 0) + people
        taken[choice][move] = people
    return arrived, left, taken


def _hidden_parts(splits):
    """Yield (key, people) of what is hidden in each of ``splits``, {key: people}."""
    for split in splits:
        parts = list(split.items())
        for place in hidden_among([people for _key, people in parts]):
            yield parts[place]
