import copy

import pytest
from jsonschema import Draft202012Validator

from tests.training.scenario.documents import a_choice, a_document, a_scene, late_table
from training.scenario.structure import SCHEMA, structure_findings


def changed(path, value):
    """Return the example with one value replaced, or taken out when ``value`` is None."""
    document = late_table()
    *way, last = path
    holder = document
    for part in way:
        holder = holder[part]
    if value is None:
        del holder[last]
    else:
        holder[last] = value
    return document


def subschemas(schema):
    yield schema
    for keyword in ("properties", "$defs"):
        for inner in schema.get(keyword, {}).values():
            yield from subschemas(inner)
    for keyword in ("additionalProperties", "items", "then", "else"):
        if isinstance(schema.get(keyword), dict):
            yield from subschemas(schema[keyword])


def test_schema_is_a_json_schema():
    assert Draft202012Validator.check_schema(SCHEMA) is None


def test_schema_is_strict_about_every_object():
    objects = [part for part in subschemas(SCHEMA) if part.get("type") == "object"]

    loose = [
        part
        for part in objects
        if part["additionalProperties"] is not False and "propertyNames" not in part
    ]

    assert objects != []
    assert loose == []


def test_schema_describes_every_field():
    fields = [
        (name, field)
        for part in subschemas(SCHEMA)
        for name, field in part.get("properties", {}).items()
    ]

    assert [name for name, field in fields if "description" not in field] == []


def test_structure_findings_of_a_scenario_are_none():
    assert structure_findings(late_table()) == []


@pytest.mark.parametrize(
    ("path", "value", "finding"),
    [
        (["slug"], None, "document: Missing here: slug."),
        (["slug"], 7, "slug: 7 stands where a text is expected."),
        (
            ["slug"],
            "Not A Key",
            'slug: "Not A Key" is not a key. Allowed: lower-case letters, digits and '
            "hyphens, starting with a letter.",
        ),
        (
            ["slug"],
            "a-key\n",
            'slug: "a-key\\n" is not a key. Allowed: lower-case letters, digits and '
            "hyphens, starting with a letter.",
        ),
        (
            ["format"],
            "encore.scenario/2",
            'format: "encore.scenario/2" is not allowed. Allowed: encore.scenario/1.',
        ),
        (["mood"], 11, "mood: 11 is out of range. Allowed: 0 to 10."),
        (["mood"], True, "mood: true stands where a whole number is expected."),
        (["mood"], 4.5, "mood: 4.5 stands where a whole number is expected."),
        (["skills"], [], "skills: 0 entries. Allowed: 1 to 20."),
        (["skills"], "empathy", 'skills: "empathy" stands where a list is expected.'),
        (["skills"], ["a", "a"], "skills: The same entry stands here twice."),
        (
            ["flags"],
            ["a-flag"],
            'flags[0]: "a-flag" is not a flag. Allowed: lower-case letters, digits and '
            "underscores, starting with a letter.",
        ),
        (["title"], "A", 'title: "A" stands where named fields are expected.'),
        (["title"], {"en": " "}, "title.en: This text is blank."),
        (
            ["title"],
            {"en": "a" * 4001},
            "title.en: This text is longer than 4000 characters.",
        ),
        (
            ["title"],
            {"English": "A"},
            'title: "English" is not a language tag. '
            "Allowed: tags such as en or pt-BR.",
        ),
        (
            ["customer", "age"],
            40,
            "customer: Not known here: age. Allowed: name, detail.",
        ),
        (
            ["scenes", "waves", "choices"],
            [],
            "scenes.waves.choices: 0 entries. Allowed: 1 to 4.",
        ),
        (
            ["scenes", "waves", "choices"],
            [a_choice(f"c{number}", "ready") for number in range(5)],
            "scenes.waves.choices: 5 entries. Allowed: 1 to 4.",
        ),
        (
            ["scenes", "ready", "says"],
            None,
            "scenes.ready: A scene needs what the customer does, or says, or both.",
        ),
        (
            ["scenes", "waves", "choices", 0, "go"],
            [],
            "scenes.waves.choices[0].go: 0 entries. Allowed: 1 to 10.",
        ),
        (
            ["scenes", "waves", "choices", 0, "go"],
            [{"if": {}}],
            "scenes.waves.choices[0].go[0]: Missing here: to.",
        ),
        (
            ["scenes", "waves", "choices", 0, "recovery"],
            "shout",
            'scenes.waves.choices[0].recovery: "shout" is not allowed. '
            "Allowed: listen, apologise, solve, thank.",
        ),
        (
            ["scenes", "ready", "choices", 0, "if"],
            {"took": ["own-it"]},
            'scenes.ready.choices[0].if.took[0]: "own-it" is not a choice. Allowed: the '
            "key of a scene, a slash, and the key of one of its choices, such as "
            "waves/nod.",
        ),
        (
            ["scenes", "ready", "hurry"],
            {"seconds": 5},
            "scenes.ready.hurry.seconds: 5 is out of range. Allowed: 10 to 120.",
        ),
        (["endings"], {}, "endings: 0 entries. Allowed: 1 to 50."),
    ],
)
def test_structure_findings_say_where_why_and_what_is_allowed(path, value, finding):
    document = changed(path, value)

    assert [str(found) for found in structure_findings(document)] == [finding]


def test_structure_findings_name_all_that_is_missing_once():
    choice = a_choice()
    del choice["text"], choice["why"]
    document = a_document({"waves": a_scene(choice)})

    assert [str(found) for found in structure_findings(document)] == [
        "scenes.waves.choices[0]: Missing here: text, why."
    ]


def test_structure_findings_are_at_most_a_hundred():
    broken = {f"s{number}": None for number in range(200)}

    assert len(structure_findings({**late_table(), "scenes": broken})) == 100


def test_structure_findings_leave_the_document_as_it_was():
    document = late_table()
    before = copy.deepcopy(document)

    structure_findings(document)

    assert document == before
