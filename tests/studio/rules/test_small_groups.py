from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from staff.rules import SMALLEST_GROUP
from studio.rules.small_groups import Move, hidden_among, hidden_of, told_groups

PLACES = ["a", "b", "c", "won", "lost"]
ENDINGS = ["won", "lost"]
counts = st.integers(0, 14)


@pytest.mark.parametrize(
    ("people", "hidden"),
    [
        ([], set()),
        ([9, 12], set()),
        ([9, 0, 12], set()),
        ([9, 3, 12], {0, 1}),
        ([9, 3, 2], {1, 2}),
        ([2, 1], {0, 1}),
        ([4, 30], {0, 1}),
    ],
)
def test_hidden_among_hides_what_is_small_and_what_gives_it_away(people, hidden):
    assert hidden_among(people) == hidden


@settings(deadline=None)
@given(st.lists(counts, max_size=6))
def test_hidden_among_leaves_nothing_small_to_be_had_by_subtraction(people):
    hidden = hidden_among(people)

    rest = sum(people) - sum(n for place, n in enumerate(people) if place not in hidden)
    assert rest == 0 or rest >= SMALLEST_GROUP or rest == sum(people)
    assert all(
        n == 0 or n >= SMALLEST_GROUP
        for place, n in enumerate(people)
        if place not in hidden
    )


@st.composite
def random_moves(draw):
    """Draw plays through three scenes, each leading on, and count their moves."""
    plays = draw(st.integers(0, 3))
    moves = Counter()
    for _ in range(plays):
        people, place = draw(counts), "a"
        while place not in ENDINGS:
            to = draw(st.sampled_from(PLACES[PLACES.index(place) + 1 :]))
            move = Move(place, draw(st.sampled_from("xyz")), to)
            moves[move] += people
            place = to
    return +moves


def small(rest):
    return 0 < rest < SMALLEST_GROUP


@settings(max_examples=300, deadline=None)
@given(random_moves())
def test_hidden_of_gives_nobody_away_by_one_subtraction(moves):
    hidden = hidden_of(moves, "a", ENDINGS)

    def people(which):
        return sum(count for move, count in moves.items() if which(move))

    def into(place):
        if place == "a":
            return people(lambda move: move.scene == "a")
        return people(lambda move: move.to == place)

    for place in {"a", *PLACES} - hidden.places:
        assert not small(into(place))
        known = people(
            lambda move, to=place: move.to == to and move not in hidden.moves
        )
        assert place == "a" or not small(into(place) - known)
        if place not in ENDINGS:
            chosen = people(
                lambda move, at=place: (
                    move.scene == at and move[:2] not in hidden.choices
                )
            )
            assert not small(into(place) - chosen)
    for choice in {move[:2] for move in moves} - hidden.choices:
        here = people(lambda move, at=choice: move[:2] == at)
        known = people(
            lambda move, at=choice: move[:2] == at and move not in hidden.moves
        )
        assert not small(here)
        assert not small(here - known)
    assert all(not small(moves[move]) for move in set(moves) - hidden.moves)
    ended = sum(into(place) for place in ENDINGS)
    known = sum(into(place) for place in set(ENDINGS) - hidden.places)
    assert not small(ended - known) or small(ended)


@settings(deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(["1", "11", "12", "121", "122", "13", "2", "21"]), counts
    )
)
def test_told_groups_gives_no_team_away_by_subtraction(own):
    own = {"": 0, "1": 0, "12": 0, "2": 0} | own

    told = told_groups(own)

    def total(path):
        return sum(count for each, count in own.items() if each.startswith(path))

    assert "" in told or small(total(""))
    for path in told:
        assert told[path] == total(path)
        assert not small(total(path))
        assert not path or path[:-1] in told
        children = [each for each in own if each and each[:-1] == path]
        known = sum(total(each) for each in children if each in told)
        assert not small(total(path) - known)
