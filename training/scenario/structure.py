"""Does a document fit ``schema.json``? Answers in our words, for any value whatever."""

import json
from itertools import islice
from pathlib import Path

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from training.scenario.finding import Finding, gettext_noop, names, place, short
from training.scenario.shape import SCENARIO_SIZE, Size, shape_fault

SCHEMA = json.loads(Path(__file__).with_name("schema.json").read_text("utf-8"))

MOST_FINDINGS = 100

MESSAGES = {
    "missing": gettext_noop("Missing here: %(names)s."),
    "unknown_field": gettext_noop("Not known here: %(names)s. Allowed: %(allowed)s."),
    "not_object": gettext_noop("%(found)s stands where named fields are expected."),
    "not_list": gettext_noop("%(found)s stands where a list is expected."),
    "not_text": gettext_noop("%(found)s stands where a text is expected."),
    "not_whole_number": gettext_noop(
        "%(found)s stands where a whole number is expected."
    ),
    "out_of_range": gettext_noop(
        "%(found)s is out of range. Allowed: %(lowest)s to %(highest)s."
    ),
    "too_long": gettext_noop("This text is longer than %(highest)s characters."),
    "wrong_count": gettext_noop(
        "%(count)s entries. Allowed: %(lowest)s to %(highest)s."
    ),
    "repeated": gettext_noop("The same entry stands here twice."),
    "not_one_of": gettext_noop("%(found)s is not allowed. Allowed: %(allowed)s."),
    "bad_key": gettext_noop(
        "%(found)s is not a key. Allowed: lower-case letters, digits and hyphens, "
        "starting with a letter."
    ),
    "bad_flag": gettext_noop(
        "%(found)s is not a flag. Allowed: lower-case letters, digits and "
        "underscores, starting with a letter."
    ),
    "bad_taken": gettext_noop(
        "%(found)s is not a choice. Allowed: the key of a scene, a slash, and the key "
        "of one of its choices, such as waves/nod."
    ),
    "bad_language": gettext_noop(
        "%(found)s is not a language tag. Allowed: tags such as en or pt-BR."
    ),
    "blank": gettext_noop("This text is blank."),
    "silent_scene": gettext_noop(
        "A scene needs what the customer does, or says, or both."
    ),
    "not_number": gettext_noop("%(found)s stands where a number is expected."),
    "not_true_or_false": gettext_noop(
        "%(found)s stands where true or false is expected."
    ),
    "too_few": gettext_noop("%(count)s entries. Allowed: %(lowest)s or more."),
    "needs_one": gettext_noop("Missing here: one of %(names)s."),
    "needs_other": gettext_noop("%(field)s stands here without %(other)s."),
    "none_right": gettext_noop(
        "No option is right. Allowed: at least one with “is_right: true”."
    ),
    "bad_slug": gettext_noop(
        "%(found)s is not a name for files and addresses. Allowed: lower-case letters "
        "and digits, joined by single hyphens."
    ),
    "bad_digest": gettext_noop(
        "%(found)s does not name a file. Allowed: its SHA-256, 64 of 0-9 and a-f."
    ),
    "bad_currency": gettext_noop(
        "%(found)s is not a currency. Allowed: three capital letters, such as EUR."
    ),
    "bad_day": gettext_noop("%(found)s is not a day. Allowed: MM-DD, such as 12-31."),
}

_VALIDATOR = Draft202012Validator(SCHEMA)
_WRONG_TYPE = {
    "object": "not_object",
    "array": "not_list",
    "string": "not_text",
    "integer": "not_whole_number",
    "number": "not_number",
    "boolean": "not_true_or_false",
}
_WRONG_PATTERN = {
    "key": "bad_key",
    "flag": "bad_flag",
    "taken": "bad_taken",
    "language": "bad_language",
    "text": "blank",
    "slug": "bad_slug",
    "digest": "bad_digest",
    "currency": "bad_currency",
    "day": "bad_day",
}


def structure_findings(document: object) -> list[Finding]:
    """Return what is wrong with the shape of ``document``, at most 100 findings.

    document: any Python value; it is never changed and never makes this raise.
    An empty list means the document fits ``schema.json``.
    Source: JSON Schema 2020-12, https://json-schema.org/draft/2020-12.
    """
    return schema_findings(document, _VALIDATOR)


def schema_findings(
    document: object, validator: Draft202012Validator, size: Size = SCENARIO_SIZE
) -> list[Finding]:
    """Return where ``document`` does not fit the schema of ``validator``, at most 100.

    document: any Python value. It is never changed and never makes this raise. size: how
    large it may be.
    """
    if fault := shape_fault(document, size):
        return [fault]
    errors = islice(validator.iter_errors(document), MOST_FINDINGS)
    # One missing field is one error, and each names all that are missing.
    found = {(f.code, f.where, str(f)): f for f in map(_finding, errors)}
    return sorted(found.values(), key=lambda finding: finding.where)


def _finding(error: ValidationError) -> Finding:
    """Return a schema error in our words: the place, why, and what is allowed."""
    code, params = _told(error, error.instance, error.schema)
    return Finding(code, place(error.absolute_path), MESSAGES[code], params)


def _told(
    error: ValidationError, found: object, schema: dict
) -> tuple[str, dict[str, str | int]]:
    match error.validator:
        case "required":
            return "missing", {
                "names": names(key for key in schema["required"] if key not in found)
            }
        case "additionalProperties":
            known = schema["properties"]
            return "unknown_field", {
                "names": names(key for key in found if key not in known),
                "allowed": names(known),
            }
        case "type":
            return _WRONG_TYPE[error.validator_value], {"found": short(found)}
        case "minimum" | "maximum":
            return "out_of_range", {
                "found": short(found),
                "lowest": schema["minimum"],
                "highest": schema["maximum"],
            }
        case "minItems" | "maxItems":
            return _counted(found, schema, "Items")
        case "minProperties" | "maxProperties":
            return _counted(found, schema, "Properties")
        case "minLength":
            return "blank", {}
        case "maxLength":
            return "too_long", {"highest": schema["maxLength"]}
        case "pattern":
            return _WRONG_PATTERN[schema["title"]], {"found": short(found)}
        case "enum":
            allowed = ", ".join(schema["enum"])
            return "not_one_of", {"found": short(found), "allowed": allowed}
        case "const":
            allowed = schema["const"]
            return "not_one_of", {"found": short(found), "allowed": allowed}
        case "uniqueItems":
            return "repeated", {"found": short(_repeated(found))}
        case "anyOf":
            fields = [name for way in schema["anyOf"] for name in way["required"]]
            code = "silent_scene" if fields == ["does", "says"] else "needs_one"
            return code, {"names": names(fields)}
        case "dependentRequired":
            return "needs_other", _lonely(found, schema["dependentRequired"])
        case "contains":
            return "none_right", {}
    raise ValueError(f"schema.json uses a keyword without words: {error.validator}")


def _counted(
    found: list | dict, schema: dict, noun: str
) -> tuple[str, dict[str, str | int]]:
    count, lowest = len(found), schema.get(f"min{noun}", 0)
    if f"max{noun}" not in schema:
        return "too_few", {"count": count, "lowest": lowest}
    highest = schema[f"max{noun}"]
    return "wrong_count", {"count": count, "lowest": lowest, "highest": highest}


def _lonely(found: dict, companions: dict[str, list[str]]) -> dict[str, str | int]:
    """Return the first field of ``found`` whose companion is missing, and that."""
    return next(
        {"field": field, "other": other}
        for field, others in companions.items()
        for other in others
        if field in found and other not in found
    )


def _repeated(found: list) -> object:
    """Return the first entry of ``found`` that stands there before."""
    return next(entry for number, entry in enumerate(found) if entry in found[:number])
