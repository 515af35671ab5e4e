"""Does a document fit the schema of its kind, and does it hold together by itself?"""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import islice
from pathlib import Path

from jsonschema import Draft202012Validator

from training.certification.validity import Policy, policy_faults
from training.media.pictures import without_words
from training.quiz.questions import QuestionKind, all_accepted
from training.quiz.typed import folded
from training.scenario import structure, validate
from training.scenario.finding import Finding, gettext_noop
from training.scenario.shape import CONTENT_SIZE

SCHEMAS = Path(__file__).parent / "schemas"
SCENARIO, BANK = "encore.scenario/1", "encore.bank/1"
# By the format a document names: its schema.
SCHEMA_OF = {
    "encore.skills/1": json.loads((SCHEMAS / "skills.json").read_text("utf-8")),
    SCENARIO: structure.SCHEMA,
    BANK: json.loads((SCHEMAS / "bank.json").read_text("utf-8")),
    "encore.module/1": json.loads((SCHEMAS / "module.json").read_text("utf-8")),
    "encore.path/1": json.loads((SCHEMAS / "path.json").read_text("utf-8")),
}

MESSAGES = {
    "unknown_format": gettext_noop(
        "The format says what the file is. Allowed: %(allowed)s."
    ),
    "key_twice": gettext_noop("The key “%(key)s” stands twice in one list."),
    "certification_window": gettext_noop("Longer than the certificate counts."),
    "certification_years": gettext_noop(
        "With a fixed day, whole years. Allowed: 12, 24, 36 and so on."
    ),
    "certification_no_such_day": gettext_noop("There is no such day."),
    "certification_day_missing": gettext_noop(
        "Say the last day that counts, as in “on: 12-31”."
    ),
    "certification_day_extra": gettext_noop("A day belongs to “from: calendar” alone."),
    "own_refresher": gettext_noop("The module cannot be its own."),
    "several_right": gettext_noop(
        "%(right)s options are right. Allowed: one, or “kind: multiple”."
    ),
    "picture_without_words": gettext_noop(
        "A picture is shown without words. Allowed: ![what can be seen](media:…)."
    ),
    "unwritable": gettext_noop("“%(answer)s” has neither a letter nor a number."),
}
# What the fault of a certification is about.
_CERTIFICATION_FIELDS = {
    "window": "certification.window_days",
    "years": "certification.months",
    "no_such_day": "certification.on",
    "day_missing": "certification",
    "day_extra": "certification.on",
}
_VALIDATORS = {kind: Draft202012Validator(schema) for kind, schema in SCHEMA_OF.items()}
# A bank is looked at without its questions, then question by question.
_FRAME_OF_BANK = json.loads(json.dumps(SCHEMA_OF[BANK]))
del _FRAME_OF_BANK["properties"]["questions"]["items"]
_VALIDATORS[BANK] = Draft202012Validator(_FRAME_OF_BANK)
_QUESTION = Draft202012Validator(
    {"$ref": "#/$defs/question", "$defs": SCHEMA_OF[BANK]["$defs"]}
)


def content_findings(document: object) -> list[Finding]:
    """Return what is wrong with ``document``, any value; [] when nothing is.

    Only what the document shows by itself: whether what it names exists is asked when
    it is published.
    """
    kind = document.get("format") if isinstance(document, dict) else None
    if not isinstance(kind, str) or kind not in SCHEMA_OF:
        where = "format" if kind is not None else "document"
        return [_finding("unknown_format", where, allowed=", ".join(SCHEMA_OF))]
    if kind == SCENARIO:
        return validate.findings(document)
    if found := _schema_findings(document, kind):
        return found
    return [
        *_certification_findings(document),
        *_keys_twice(document),
        *_pictures_without_words(document),
        *(
            finding
            for place, question in _questions(document)
            for finding in _question_findings(place, question)
        ),
    ]


def question_findings(question: dict) -> list[Finding]:
    """Return what is wrong with one ``question`` of a bank; [] when nothing is."""
    found = _question_schema_findings(json.dumps(question))
    return list(found) or list(_question_findings("", question))


def _schema_findings(document, kind):
    found = structure.schema_findings(document, _VALIDATORS[kind], CONTENT_SIZE)
    if kind == BANK and not found:
        inner = (
            replace(finding, where=f"questions[{number}]{_below(finding.where)}")
            for number, question in enumerate(document["questions"])
            for finding in _question_schema_findings(json.dumps(question))
        )
        found = list(islice(inner, structure.MOST_FINDINGS))
    return found


# In a bank of 2,000 one question changes at a time; the others are known.
@lru_cache(maxsize=8192)
def _question_schema_findings(question):
    return tuple(structure.schema_findings(json.loads(question), _QUESTION))


def _below(where):
    if where == "document":
        return ""
    return where if where.startswith("[") else f".{where}"


def policy_in(document: dict) -> Policy | None:
    """Return the validity.Policy that the module ``document`` sets, or None."""
    stated = document.get("certification")
    if stated is None:
        return None
    fixed_on = tuple(map(int, stated["on"].split("-"))) if "on" in stated else None
    return Policy(stated["months"], stated["from"], stated["window_days"], fixed_on)


def _certification_findings(document: dict) -> Iterator[Finding]:
    policy = policy_in(document)
    for code in policy_faults(policy) if policy else []:
        yield _finding(f"certification_{code}", _CERTIFICATION_FIELDS[code])
    if policy and document["certification"].get("refresher") == document["slug"]:
        yield _finding("own_refresher", "certification.refresher")


def _keys_twice(document: dict) -> Iterator[Finding]:
    for place, rows in _lists(document):
        keys = [row.get("key", row.get("slug")) for row in rows]
        for key, count in Counter(keys).items():
            if count > 1:
                yield _finding("key_twice", place, key=key)


def _pictures_without_words(document: dict) -> Iterator[Finding]:
    for number, step in enumerate(document.get("steps", [])):
        for language, text in step.get("body", {}).items():
            if without_words(text):
                yield _finding(
                    "picture_without_words", f"steps[{number}].body.{language}"
                )


def _lists(document: dict) -> Iterator[tuple[str, list[dict]]]:
    """Yield (place, rows) of every list whose rows have keys of their own."""
    for field in ("skills", "steps", "questions"):
        rows = document.get(field, [])
        if rows and isinstance(rows[0], dict):
            yield field, rows
    for number, step in enumerate(document.get("steps", [])):
        for field in ("checklist", "questions"):
            yield f"steps[{number}].{field}", step.get(field, [])
    for place, question in _questions(document):
        for field in ("options", "items"):
            yield f"{place}.{field}", question.get(field, [])


def _questions(document: dict) -> Iterator[tuple[str, dict]]:
    """Yield (place, question) of every question of a module or a bank."""
    for number, question in enumerate(document.get("questions", [])):
        yield f"questions[{number}]", question
    for place, step in enumerate(document.get("steps", [])):
        for number, question in enumerate(step.get("questions", [])):
            yield f"steps[{place}].questions[{number}]", question


def _question_findings(place: str, question: dict) -> Iterator[Finding]:
    """Yield why nobody could ever answer ``question`` rightly."""
    if question["kind"] == QuestionKind.SINGLE:
        right = sum(option.get("is_right", False) for option in question["options"])
        if right > 1:
            yield _finding("several_right", place, right=right)
    if question["kind"] == QuestionKind.SHORT:
        for answer in all_accepted(question):
            if not folded(answer):
                yield _finding("unwritable", f"{place}.accepted", answer=answer)


def _finding(code: str, where: str, **params: str | int) -> Finding:
    return Finding(code, where, MESSAGES[code], params)
