"""Content files as they are written: the same every time, and read as they were meant."""

import json

import pytest
import yaml
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.training.catalogue import (
    a_bank_document,
    a_drawn_quiz,
    a_module_document,
    a_path_document,
    a_practice,
    a_reading,
)
from tests.training.scenario.documents import late_table
from training.content.loading import load_yaml
from training.content.reading import read_content
from training.content.structure import SCHEMA_OF
from training.content.writing import written
from training.management.commands.load_starter import STARTER

TEXTS = st.text(
    st.sampled_from(
        "abz0159 :#-'\"\\\n\t\r,[]{}&*!|>%@`~=.?ä“\u2028\x85\ufeff\xa0\ufffe😀"
    )
    | st.characters(codec="utf-8", exclude_characters="\0"),
    max_size=40,
)
VALUES = st.recursive(
    TEXTS
    | st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(-1e15, 1e15, allow_nan=False),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text("abc-xyz019_", min_size=1), inner, max_size=4)
    ),
    max_leaves=6,
)
HOSTILE = [
    "",
    " leading",
    "trailing ",
    "a: b",
    "a #b",
    "no",
    "Yes",
    "null",
    "~",
    "2026-01-01",
    "12:30",
    "0x1F",
    "1_000",
    "1e5",
    ".nan",
    "-",
    "- a",
    "---",
    "...",
    "<<",
    "=",
    "ends:",
    "a\n",
    "a\n\n",
    "\na",
    "a\n \nb",
    "a\n  b\n c",
    "a\r\nb",
    "a\tb",
    "\u2028",
    "😀 " * 90,
    "x" * 5000,
    "\ufeffa",
    "\x85",
    "\x07",
    "\ufffe",
    "'single'",
    '"double"',
    "“plain”",
    "long " * 40,
    "    indented\ncode",
    "a\n\n\n\nb\n\n\n",
]


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.dictionaries(st.sampled_from(["a", "no", "1", "x-y"]), VALUES, min_size=1))
@example({f"t{number}": text for number, text in enumerate(HOSTILE)})
@example({"list": HOSTILE, "deep": [[["a", []]], {"b": {}, "c": "x\ny\n"}]})
def test_what_is_written_is_read_as_it_was(document):
    text = written(document).decode()

    assert json.dumps(load_yaml(text)) == json.dumps(document)


@given(TEXTS)
def test_other_readers_of_yaml_read_the_same(text):
    assert yaml.safe_load(written({"no": text})) == {"no": text}


@pytest.mark.parametrize("text", ["\0", "a\ud800"])
def test_written_refuses_what_no_file_can_hold(text):
    with pytest.raises(ValueError, match="NUL"):
        written({"a": text})


def test_written_is_for_people_to_read():
    step = {"key": "b", "kind": "reading", "minutes": 2, "title": {"en": "Wait: here"}}
    body = {"en": "One.\n\n- two\n", "no": "Yes"}
    document = a_module_document({"body": body, **step}, skills=["empathy"])

    assert written(document).decode() == (
        "format: encore.module/1\n"
        "slug: waiting\n"
        "title:\n"
        "  en: When they wait\n"
        "summary:\n"
        "  en: What to say while they wait.\n"
        f"minutes: {document['minutes']}\n"
        "skills:\n"
        "  - empathy\n"
        "prerequisites: []\n"
        "\n"
        "steps:\n"
        "  - key: b\n"
        "    kind: reading\n"
        "    minutes: 2\n"
        "    title:\n"
        '      en: "Wait: here"\n'
        "    body:\n"
        "      en: |\n"
        "        One.\n"
        "\n"
        "        - two\n"
        '      "no": "Yes"\n'
    )


@pytest.mark.parametrize(
    "document",
    [
        late_table(),
        a_bank_document(),
        a_module_document(a_drawn_quiz(shuffle=True), a_practice(), a_reading()),
        a_path_document(),
    ],
)
def test_the_order_of_fields_is_not_the_authors_but_the_schemas(document):
    backwards = {name: document[name] for name in reversed(document)}

    assert written(backwards) == written(document)
    assert list(load_yaml(written(backwards).decode())) == [
        name for name in SCHEMA_OF[document["format"]]["properties"] if name in document
    ]


@pytest.mark.parametrize(
    "path", sorted(STARTER.rglob("*.yaml")), ids=lambda path: path.stem
)
def test_the_starter_catalogue_is_written_as_this_writes_it(path):
    assert path.read_bytes() == written(read_content(path))
