"""Content files: YAML that means what it says."""

import json

import pytest
from django.core.exceptions import ValidationError

from tests.training.catalogue import (
    a_bank_document,
    a_drawn_quiz,
    a_module_document,
    a_path_document,
    a_practice,
    a_question,
    a_quiz,
    a_reading,
    a_short,
    an_ordering,
)
from training.content.reading import content_faults, read_content
from training.content.structure import SCHEMAS

SKILLS = """\
format: encore.skills/1
skills:
  - slug: empathy
    name: {en: Empathy, no: Empati}
    summary: {en: "on", no: "yes"}
    levels: {"1": {en: a}, "2": {en: b}, "3": {en: c}, "4": {en: d}, "5": {en: e}}
"""


@pytest.fixture
def written(tmp_path):
    """A function that writes a content file and returns its path."""

    def write(text):
        path = tmp_path / "skills.yaml"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return write


def refused(path):
    with pytest.raises(ValidationError) as refusal:
        read_content(path)
    return refusal.value


def test_read_content_takes_norwegian_for_a_language(written):
    document = read_content(written(SKILLS))

    assert document["skills"][0]["name"] == {"en": "Empathy", "no": "Empati"}


def test_read_content_takes_a_byte_order_mark(written):
    assert read_content(written(b"\xef\xbb\xbf" + SKILLS.encode()))


@pytest.mark.parametrize(
    "word",
    ["yes", "off", "Yes", "True", "y", "2026-01-01", "12:30", "0x1F", "1_000", "="],
)
def test_read_content_takes_plain_words_for_words(written, word):
    document = read_content(written(SKILLS.replace("Empati", word)))

    assert document["skills"][0]["name"]["no"] == word


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("format: a\nformat: b\n", 2, "“format” stands here twice."),
        ("a: &x [1]\nb: *x\n", 1, "Anchors are not allowed: write it out where"),
        ("a: 1\nb: *x\n", 2, "Aliases are not allowed: write it out where"),
        ("a: 1\nb: {\n", 2, "The bracket that opens here is never closed"),
        ("a: 1\nb: [1\nc: 2\n", 2, "The bracket that opens here is never closed"),
        ("a: 1\n\nb:\n  2: two\n", 4, "“2” has to stand in quotation marks."),
        ("a: 1\nb: !!python/object:os.system {}\n", 2, "Tags such as !!str are not"),
        ("a: 1\nb: one\x07two\n", 2, "A control character stands here."),
        (SKILLS.replace('"on"', r'"\ud800"'), 5, "found invalid Unicode character"),
        ("a: b: c\n", 1, "A colon stands where none can."),
        ("a:\n\t- b\n", 2, "A tab stands here. Allowed: spaces."),
        ("a: 1\n\tb: 2\n", 2, "A tab stands here. Allowed: spaces."),
        ("a: 1\nb: @home\n", 2, "“@” cannot begin a text. Allowed: the text in"),
        ('a: 1\nb: "open\nc: "shut"\n', 2, "The quotation mark that opens here is"),
        ('a: 1\nb: "open\n', 2, "The quotation mark that opens here is never"),
        ("a: 1\nb\nc: 2\n", 2, "A colon is missing. Allowed: a name, a colon"),
        ("a: 1\n---\nb: 2\n", 2, "A second document begins. Allowed: one in a file."),
        ("a:\n  - b\n c: 1\n", 3, "This line does not fit those before it."),
        ("a: 1\nb: " + "[" * 5000, 2, "Nested more than 40 deep."),
        (b"a: 1\nb: caf\xe9\n", 2, "This is not written in UTF-8."),
        (b"\xff\xfea\x00", 1, "This is not written in UTF-8."),
    ],
)
def test_read_content_names_the_file_and_the_line(written, text, line, reason):
    refusal = refused(written(text))

    assert refusal.code == "unreadable"
    assert refusal.messages[0].startswith(f"skills.yaml, line {line}: {reason}")


def test_read_content_refuses_a_missing_file(tmp_path):
    assert refused(tmp_path / "skills.yaml").code == "unreadable"


def test_read_content_refuses_what_is_larger_than_any_document(written):
    [message] = refused(written(b"a: " + b"b" * 9 * 1024**2)).messages

    assert message == "skills.yaml, line 1: Larger than 8 MB."


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "line 1: document: The format says what the file is. Allowed: encore."),
        ("- one\n", "line 1: document: The format says what the file is."),
        ("\nformat: [1]\n", "line 2: format: The format says what the file is."),
        ("format: encore.skills/2\n", "line 1: format: The format says what"),
        ("format: encore.skills/1\n", "line 1: document: Missing here: skills."),
        (
            SKILLS.replace("slug: empathy", "slug: Empathy"),
            'line 3: skills[0].slug: "Empathy" is not a name for files and addresses.',
        ),
        (
            SKILLS.replace("Empati", "12"),
            "line 4: skills[0].name.no: 12 stands where a text is expected.",
        ),
        (SKILLS.replace('"on"', r'"\0"'), "line 5: skills[0].summary.en: This text"),
        (
            SKILLS + "    colour: red\n",
            "line 7: skills[0]: Not known here: colour. Allowed: slug, name, summary",
        ),
    ],
)
def test_read_content_names_the_place(written, text, fault):
    refusal = refused(written(text))

    [message] = refusal.messages
    assert message.startswith(f"skills.yaml, {fault}")
    assert len(message) < 500


def test_read_content_tells_all_faults(written):
    text = SKILLS.replace("slug: empathy", "slug: Empathy").replace("Empati", "12")

    assert len(refused(written(text)).messages) == 2


def test_read_content_checks_scenarios_all_through(written):
    refusal = refused(written("format: encore.scenario/1\nslug: a\n"))

    assert refusal.messages[0].startswith(
        "skills.yaml, line 1: document: Missing here: title"
    )


def test_content_faults_has_none_for_a_good_module():
    assert content_faults(a_module_document()) == []


def test_content_faults_finds_a_question_nobody_could_answer():
    questions = [a_question("q1"), a_question("q2", right=("a", "b"))]
    document = a_module_document(a_reading(), a_quiz(questions=questions))

    assert content_faults(document) == [
        "steps[1].questions[1]: 2 options are right. Allowed: one, or “kind: multiple”."
    ]


@pytest.mark.parametrize(
    "change",
    [
        {"minutes": 0},
        {"minutes": "9"},
        {"steps": []},
        {"steps": [a_reading() | {"scenario": "a-scenario"}]},
        {"steps": [{**a_reading(), "kind": "quiz"}]},
        {"steps": [a_quiz(questions=[a_question("q", right=())])]},
        {"cost": {}},
        {"cost": {"currency": "EUR"}},
        {"cost": {"per_seat": -1}},
        {"cost": {"per_seat": 1, "currency": "euro"}},
        {"title": {}},
        {"title": {"english": "A"}},
        {"added": True},
    ],
)
def test_content_faults_finds_what_a_module_may_not_be(change):
    assert content_faults(a_module_document() | change) != []


RULE = {"months": 12, "from": "calendar", "on": "12-31", "window_days": 30}


@pytest.mark.parametrize(
    "rule",
    [
        RULE,
        RULE | {"on": "02-29", "months": 24, "refresher": "in-short"},
        {"months": 6, "from": "expiry", "window_days": 14},
    ],
)
def test_a_module_may_certify(rule):
    assert content_faults(a_module_document(a_reading(), certification=rule)) == []


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"months": 0}, "certification.months: 0 is out of range. Allowed: 1 to 120."),
        (
            {"from": "whenever"},
            '"whenever" is not allowed. Allowed: completion, expiry',
        ),
        ({"window_days": 336}, "certification.window_days: Longer than"),
        ({"months": 18}, "certification.months: With a fixed day, whole years"),
        ({"on": "02-30"}, "certification.on: There is no such day"),
        ({"on": "13-01"}, '"13-01" is not a day. Allowed: MM-DD'),
        ({"from": "expiry"}, "certification.on: A day belongs to"),
        ({"refresher": "waiting"}, "certification.refresher: The module cannot be"),
        ({"forever": True}, "certification: Not known here: forever. Allowed: months"),
    ],
)
def test_a_certification_that_cannot_be_kept_is_said(change, words):
    document = a_module_document(a_reading(), certification=RULE | change)

    [fault] = content_faults(document)

    assert words in fault


def test_a_certification_to_a_fixed_day_names_it():
    rule = {"months": 12, "from": "calendar", "window_days": 30}

    [fault] = content_faults(a_module_document(a_reading(), certification=rule))

    assert fault == "certification: Say the last day that counts, as in “on: 12-31”."


@pytest.mark.parametrize(
    "document",
    [
        a_bank_document(),
        a_bank_document(a_question("q"), an_ordering(), a_short()),
        a_module_document(a_drawn_quiz(shuffle=True, attempts=2), a_practice()),
        a_module_document(a_quiz(questions=[an_ordering(), a_short()])),
        a_path_document(),
    ],
)
def test_content_faults_has_none_for_every_kind(document):
    assert content_faults(document) == []


@pytest.mark.parametrize(
    "document",
    [
        a_bank_document(a_question("q") | {"why": {"en": "x"}}),
        a_bank_document(an_ordering(items=("a",))),
        a_bank_document(a_short(en=[])),
        a_bank_document(a_short(en=["?!"])),
        a_bank_document(a_short() | {"kind": "long"}),
        a_path_document("one", "one"),
        a_path_document() | {"modules": []},
        a_module_document(a_drawn_quiz(attempts=0)),
        a_module_document(a_quiz(draw=2)),
        a_module_document(a_quiz(bank="service")),
        a_module_document({k: v for k, v in a_quiz().items() if k != "questions"}),
        a_module_document(a_practice(observer="anybody")),
        a_module_document(a_practice(items=())),
    ],
)
def test_content_faults_finds_what_a_step_may_not_be(document):
    assert len(content_faults(document)) == 1


def test_a_question_is_the_same_in_a_bank_and_in_a_module():
    bank, module = (
        json.loads((SCHEMAS / name).read_text())
        for name in ("bank.json", "module.json")
    )

    assert bank["$defs"]["question"] == module["$defs"]["question"]
