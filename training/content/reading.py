"""Reading content files: YAML that means what it says, checked before it is used."""

import json
import re
from pathlib import Path

import yaml
from django.core.exceptions import ValidationError
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from jsonschema import Draft202012Validator
from jsonschema.exceptions import best_match

from training.certification.validity import Policy, policy_faults
from training.quiz.questions import QuestionKind, all_accepted
from training.quiz.typed import folded
from training.scenario.shape import shape_fault
from training.scenario.validate import findings

SCHEMAS = Path(__file__).parent / "schemas"
# Of a schema's complaint, which may quote the whole document.
MOST_CHARACTERS = 300


# The reader in C where there is one: it takes a tenth of the time.
class ContentLoader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
    """YAML without its traps: no yes/no/on/off booleans, no key twice."""

    def construct_mapping(self, node, deep=False):
        seen = set()
        for key_node, _value in node.value:
            key = self.construct_object(key_node, deep=True)
            if not isinstance(key, str):
                raise yaml.MarkedYAMLError(
                    problem=f"“{key_node.value}” has to stand in quotation marks",
                    problem_mark=key_node.start_mark,
                )
            if key in seen:
                raise yaml.MarkedYAMLError(
                    problem=f"“{key}” stands here twice",
                    problem_mark=key_node.start_mark,
                )
            seen.add(key)
        return super().construct_mapping(node, deep)


# Only true and false are booleans, as in YAML 1.2: "no" is Norwegian here.
ContentLoader.yaml_implicit_resolvers = {
    first: [each for each in resolvers if each[0] != "tag:yaml.org,2002:bool"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
ContentLoader.add_implicit_resolver(
    "tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf")
)


def read_content(path):
    """Return the checked document in the YAML file at ``path``.

    Its ``format`` says what it is: encore.skills/1, encore.module/1, encore.bank/1,
    encore.path/1 or encore.scenario/1. Raises ValidationError, code "unreadable" or
    "invalid", one message a fault, each beginning with the file's name and the line or
    place.
    """
    try:
        text = path.read_text("utf-8-sig")
        _refuse_aliases(text)
        document = yaml.load(text, ContentLoader)  # noqa: S506  (a SafeLoader)
    except (OSError, UnicodeDecodeError) as fault:
        message = _("%(file)s: %(reason)s")
        params = {"file": path.name, "reason": fault}
        raise ValidationError(message, code="unreadable", params=params) from fault
    except (yaml.YAMLError, ValueError, RecursionError) as fault:
        mark = getattr(fault, "problem_mark", None)
        line = mark.line + 1 if mark else _line_at(text, fault)
        reason = getattr(fault, "problem", None) or getattr(fault, "reason", fault)
        message = _("%(file)s, line %(line)s: %(reason)s")
        params = {"file": path.name, "line": line, "reason": reason}
        raise ValidationError(message, code="unreadable", params=params) from fault
    if faults := content_faults(document):
        raise ValidationError(
            [
                ValidationError(f"{path.name}, {fault}", code="invalid")
                for fault in faults
            ]
        )
    return document


def _refuse_aliases(text):
    """Refuse a text that names a part of itself: it may grow beyond every memory."""
    for event in yaml.parse(text, ContentLoader):
        if isinstance(event, yaml.AliasEvent):
            raise yaml.MarkedYAMLError(
                problem="aliases are not allowed", problem_mark=event.start_mark
            )


def _line_at(text, fault):
    """Return the line of ``text`` a YAML reader stopped in; 1 when it does not say."""
    return text.count("\n", 0, getattr(fault, "position", 0)) + 1


def content_faults(document):
    """Return what is wrong with ``document``, any value, as texts; empty when nothing."""
    known = {
        "encore.skills/1": "skills.json",
        "encore.module/1": "module.json",
        "encore.bank/1": "bank.json",
        "encore.path/1": "path.json",
    }
    kind = document.get("format") if isinstance(document, dict) else None
    if kind == "encore.scenario/1":
        return [
            f"{finding.where}: {_(finding.message) % finding.params}"
            for finding in findings(document)
        ]
    if not isinstance(kind, str) or kind not in known:
        allowed = ", ".join([*known, "encore.scenario/1"])
        return [_("format: it says what the file is. Allowed: %s.") % allowed]
    if fault := shape_fault(document):
        return [f"{fault.where}: {_(fault.message) % fault.params}"]
    schema = json.loads((SCHEMAS / known[kind]).read_text("utf-8"))
    fault = best_match(Draft202012Validator(schema).iter_errors(document))
    if fault:
        place = fault.json_path.removeprefix("$.")
        return [f"{place}: {Truncator(fault.message).chars(MOST_CHARACTERS)}"]
    return _certification_faults(document) + [
        fault
        for place, question in _questions(document)
        for fault in _question_faults(place, question)
    ]


def policy_in(document):
    """Return the validity.Policy that the module ``document`` sets, or None."""
    stated = document.get("certification")
    if stated is None:
        return None
    fixed_on = tuple(map(int, stated["on"].split("-"))) if "on" in stated else None
    return Policy(stated["months"], stated["from"], stated["window_days"], fixed_on)


def _certification_faults(document):
    """Return a fault for each thing a certification says that cannot be kept."""
    policy = policy_in(document)
    sentences = {
        "window": _("certification.window_days: longer than the certificate counts."),
        "years": _("certification.months: with a fixed day, whole years: 12, 24, 36."),
        "no_such_day": _("certification.on: there is no such day."),
        "day_missing": _("certification.on: say the last day that counts, as 12-31."),
        "day_extra": _("certification.on: it belongs to “from: calendar” alone."),
    }
    faults = [sentences[code] for code in (policy_faults(policy) if policy else [])]
    if policy and document["certification"].get("refresher") == document["slug"]:
        faults.append(_("certification.refresher: the module cannot be its own."))
    return faults


def _questions(document):
    """Yield (place, question) of every question of a module or a bank."""
    for number, question in enumerate(document.get("questions", [])):
        yield f"questions[{number}]", question
    for place, step in enumerate(document.get("steps", [])):
        for number, question in enumerate(step.get("questions", [])):
            yield f"steps[{place}].questions[{number}]", question


def _question_faults(place, question):
    """Return why nobody could ever answer ``question`` rightly, as texts."""
    if question["kind"] == QuestionKind.SINGLE:
        right = sum(option.get("is_right", False) for option in question["options"])
        if right > 1:
            message = _("%(place)s: single, but %(right)s are right.")
            return [message % {"place": place, "right": right}]
    if question["kind"] == QuestionKind.SHORT:
        return [
            _("%(place)s: “%(answer)s” has neither a letter nor a number.")
            % {"place": place, "answer": answer}
            for answer in all_accepted(question)
            if not folded(answer)
        ]
    return []
