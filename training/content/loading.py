"""YAML that means what it says: text stays text, and nothing is said twice or by proxy."""

import re

import yaml
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

# A skill level lies 6 deep and a scenario 10; far beyond, readers run out of stack.
MOST_DEPTH = 40
# What may not stand in YAML as it is. Source: YAML 1.1, section 5.1.
_NOT_YAML = re.compile(
    "[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
)


# The reader in C where there is one: it takes a tenth of the time.
class ContentLoader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
    """YAML without its traps: no yes/no/on/off, no dates, no octals, no key twice."""

    def construct_mapping(self, node, deep=False):
        seen = set()
        for key_node, _value in node.value:
            key = self.construct_object(key_node, deep=True)
            if not isinstance(key, str):
                raise yaml.MarkedYAMLError(
                    problem=_("“%(key)s” has to stand in quotation marks.")
                    % {"key": str(key)[:60]},
                    problem_mark=key_node.start_mark,
                )
            if key in seen:
                raise yaml.MarkedYAMLError(
                    problem=_("“%(key)s” stands here twice.") % {"key": key[:60]},
                    problem_mark=key_node.start_mark,
                )
            seen.add(key)
        return super().construct_mapping(node, deep)


# What is not in quotation marks is one of these, or text. As YAML 1.2 and JSON have it:
# "no" is Norwegian here, 12:30 a time of day, and 2026-01-01 what somebody wrote.
ContentLoader.yaml_implicit_resolvers = {}
for tag, pattern, first in [
    ("bool", r"^(?:true|false)$", "tf"),
    ("null", r"^(?:~|null|Null|NULL|)$", ["~", "n", "N", ""]),
    ("int", r"^[-+]?(?:0|[1-9][0-9]{0,29})$", "-+0123456789"),
    (
        "float",
        r"^[-+]?[0-9]{1,30}(?:\.[0-9]{1,30})?(?:[eE][-+]?[0-9]{1,3})?$",
        "-+0123456789",
    ),
]:
    ContentLoader.add_implicit_resolver(
        f"tag:yaml.org,2002:{tag}", re.compile(pattern), list(first)
    )


# Of what a YAML reader says, in English: the part that tells, and what it means.
_MEANINGS = [
    ("found a tab", "tab"),
    ("cannot start any token", "cannot_begin"),
    ("mapping values are not allowed", "stray_colon"),
    ("unexpected end of stream", "open_quote"),
    ("could not find expected ':'", "no_colon"),
    ("but found another document", "second_document"),
    ("did not find expected key", "misfit"),
    ("expected '-' indicator", "misfit"),
    ("expected <block end>", "misfit"),
]
# Where such a fault began, which is not where it was noticed.
_BEGAN_EARLIER = {"open_quote", "no_colon"}

_REASONS = {
    "tab": lambda: _("A tab stands here. Allowed: spaces."),
    "cannot_begin": lambda: _(
        "“%(found)s” cannot begin a text. Allowed: the text in quotation marks."
    ),
    "stray_colon": lambda: _(
        "A colon stands where none can. Allowed: a text with a colon in quotation "
        "marks, and the same indentation for what belongs together."
    ),
    "open_quote": lambda: _("The quotation mark that opens here is never closed."),
    "open_bracket": lambda: _(
        "The bracket that opens here is never closed, or a comma is missing in it."
    ),
    "no_colon": lambda: _(
        "A colon is missing. Allowed: a name, a colon, and what it is."
    ),
    "second_document": lambda: _("A second document begins. Allowed: one in a file."),
    "misfit": lambda: _(
        "This line does not fit those before it. Allowed: the same indentation for "
        "what belongs together, and quotation marks in pairs."
    ),
}


def load_yaml(text):
    """Return what the YAML ``text`` says, made of dict, list, str, int, float and bool.

    Raises ValidationError, code "unreadable", params line (from 1) and reason.
    """
    if found := _NOT_YAML.search(text):
        line = text.count("\n", 0, found.start()) + 1
        reason = _("A control character stands here. Allowed: text.")
        raise _unreadable(line, reason)
    try:
        _refuse_by_proxy(text)
        return yaml.load(text, ContentLoader)  # noqa: S506  (a SafeLoader)
    except yaml.MarkedYAMLError as fault:
        line, reason = _told(fault, text)
        raise _unreadable(line, reason) from fault


def _refuse_by_proxy(text):
    """Refuse aliases, which may grow beyond every memory, tags, and endless depth."""
    opened, quoted = [], None
    try:
        for event in yaml.parse(text, ContentLoader):
            if isinstance(event, yaml.CollectionStartEvent):
                opened.append(event)
            elif isinstance(event, yaml.CollectionEndEvent):
                opened.pop()
            if reason := _refusal(event, len(opened)):
                raise _unreadable(event.start_mark.line + 1, reason)
            is_scalar = isinstance(event, yaml.ScalarEvent)
            quoted = event if is_scalar and event.style in ("'", '"') else None
    except yaml.MarkedYAMLError as fault:
        noticed = getattr(fault.problem_mark, "line", None)
        # A text that closes only where the next one opens: it was left open before.
        if quoted and quoted.start_mark.line < quoted.end_mark.line == noticed:
            reason = _REASONS["open_quote"]()
            raise _unreadable(quoted.start_mark.line + 1, reason) from fault
        if opened and opened[-1].flow_style and "expected" in fault.problem:
            reason = _REASONS["open_bracket"]()
            raise _unreadable(opened[-1].start_mark.line + 1, reason) from fault
        raise


def _refusal(event, depth):
    if isinstance(event, yaml.AliasEvent):
        return _("Aliases are not allowed: write it out where it is meant.")
    if getattr(event, "anchor", None):
        return _("Anchors are not allowed: write it out where it is meant.")
    if getattr(event, "tag", None):
        return _("Tags such as !!str are not allowed: use quotation marks for text.")
    if depth > MOST_DEPTH:
        return _("Nested more than %(highest)s deep.") % {"highest": MOST_DEPTH}
    return None


def _told(fault, text):
    """Return the line where a YAML ``fault`` began, from 1, and why, in our words."""
    mark = fault.problem_mark or fault.context_mark
    problem = fault.problem or ""
    code = next((code for part, code in _MEANINGS if part in problem), None)
    if code in _BEGAN_EARLIER and fault.context_mark:
        mark = fault.context_mark
    line = mark.line + 1 if mark else 1
    if code == "cannot_begin":
        lines = text.splitlines()
        here = lines[mark.line][mark.column :][:1] if mark.line < len(lines) else ""
        code = "tab" if here == "\t" else code
        return line, _REASONS[code]() % {"found": here}
    if code:
        return line, _REASONS[code]()
    # Our own refusals say it themselves.
    return line, problem


def _unreadable(line, reason):
    params = {"line": line, "reason": reason}
    message = _("line %(line)s: %(reason)s")
    return ValidationError(message, code="unreadable", params=params)
