"""How many years of school a text asks for."""

import re

from tests.training.starter.syllables import syllables

MOST = 8
WORD = re.compile(r"\d+(?:[.,:]\d+)*|[^\W\d_]+(?:['’-][^\W_]+)*")
# Not inside a sentence: “Well… not today”, “at 3.90”.
SENTENCE_ENDS = re.compile(r"[.!?…]+[”’\"')]*\s+(?![a-z])")


def reading_grade(texts):
    """Return the Flesch-Kincaid grade level of ``texts``, English, all together.

    Source: J. P. Kincaid, R. P. Fishburne, R. L. Rogers and B. S. Chissom, Derivation
    of New Readability Formulas for Navy Enlisted Personnel, Research Branch Report
    8-75, Naval Technical Training Command (1975).
    """
    words = [word for text in texts for word in WORD.findall(text)]
    sentences = sum(len(_sentences(text)) for text in texts)
    spoken = sum(map(syllables, words))
    return grade_of(words=len(words), sentences=sentences, syllables=spoken)


def grade_of(*, words, sentences, syllables):
    """Return the grade level of a text with so many words, sentences and syllables."""
    return 0.39 * words / sentences + 11.8 * syllables / words - 15.59


def reading_faults(scenario):
    """Return what is too hard to read in what the customer says in English."""
    said = customer_says(scenario, "en")
    if not said or (grade := reading_grade(said)) <= MOST:
        return []
    hardest = max(said, key=lambda text: reading_grade([text]))
    return [
        f"{scenario.slug}: what the customer says has reading grade {grade:.1f}, "
        f"at most {MOST}; hardest: {hardest}"
    ]


def customer_says(scenario, language):
    """Return all that the customer of ``scenario`` says in ``language``, as a list."""
    texts = [scene.says for scene in scenario.scenes.values()]
    texts += [scene.hurry.says for scene in scenario.scenes.values() if scene.hurry]
    texts += [choice.says for _scene, choice in scenario.choices()]
    return [said[language] for said in texts if WORD.search(said.get(language, ""))]


def _sentences(text):
    return [part for part in SENTENCE_ENDS.split(text) if WORD.search(part)]
