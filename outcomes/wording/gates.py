"""What a verdict asks for, what there is, and what is missing, in words."""

from dataclasses import dataclass
from math import ceil
from types import MappingProxyType

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from outcomes.wording.amounts import percent, tidy, whole
from outcomes.wording.places import people_count

SHARES = frozenset({"weeks_before", "largest_team"})
NAMES = {
    "teams": gettext_lazy("Teams with somebody who did it"),
    "people": gettext_lazy("People with enough answers"),
    "responses_after": gettext_lazy("Answers after"),
    "weeks_before": gettext_lazy("People known 4 weeks before"),
    "controls": gettext_lazy("Weeks with a comparison"),
    "largest_team": gettext_lazy("Largest team’s share"),
    "clusters": gettext_lazy("Teams, by the spread of answers"),
}
# The gate that says most about what is missing comes first.
ORDER = (
    "teams",
    "people",
    "responses_after",
    "weeks_before",
    "controls",
    "largest_team",
    "clusters",
)


@dataclass(frozen=True)
class GateRow:
    """One line of "Enough to judge?"; ``missing`` says what would pass it, or "".

    url: of the rows that ``have`` was counted from, or "".
    """

    key: str
    name: str
    have: str
    is_passed: bool
    missing: str
    url: str = ""


def gate_rows(gates, urls=MappingProxyType({})):
    """Return a GateRow for each of ``gates``, as they stand in findings.

    urls: {key: address of the rows behind it}.
    """
    return [
        GateRow(
            key=gate["key"],
            name=str(NAMES.get(gate["key"], gate["key"])),
            have=_have(gate),
            is_passed=gate["is_passed"],
            missing="" if gate["is_passed"] else _missing(gate),
            url=urls.get(gate["key"], "") if gate["have"] else "",
        )
        for gate in gates
    ]


def first_failed(gates):
    """Return the failed gate that says most about what is missing; None when all hold."""
    failed = {gate["key"]: gate for gate in gates if not gate["is_passed"]}
    ranked = [failed[key] for key in ORDER if key in failed]
    return ranked[0] if ranked else next(iter(failed.values()), None)


def failed_too(gates, first):
    """Return in a sentence what is too few beside what ``first``, a gate, counts; or ""."""
    failed = {gate["key"] for gate in gates if not gate["is_passed"]} - {first["key"]}
    return {
        frozenset({"people", "responses_after"}): _(
            "People and answers are too few as well."
        ),
        frozenset({"people"}): _("People are too few as well."),
        frozenset({"responses_after"}): _("Answers are too few as well."),
    }.get(frozenset(failed & {"people", "responses_after"}), "")


def failed_sentence(gate):
    """Return in one sentence why ``gate`` is not passed."""
    have, need = _said(gate, gate["have"]), _said(gate, gate["need"])
    is_counted = gate["key"] in ("teams", "responses_after")
    count = gate["have"] if is_counted else 2
    sentence = {
        "teams": ngettext(
            "{have} team has people who did it and can be judged; it takes {need}.",
            "{have} teams have people who did it and can be judged; it takes {need}.",
            count,
        ),
        "people": _("{have} people have enough answers; it takes {need}."),
        "responses_after": ngettext(
            "There is {have} answer from after it; it takes {need}.",
            "There are {have} answers from after it; it takes {need}.",
            count,
        ),
        "weeks_before": _(
            "Only {have} of the people were known for 4 weeks before it; it takes {need}."
        ),
        "controls": _("In some weeks everybody had done it: nobody to compare with."),
        "largest_team": _(
            "{have} of the answers come from one team; {need} is the most it may be."
        ),
        "clusters": _(
            "The answers come from too few teams: as if from {have}, it takes {need}."
        ),
    }.get(gate["key"], _("{have} of at least {need}.")).format(have=have, need=need)
    return sentence[:1].upper() + sentence[1:]


def _have(gate):
    have, need = _said(gate, gate["have"]), _said(gate, gate["need"])
    if gate["key"] == "largest_team":
        return _("{have} of at most {need}").format(have=have, need=need)
    if gate["key"] == "controls":
        total = whole(gate.get("of") or 0)
        return _("{have} of {total}, at least {need}").format(
            have=have, total=total, need=need
        )
    return _("{have} of at least {need}").format(have=have, need=need)


def _said(gate, number):
    if gate["key"] in SHARES:
        return percent(number)
    if gate["key"] == "people":
        return people_count(number)
    return tidy(number, 1) if gate["key"] == "clusters" else whole(number)


def _missing(gate):
    """Return what would pass ``gate``: so many more of what it counts, or another act."""
    more = ceil(gate.get("missing") or 0)
    if gate["key"] == "controls":
        return _("Let some people wait for it: they are the comparison.")
    if not more:
        return _("More of the same would not do.")
    return {
        "teams": ngettext("{count} more team", "{count} more teams", more),
        "people": ngettext("{count} more person", "{count} more people", more),
        "responses_after": ngettext(
            "{count} more answer", "{count} more answers", more
        ),
        "weeks_before": ngettext(
            "{count} more person with a longer past",
            "{count} more people with a longer past",
            more,
        ),
        "largest_team": ngettext(
            "{count} more answer for other teams",
            "{count} more answers for other teams",
            more,
        ),
        "clusters": ngettext("{count} more team", "{count} more teams", more),
    }.get(gate["key"], ngettext("{count} more", "{count} more", more)).format(
        count=whole(more)
    )
