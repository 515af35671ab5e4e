"""Modules and question banks in words: their parts, fields, and what is in the way."""

from collections import Counter
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from studio.rules.content_parts import (
    FRAME,
    ROWS,
    STEP_KINDS,
    kind_of,
    part,
    part_of,
    questions,
    steps,
)
from studio.wording.findings import SHORT, Shown
from training.choices import StepKind
from training.scenario.document import text

# Questions of a bank that stand in the outline at once.
MOST_LINES = 100
QUESTIONS = {
    "single": gettext_lazy("One answer is right"),
    "multiple": gettext_lazy("Several answers can be right"),
    "ordering": gettext_lazy("Put things in order"),
    "short": gettext_lazy("Type a short answer"),
}
KINDS = {
    "module": gettext_lazy("The frame"),
    "bank": gettext_lazy("The frame"),
    **{kind.value: kind.label for kind in StepKind},
    **dict.fromkeys(QUESTIONS, gettext_lazy("Question")),
}
FIELDS = {
    "title": gettext_lazy("Title"),
    "summary": gettext_lazy("What one learns, in two sentences"),
    "minutes": gettext_lazy("Minutes"),
    "skills": gettext_lazy("Skills"),
    "prerequisites": gettext_lazy("Modules that are easier first"),
    "months": gettext_lazy("Months that it counts"),
    "from": gettext_lazy("From when it counts"),
    "on": gettext_lazy("Last day of the year that counts"),
    "window_days": gettext_lazy("Days before its end to renew it"),
    "refresher": gettext_lazy("Shorter module that renews it"),
    "per_seat": gettext_lazy("For each person who completes it"),
    "to_build": gettext_lazy("Once, to make it"),
    "currency": gettext_lazy("Currency"),
    "steps": gettext_lazy("Steps"),
    "body": gettext_lazy("Text"),
    "scenario": gettext_lazy("Scenario"),
    "pass_percent": gettext_lazy("Per cent that must be right"),
    "attempts": gettext_lazy("How often it may be tried"),
    "shuffle": gettext_lazy("Another order each time"),
    "questions": gettext_lazy("Questions"),
    "bank": gettext_lazy("Question bank"),
    "draw": gettext_lazy("Questions drawn from the bank"),
    "observer": gettext_lazy("Who may observe"),
    "checklist": gettext_lazy("Points to look for"),
    "hint": gettext_lazy("Hint for the observer"),
    "video": gettext_lazy("Video"),
    "captions": gettext_lazy("Captions"),
    "transcript": gettext_lazy("What is said, to read instead"),
    "text": gettext_lazy("Words"),
    "why": gettext_lazy("Explanation"),
    "kind": gettext_lazy("How it is answered"),
    "options": gettext_lazy("Answers"),
    "is_right": gettext_lazy("This is right"),
    "items": gettext_lazy("Things to put in order"),
    "accepted": gettext_lazy("Answers that are right"),
    "certification": gettext_lazy("Certificate"),
    "cost": gettext_lazy("Cost"),
}


def part_name(document, at, language):
    """Return the part at ``at`` in words: “Reading “At the door””."""
    kind = kind_of(document, at)
    if at == FRAME:
        return str(KINDS[kind])
    names = {"kind": KINDS[kind], "title": part_title(document, at, language)}
    return _("%(kind)s “%(title)s”") % names


def part_title(document, at, language):
    """Return the title or the words of the part at ``at``; its key where there are none."""
    return _title(part(document, at), language)


def _title(here, language):
    said = text(here.get("title", here.get("text", {})), language)
    if not said:
        return here.get("key", here.get("slug", ""))
    return said if len(said) <= SHORT else f"{said[: SHORT - 1].rstrip()}…"


def shown(findings, document, language):
    """Return ``findings`` of ``document`` as a list of studio.wording.findings.Shown."""
    return [_shown(finding, document, language) for finding in findings]


def _shown(finding, document, language):
    at, field, row = part_of(document, finding.where)
    place = part_name(document, at, language)
    said = [] if row is None else [row_name(ROWS[kind_of(document, at)], row)]
    if field in FIELDS:
        said.append(str(FIELDS[field]))
    where = f"{place}: {', '.join(said)}" if said else place
    return Shown(at, where, _text(finding))


def row_name(field, number):
    """Return row ``number``, from 0, of ``field`` in words: “answer 1”."""
    phrases = {
        "options": _("answer %(number)s"),
        "items": _("thing %(number)s"),
        "checklist": _("point %(number)s"),
    }
    return phrases[field] % {"number": number + 1}


def _text(finding):
    """Return the finding in words; in plainer ones where the checks speak of fields."""
    params = finding.params
    if finding.code in ("missing", "needs_one"):
        named = [str(FIELDS.get(name, name)) for name in params["names"].split(", ")]
        if finding.code == "needs_one":
            return _("It needs one of these: %(names)s.") % {"names": ", ".join(named)}
        return _("Still to write: %(names)s.") % {"names": ", ".join(named)}
    if finding.code == "needs_other":
        name = FIELDS.get(params["other"], params["other"])
        return _("Still to say: %(names)s.") % {"names": name}
    if finding.code == "none_right":
        return _("No answer is right yet.")
    if finding.code == "several_right":
        return _("More than one answer is right. Say that several can be.")
    if finding.code in ("too_few", "wrong_count") and params["count"] == 0:
        return _("There is nothing here yet.")
    if finding.code == "bad_digest":
        return _("Choose a file.")
    return _(finding.message) % params


@dataclass(frozen=True)
class Line:
    """One line of the outline. kind: of a step, in words. inner: questions of a quiz, or of
    a range. is_range: a stretch of many questions; ``at`` is the first of them."""

    at: str
    title: str
    kind: str
    findings: int
    inner: tuple["Line", ...] = ()
    is_range: bool = False


def outline(document, findings, language, at=FRAME):
    """Return the Lines of ``document``: the frame, then its steps or its questions.

    findings: what stands in the way of publishing. Of a bank with more than MOST_LINES
    questions, a line for each so many, and below it those among which ``at`` is.
    """
    counts = Counter(part_of(document, finding.where)[0] for finding in findings)

    def line(at, here, inner=()):
        kind = kind_of(document, at) if at == FRAME else here["kind"]
        title = KINDS[kind] if at == FRAME else _title(here, language)
        words = KINDS[kind] if kind in STEP_KINDS else ""
        return Line(at, title, words, counts[at], tuple(inner))

    lines = [line(FRAME, document)]
    for step in steps(document):
        inner = [line(f"{step['key']}/{each['key']}", each) for each in questions(step)]
        lines.append(line(step["key"], step, inner))
    asked = questions(document)
    if len(asked) <= MOST_LINES:
        return lines + [line(each["key"], each) for each in asked]
    for begin in range(0, len(asked), MOST_LINES):
        held = asked[begin : begin + MOST_LINES]
        keys = [each["key"] for each in held]
        words = _("%(first)s to %(last)s")
        title = words % {"first": begin + 1, "last": begin + len(held)}
        inner = tuple(line(each["key"], each) for each in held) if at in keys else ()
        found = sum(counts[key] for key in keys)
        lines.append(Line(keys[0], title, "", found, inner, is_range=True))
    return lines
