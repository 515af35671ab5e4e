"""Syllables as dictionaries have them, and grades as they have been published."""

import pytest

from tests.training.scenario.documents import a_choice, a_document, a_scene, english
from tests.training.starter.reading_grade import (
    customer_says,
    grade_of,
    reading_faults,
    reading_grade,
)
from tests.training.starter.syllables import syllables
from training.scenario.document import load

# By the CMU Pronouncing Dictionary 0.7b: how many sounds of each word bear a stress.
BY_DICTIONARY = {
    1: "asked called cake clothes friend league there's times we'll while you're",
    2: "boss's didn't doing houses it'll little lovely patient people quiet settled",
    3: "animal carrier easier employee everything radio regular serious",
    4: "apologise appreciate experience information responsibly situation variety",
    5: "immediately opportunity refrigerator university unfortunately",
}
# Wikipedia, "Flesch-Kincaid readability tests": 13 words, 24 syllables, grade 11.3.
PLATYPUS = (
    "The Australian platypus is seemingly a hybrid of a mammal and reptilian creature."
)


@pytest.mark.parametrize(
    ("word", "count"),
    [(word, count) for count, words in BY_DICTIONARY.items() for word in words.split()],
)
def test_syllables_of_a_word_are_those_of_the_dictionary(word, count):
    assert syllables(word) == count


@pytest.mark.parametrize(
    ("word", "count"),
    [("Twenty-four", 3), ("1918", 1), ("didn’t", 2), ("Mr", 2), ("café", 2)],
)
def test_syllables_of_a_joined_word_a_figure_and_a_short_form(word, count):
    assert syllables(word) == count


def test_syllables_of_a_published_sentence():
    assert sum(map(syllables, PLATYPUS.rstrip(".").split())) == 24


def test_reading_grade_of_a_published_sentence():
    assert reading_grade([PLATYPUS]) == pytest.approx(11.3, abs=0.05)


def test_grade_of_a_published_book():
    # Wikipedia, as above: Green Eggs and Ham, 5.7 words a sentence, 1.02 syllables each.
    grade = grade_of(words=5_700, sentences=1_000, syllables=5_814)

    assert grade == pytest.approx(-1.3, abs=0.05)


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("No. Not that. Never!", 3),
        ("At 3.90, that is", 1),
        ("Well… not today", 1),
        ("Well… No. “Why?” She laughed.", 4),
        ("What?! I", 2),
    ],
)
def test_reading_grade_knows_where_sentences_end(text, sentences):
    words, spoken = {
        "No. Not that. Never!": (4, 5),
        "At 3.90, that is": (4, 4),
        "Well… not today": (3, 4),
        "Well… No. “Why?” She laughed.": (5, 5),
        "What?! I": (2, 2),
    }[text]

    expected = grade_of(words=words, sentences=sentences, syllables=spoken)

    assert reading_grade([text]) == expected


def a_scenario(said, answered):
    scene = a_scene(a_choice(says=answered), says=said)
    return load(a_document({"only": scene}))


def test_reading_faults_sees_a_customer_who_speaks_like_a_form():
    scenario = a_scenario(english(PLATYPUS), english(PLATYPUS))

    assert reading_faults(scenario) == [
        "a-scenario: what the customer says has reading grade 11.3, at most 8; "
        f"hardest: {PLATYPUS}"
    ]


def test_reading_faults_lets_plain_speech_pass():
    assert reading_faults(a_scenario(english("No tea."), english("No."))) == []


def test_reading_faults_are_of_english_alone():
    german = {"de": "Unverständlichkeitsvermutungen."}

    assert customer_says(a_scenario(german, german), "de") == [german["de"]] * 2
    assert reading_faults(a_scenario(german, german)) == []
