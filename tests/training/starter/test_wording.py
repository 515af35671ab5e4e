"""The measure sees sentences that went from one scenario into another."""

import pytest

from tests.training.scenario.documents import (
    a_choice,
    a_document,
    a_scene,
    english,
    late_table,
)
from tests.training.starter.wording import runs, shared_runs, wording_faults


def saying(slug, *texts):
    scene = a_scene(*(a_choice(f"c{n}", text=english(t)) for n, t in enumerate(texts)))
    return a_document({"only": scene}, slug=slug, setting=english("Now."))


def test_runs_are_six_words_of_one_text_in_any_case():
    document = saying("one", "You don’t have to say that again.", "No. Not to us")

    assert runs(document, "en") == {
        ("you", "don't", "have", "to", "say", "that"),
        ("don't", "have", "to", "say", "that", "again"),
    }


def test_runs_are_those_of_the_language_alone():
    assert runs(late_table(), "de") == set()


@pytest.mark.parametrize(
    ("one", "other", "share"),
    [
        ({1, 2, 3, 4}, {1, 5}, 0.5),
        ({1, 5}, {1, 2, 3, 4}, 0.5),
        ({1}, {2}, 0),
        ({1}, set(), 0),
    ],
)
def test_shared_runs_are_a_share_of_the_smaller(one, other, share):
    assert shared_runs(one, other) == share


def test_wording_faults_sees_a_copy():
    one = saying("one", "One two three four five six seven.")
    other = saying("other", "ONE two three four five six, eight nine ten.")

    assert wording_faults(one, other) == [
        "one and other share 50% of their six-word runs in en, at most 20%; "
        "one two three four five six"
    ]


def test_wording_faults_lets_a_fifth_pass():
    one = saying("one", "One two three four five six seven eight nine ten.")
    other = saying("other", "One two three four five six. And that is all, I think.")

    assert shared_runs(runs(one, "en"), runs(other, "en")) == 0.2
    assert wording_faults(one, other) == []
