"""Content files with one thing broken, and the line on which it was broken."""

import random
import re
from dataclasses import dataclass

from training.management.commands.load_starter import STARTER

FILES = sorted(STARTER.rglob("*.yaml"))
FIELD = re.compile(r"^( *)(- )?([a-z_]+|\"[1-5]\"):(?: (.*))?$")


@dataclass(frozen=True)
class Damaged:
    """kind: what was done. name: of the file. line: where, from 1."""

    kind: str
    name: str
    content: bytes
    line: int


def damaged_files(count):
    """Return ``count`` Damaged files, every kind of damage as often, always the same."""
    kinds = list(DAMAGES)
    return [_damaged(kinds[number % len(kinds)], number) for number in range(count)]


def _damaged(kind, number):
    chance = random.Random(number)
    for path in chance.sample(FILES, len(FILES)):
        text = Text(path.read_text("utf-8"))
        places = DAMAGES[kind](text)
        if places:
            content, line = chance.choice(places)()
            return Damaged(kind, path.name, content, line)
    raise ValueError(f"no file can be damaged so: {kind}")


class Text:
    """The lines of a content file as an export writes it."""

    def __init__(self, text):
        self.lines = text.split("\n")
        # (number of the line from 0, indent, whether an entry of a list, name, value)
        self.fields = list(self._fields())

    def _fields(self):
        block = None
        for number, line in enumerate(self.lines):
            indent = len(line) - len(line.lstrip(" "))
            if block is not None and (not line or indent > block):
                continue
            block = None
            if found := FIELD.match(line):
                if re.fullmatch(r"\|[+-]?", found[4] or ""):
                    block = indent + 2 * bool(found[2])
                yield number, len(found[1]), bool(found[2]), found[3], found[4] or ""

    def named(self, *names):
        """Return the fields with one of ``names`` and a value on the same line."""
        return [f for f in self.fields if f[3] in names and f[4] and f[4][0] != "|"]

    def holder(self, number):
        """Return the line, from 0, of what holds the field on line ``number``."""
        column = len(self.lines[number]) - len(self.lines[number].lstrip(" "))
        for above in range(number - 1, -1, -1):
            line = self.lines[above]
            if line and len(line) - len(line.lstrip(" ")) < column:
                return above
        return 0

    def replaced(self, number, *lines, line=None):
        """Return (content, line): with ``lines`` in place of line ``number``, from 0."""
        told = [*self.lines[:number], *lines, *self.lines[number + 1 :]]
        return "\n".join(told).encode(), (number if line is None else line) + 1


def with_value(*names, value):
    """Return a damage: one of ``names`` gets ``value`` instead of its own."""

    def damage(text):
        return [
            lambda f=f: text.replaced(
                f[0], f"{text.lines[f[0]].split(': ')[0]}: {value}"
            )
            for f in text.named(*names)
        ]

    return damage


def without_field(text):
    names = ("outcome", "go", "kind", "pass_percent", "scenario", "start", "minutes")
    return [
        lambda n=n: text.replaced(n, line=text.holder(n))
        for n, _indent, is_entry, name, _value in text.named(*names)
        if not is_entry
    ]


def unknown_field(text):
    return [
        lambda n=n, indent=indent: text.replaced(
            n, " " * indent + "colour: red", text.lines[n]
        )
        for n, indent, is_entry, _name, _value in text.fields
        if not is_entry and n
    ]


def twice(text):
    return [
        lambda n=n: text.replaced(n, text.lines[n], text.lines[n], line=n + 1)
        for n, _indent, is_entry, _name, value in text.fields
        if not is_entry and value and value[0] != "|"
    ]


def same_key(text):
    entries = [f for f in text.fields if f[2] and f[3] == "key"]
    return [
        lambda one=one, two=two: text.replaced(two[0], text.lines[one[0]])
        for one, two in zip(entries, entries[1:], strict=False)
        if one[1] == two[1] and text.holder(one[0]) == text.holder(two[0])
    ]


def tab(text):
    return [
        lambda n=n, indent=indent: text.replaced(n, "\t" + text.lines[n][indent:])
        for n, indent, _is_entry, _name, _value in text.fields
        if indent
    ]


def cut(text):
    def cut_at(n):
        head = text.lines[n].split(":")[0][:-1]
        return "\n".join([*text.lines[:n], head]).encode(), n + 1

    return [
        lambda n=n: cut_at(n)
        for n, _indent, is_entry, name, _value in text.fields
        if not is_entry and n and len(name) > 3
    ]


def deeper(text):
    fields = zip(text.fields, text.fields[1:], strict=False)
    return [
        lambda n=two[0]: text.replaced(n, " " + text.lines[n])
        for one, two in fields
        if one[1] == two[1]
        and one[4]
        and not one[2]
        and not two[2]
        and one[4][0] != "|"
    ]


def wrong_encoding(text):
    def encoded(n):
        content, line = text.replaced(n, text.lines[n] + "@@")
        return content.replace(b"@@", b"\xe9"), line

    return [lambda n=n: encoded(n) for n, line in enumerate(text.lines) if line]


def control_character(text):
    return [
        lambda n=f[0]: text.replaced(n, text.lines[n] + "\x07")
        for f in text.fields
        if f[4]
    ]


def utf_16(text):
    return [lambda: ("\n".join(text.lines).encode("utf-16"), 1)]


def unused_skill(text):
    start = text.lines.index("skills:") if "skills:" in text.lines else None
    if start is None or text.lines[0] != "format: encore.scenario/1":
        return []
    return [lambda: text.replaced(start + 1, "  - no-such-skill")]


def language_gone(text):
    if text.lines[0] != "format: encore.scenario/1":
        return []
    return [
        lambda n=n: text.replaced(n, line=text.holder(n))
        for n, indent, _is_entry, _name, _value in text.named("de")
        if indent > 2
    ]


def long_list(text):
    return [
        lambda n=n, indent=indent: text.replaced(
            n, " " * indent + "choices: []", *[" " * indent + "x-choices:"], line=n
        )
        for n, indent, _is_entry, name, _value in text.fields
        if name == "choices"
    ]


DAMAGES = {
    "a field is missing": without_field,
    "an unknown field": unknown_field,
    "a field twice": twice,
    "a key twice": same_key,
    "a text for a number": with_value("minutes", "mood", "pass_percent", value="lots"),
    "a number out of range": with_value("minutes", "mood", "pass_percent", value="999"),
    "half a number": with_value("minutes", "mood", "pass_percent", value="1.5"),
    "a number for a text": with_value("en", value="12"),
    "a truth for texts": with_value("slug", "go", "kind", value="true"),
    "an empty text": with_value("en", value='""'),
    "a text with NUL": with_value("en", value='"a\\0b"'),
    "half a character": with_value("en", value='"\\ud800"'),
    "no such target": with_value("go", "start", value="nowhere-at-all"),
    "no such kind": with_value("kind", "outcome", "recovery", value="whatever"),
    "no such format": with_value("format", value="encore.module/9"),
    "a bad name": with_value("slug", "scenario", value="Not A Name"),
    "maybe right": with_value("is_right", value="maybe"),
    "an alias": with_value("en", "slug", value="*other"),
    "an anchor": with_value("en", "slug", value="&this one"),
    "a tag": with_value("en", "minutes", value="!!str 12"),
    "an open quotation mark": with_value("en", value='"left open'),
    "an open bracket": with_value("en", "go", value="[a, b"),
    "a colon": with_value("en", value="one: two"),
    "a reserved sign": with_value("en", value="@home"),
    "a tab": tab,
    "cut in the middle": cut,
    "too far in": deeper,
    "not UTF-8": wrong_encoding,
    "UTF-16": utf_16,
    "a control character": control_character,
    "a skill without points": unused_skill,
    "a language is missing": language_gone,
    "no choices": long_list,
}
