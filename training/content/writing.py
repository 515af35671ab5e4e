"""Writing content files: one document, one text, the same every time.

Fields stand in the order of the schema, one to a line; long texts as they are, below
their name; quotation marks only where a text could be taken for something else.
"""

import re

import yaml
from jsonschema import Draft202012Validator

from training.content.loading import ContentLoader
from training.content.structure import SCHEMA_OF

LONGEST_ON_ONE_LINE = 80
INDENT = "  "
# What YAML writes as it is; everything else stands escaped in quotation marks.
_PLAIN_CHARACTER = (
    "\\x20-\\x7e\\xa0-\\u2027\\u202a-\\ud7ff\\ue000-\\ufefe\\uff00-\\ufffd"
    "\\U00010000-\\U0010ffff"
)
_ONE_LINE = re.compile(f"[{_PLAIN_CHARACTER}]+")
_LINES = re.compile(f"[{_PLAIN_CHARACTER}\\n\\t]+")
_TO_ESCAPE = re.compile(f'[^{_PLAIN_CHARACTER}]|["\\\\]')
_SHORT_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}
# Where a plain text would end, or begin to mean something else.
_NOT_PLAIN = re.compile(r"^[-?:,\[\]{}#&*!|>'\"%@`=.<~ ]|: | #|[: ]$")
_NEVER = re.compile("[\x00\ud800-\udfff]")


def written(document):
    """Return the content file that says ``document``, as UTF-8.

    document: one that content_findings has nothing against. Reading the file gives the
    same document, its free names (scenes, languages) in the same order.
    Raises ValueError where a text cannot be stored.
    """
    schema = SCHEMA_OF.get(document.get("format"), {})
    ordered = _in_order(document, schema, schema.get("$defs", {}))
    lines = []
    for name, value in ordered.items():
        if lines and _has_rooms(value):
            lines.append("")
        lines += _field(name, value, "", _has_rooms(value))
    return ("\n".join(lines) + "\n").encode()


def _has_rooms(value):
    """Tell whether the entries of ``value`` are large enough for a line between them."""
    entries = value.values() if isinstance(value, dict) else value
    return isinstance(value, dict | list) and any(
        isinstance(entry, dict)
        and any(isinstance(inner, dict | list) for inner in entry.values())
        for entry in entries
    )


def _in_order(value, schema, definitions):
    """Return ``value`` with its fields in the order in which ``schema`` names them."""
    parts = list(_parts(value, schema, definitions))
    if isinstance(value, list):
        items = next((part["items"] for part in parts if "items" in part), {})
        return [_in_order(entry, items, definitions) for entry in value]
    if not isinstance(value, dict):
        return value
    fields, others = {}, {}
    for part in parts:
        for name, field in part.get("properties", {}).items():
            if isinstance(field, dict) or name not in fields:
                fields[name] = field
        if isinstance(part.get("additionalProperties"), dict):
            others = part["additionalProperties"]
    names = [name for name in fields if name in value]
    names += [name for name in value if name not in fields]
    return {
        name: _in_order(value[name], fields.get(name, others), definitions)
        for name in names
    }


def _parts(value, schema, definitions):
    """Yield the parts of ``schema`` that speak about ``value``."""
    if not isinstance(schema, dict):
        return
    if "$ref" in schema:
        named = definitions[schema["$ref"].removeprefix("#/$defs/")]
        yield from _parts(value, named, definitions)
    yield schema
    for part in [schema, *schema.get("allOf", [])]:
        if "if" in part:
            holds = Draft202012Validator(part["if"]).is_valid(value)
            yield from _parts(value, part.get("then" if holds else "else"), definitions)


def _field(name, value, indent, has_rooms=False):
    """Return the lines of ``name: value``, ``indent`` being that of the name."""
    head = f"{indent}{_scalar(name)}:"
    if isinstance(value, dict) and value:
        return [head, *_mapping(value, indent + INDENT, has_rooms)]
    if isinstance(value, list) and value:
        return [head, *_sequence(value, indent + INDENT, has_rooms)]
    if isinstance(value, str) and _fits_a_block(value):
        return [f"{head} {_block_head(value)}", *_block(value, indent + INDENT)]
    return [f"{head} {_scalar(value)}"]


def _mapping(fields, indent, has_rooms=False):
    lines = []
    for name, value in fields.items():
        if lines and has_rooms:
            lines.append("")
        lines += _field(name, value, indent)
    return lines


def _sequence(entries, indent, has_rooms=False):
    lines = []
    for entry in entries:
        if lines and has_rooms:
            lines.append("")
        if isinstance(entry, dict | list) and entry:
            inner = _mapping if isinstance(entry, dict) else _sequence
            first, *rest = inner(entry, indent + INDENT)
            lines += [f"{indent}- {first.lstrip(' ')}", *rest]
        else:
            lines.append(f"{indent}- {_scalar(entry)}")
    return lines


def _fits_a_block(text):
    """Tell whether ``text`` is long, and may stand below its name just as it is."""
    is_long = len(text) > LONGEST_ON_ONE_LINE or "\n" in text
    return is_long and text[0] not in " \t\n" and _LINES.fullmatch(text)


def _block_head(text):
    # How many ends of line the text itself ends with: none, one, or all that follow.
    if not text.endswith("\n"):
        return "|-"
    return "|+" if text.endswith("\n\n") else "|"


def _block(text, indent):
    lines = text.removesuffix("\n").split("\n")
    return [indent + line if line else "" for line in lines]


def _scalar(value):
    if isinstance(value, str):
        return value if _is_plain(value) else _quoted(value)
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict | list):
        return "{}" if isinstance(value, dict) else "[]"
    return repr(value)


def _is_plain(text):
    if not _ONE_LINE.fullmatch(text) or _NOT_PLAIN.search(text):
        return False
    return all(
        _resolved(loader, text) == "tag:yaml.org,2002:str"
        for loader in (ContentLoader, yaml.SafeLoader)
    )


def _resolved(loader, text):
    """Return what a plain ``text`` is taken for, by us or by other readers of YAML."""
    resolvers = loader.yaml_implicit_resolvers
    for tag, pattern in resolvers.get(text[:1], []) + resolvers.get(None, []):
        if pattern.match(text):
            return tag
    return "tag:yaml.org,2002:str"


def _quoted(text):
    if _NEVER.search(text):
        raise ValueError("a text holds NUL or half a character, which no file can")
    return '"' + _TO_ESCAPE.sub(_escape, text) + '"'


def _escape(found):
    character = found[0]
    if character in _SHORT_ESCAPES:
        return _SHORT_ESCAPES[character]
    number = ord(character)
    return f"\\x{number:02x}" if number < 0x100 else f"\\u{number:04x}"
