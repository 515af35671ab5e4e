"""Questions from GIFT and Moodle XML: what is taken, and what is told by its line."""

import pytest

from training.content.reading import content_faults
from training.importing.foreign import taken_questions
from training.importing.gift import read_gift
from training.importing.moodle import read_moodle

GIFT = """\
// A comment.
$CATEGORY: service

::The soup:: [html]<p>The soup is cold.</p> What first? {
  =“It should be hot.” # It says what happened.
  ~“The kitchen is busy.” # A reason, not a hot soup.
}

Which help? {~%50%Listen#Yes. ~%50%Thank#Yes. ~%-100%Blame#No.}

How often does one say sorry? {=once =1 \\= one ####The second asks for comfort.}

A sorry always helps. {F#It is a noise.#Right, not always.}
"""

MOODLE = """<?xml version="1.0" encoding="UTF-8"?>
<quiz>
  <question type="category"><category><text>top</text></category></question>
  <question type="multichoice">
    <name><text>The soup</text></name>
    <questiontext format="html">
      <text><![CDATA[<p>The soup is cold.</p>]]></text>
    </questiontext>
    <generalfeedback><text>Hot food first.</text></generalfeedback>
    <single>true</single>
    <answer fraction="100">
      <text>Bring a hot one</text>
      <feedback><text>Yes.</text></feedback>
    </answer>
    <answer fraction="0"><text>Explain</text></answer>
  </question>
  <question type="ordering">
    <name><text>In order</text></name>
    <questiontext><text>What comes first?</text></questiontext>
    <generalfeedback><text>So it is.</text></generalfeedback>
    <answer fraction="1"><text>Listen</text></answer>
    <answer fraction="2"><text>Solve</text></answer>
  </question>
  <question type="truefalse">
    <name><text>Always</text></name>
    <questiontext><text>A sorry always helps.</text></questiontext>
    <answer fraction="0"><text>true</text><feedback><text>No.</text></feedback></answer>
    <answer fraction="100"><text>false</text><feedback><text>Yes.</text></feedback></answer>
  </question>
  <question type="shortanswer">
    <name><text>How often</text></name>
    <questiontext><text>How often?</text></questiontext>
    <answer fraction="100"><text>once</text><feedback><text>Once.</text></feedback></answer>
    <answer fraction="0"><text>*</text></answer>
  </question>
</quiz>
"""


def bank(questions):
    title = {"en": "Service"}
    return {
        "format": "encore.bank/1",
        "slug": "service",
        "title": title,
        "questions": questions,
    }


def summary(question):
    rows = question.get("options") or question.get("items") or []
    right = [row["text"]["en"] for row in rows if row.get("is_right")]
    return question["key"], question["kind"], right or question.get("accepted")


def test_gift_becomes_questions_of_a_bank():
    questions, faults = taken_questions(read_gift(GIFT, "en"), "en")

    assert faults == []
    assert content_faults(bank(questions)) == []
    assert [summary(question) for question in questions] == [
        ("the-soup", "single", ["“It should be hot.”"]),
        ("which-help", "multiple", ["Listen", "Thank"]),
        ("how-often-does-one-say-sorry", "short", {"en": ["once", "1 = one"]}),
        ("a-sorry-always-helps", "single", ["False"]),
    ]
    soup, _which, _often, always = questions
    assert soup["text"]["en"] == "The soup is cold. What first?"
    assert soup["options"][1]["why"]["en"] == "A reason, not a hot soup."
    assert [option["why"]["en"] for option in always["options"]] == [
        "It is a noise.",
        "Right, not always.",
    ]


def test_moodle_xml_becomes_questions_of_a_bank():
    questions, faults = taken_questions(read_moodle(MOODLE.encode(), "en"), "en")

    assert faults == []
    assert content_faults(bank(questions)) == []
    assert [summary(question) for question in questions] == [
        ("the-soup", "single", ["Bring a hot one"]),
        ("in-order", "ordering", None),
        ("always", "single", ["False"]),
        ("how-often", "short", {"en": ["once"]}),
    ]
    assert questions[0]["options"][1]["why"]["en"] == "Hot food first."
    assert [item["text"]["en"] for item in questions[1]["items"]] == ["Listen", "Solve"]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("\n\nAn essay {}", "line 3: Of this kind none is taken. Allowed: single"),
        ("// a\nHow many? {#3:1}", "line 2: Of this kind none is taken."),
        ("Match {=a -> b =c -> d}", "line 1: Of this kind none is taken."),
        ("Only text", "line 1: There are no answers in braces."),
        ("Which? {=a ~b}", "line 1: It does not say why."),
        ("Which? {~a#x ~b#y}", "line 1: No answer is right."),
        ("Which? {=a#x ~#y}", "line 1: An answer is empty."),
        ("{=a#x ~b#y}", "line 1: The question has no text."),
        ("Which? {=?!#x}", "line 1: “?!” has neither a letter nor a number."),
    ],
)
def test_gift_tells_by_line_what_cannot_be_taken(text, fault):
    questions, [told] = taken_questions(read_gift(text, "en"), "en")

    assert questions == []
    assert told.startswith(fault)


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"<quiz>\n<question", "line 2: This is not XML, or it is damaged."),
        (b"", "line 1: This is not XML, or it is damaged."),
        (
            b'<!DOCTYPE quiz [\n<!ENTITY a "aa">]><quiz>&a;</quiz>',
            "line 2: This is not XML, or it is damaged.",
        ),
        (
            b'<quiz>\n<question type="essay"></question></quiz>',
            "line 2: “essay” is no kind. Allowed: multichoice, truefalse",
        ),
    ],
)
def test_moodle_xml_tells_by_line_what_cannot_be_taken(content, fault):
    questions, [told] = taken_questions(read_moodle(content, "en"), "en")

    assert questions == []
    assert told.startswith(fault)


def test_a_reason_for_all_stands_where_the_file_gives_none():
    read = read_gift("Which? {=a ~b#Because.}\n\nWhich? {=a ~b}", "en")

    questions, faults = taken_questions(read, "en", why="See the reading.")

    assert faults == []
    assert [question["key"] for question in questions] == ["which", "which-2"]
    assert [option["why"]["en"] for option in questions[0]["options"]] == [
        "See the reading.",
        "Because.",
    ]
