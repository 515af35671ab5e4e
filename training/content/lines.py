"""On which line a place of a document stands in the file it was read from."""

import json
import re

import yaml

from training.content.loading import ContentLoader
from training.scenario.finding import place

# What a fault names, by its code: the parameter that holds it, or the field that does.
_NAMED = {
    "unknown_field": "names",
    "bad_key": "found",
    "bad_language": "found",
    "bad_flag": "found",
    "bad_slug": "found",
    "bad_taken": "found",
    "unknown_target": "target",
    "unknown_flag": "flag",
    "unknown_taken": "taken",
    "unknown_taken_scene": "taken",
    "undeclared_skill": "skill",
    "duplicate_choice": "choice",
    "repeated": "found",
    "key_twice": "key",
}
# Of something that stands there twice, the second is the one too many.
_TWICE = {"duplicate_choice", "repeated", "key_twice"}
_LAST_PART = re.compile(r"(?:^|\.|\[)[^.\[]*$")


class Lines:
    """The lines of one YAML text that can be read, by place: ``steps[2].questions[0]``."""

    def __init__(self, text):
        self._places, self._scalars = {"document": 1}, []
        root = yaml.compose(text, ContentLoader)
        if root is not None:
            self._walk(root)

    def of(self, where, code="", params=None):
        """Return the line of ``where``, from 1: there, or of what holds it.

        code, params: of the fault, which may name something further down.
        """
        while where not in self._places and where:
            where = _LAST_PART.sub("", where)
        named = _named(code, params or {})
        below = [
            line
            for inside, text, line in self._scalars
            if text == named and _is_meant(inside, where, code)
        ]
        if below:
            return below[-1 if code in _TWICE else 0]
        return self._places.get(where, 1)

    def naming(self, text, fields):
        """Return the line where one of ``fields`` says ``text``, from 1; None = none."""
        for inside, said, line in self._scalars:
            field = re.sub(r"\[\d+\]$", "", inside).rpartition(".")[2]
            if said == text and field in fields:
                return line
        return None

    def saying(self, text):
        """Return the line of the first field that says ``text``, from 1; None = none."""
        lines = [line for _inside, said, line in self._scalars if text in said]
        return lines[0] if lines else None

    def _walk(self, root):
        waiting = [(root, (), root.start_mark.line + 1)]
        while waiting:
            node, path, line = waiting.pop()
            where = place(path)
            self._places.setdefault(where, line)
            if isinstance(node, yaml.MappingNode):
                pairs = [(key.value, key, value) for key, value in node.value]
                for name, key, _value in pairs:
                    self._scalars.append((where, name, key.start_mark.line + 1))
                inner = [
                    (value, (*path, name), key.start_mark.line + 1)
                    for name, key, value in pairs
                ]
            elif isinstance(node, yaml.SequenceNode):
                inner = [
                    (value, (*path, number), value.start_mark.line + 1)
                    for number, value in enumerate(node.value)
                ]
            else:
                self._scalars.append((where, node.value, node.start_mark.line + 1))
                inner = []
            waiting += reversed(inner)


def _named(code, params):
    """Return the text that a fault names, as it stands in the file; None = none."""
    if code not in _NAMED or _NAMED[code] not in params:
        return None
    named = params[_NAMED[code]]
    if _NAMED[code] == "names":
        return named.split(", ")[0]
    if _NAMED[code] == "found":
        found = json.loads(named) if named[:1] == '"' else named
        return found if isinstance(found, str) else None
    return named


def _is_meant(inside, where, code):
    """Tell whether a text that stands ``inside`` is what a fault at ``where`` names."""
    if code in ("duplicate_choice", "key_twice"):
        return re.fullmatch(re.escape(where) + r"\[\d+\]\.(?:key|slug)", inside)
    if where == "document" or inside == where:
        return True
    return inside.startswith((f"{where}.", f"{where}["))
