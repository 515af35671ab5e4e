"""The verdict: struck over all modules judged in one run, never over one alone."""

from dataclasses import asdict, dataclass

from outcomes.engine.finding import Finding
from outcomes.engine.settings import Settings

PAYS_OFF = "pays_off"
HARMFUL = "harmful"
NO_EVIDENCE = "no_evidence"
NOT_ENOUGH_DATA = "not_enough_data"

# Why there is not enough data.
GATES = "gates"
TOO_WIDE = "too_wide"
NO_FIT = "no_fit"


@dataclass(frozen=True)
class Verdict:
    """One module's verdict. p_adjusted: Benjamini-Hochberg, None when not judged.

    reason: why there is not enough data, "" for the other verdicts: GATES (see the
    finding's gates), NO_FIT (nothing to estimate from) or TOO_WIDE (a worthwhile effect
    could have been missed). is_fragile is a label beside the verdict.
    """

    verdict: str
    p: float
    p_adjusted: float | None
    is_fragile: bool
    reason: str = ""

    def as_stored(self) -> dict:
        return asdict(self)


def adjusted(chances):
    """Return Benjamini-Hochberg adjusted p-values, in the order given.

    >>> [round(p, 4) for p in adjusted([0.01, 0.04, 0.03])]
    [0.03, 0.04, 0.04]
    """
    count = len(chances)
    falling = sorted(range(count), key=lambda i: chances[i], reverse=True)
    lowest, by_index = 1.0, {}
    for steps, i in enumerate(falling):
        lowest = min(lowest, chances[i] * count / (count - steps))
        by_index[i] = lowest
    return [by_index[i] for i in range(count)]


def strike_verdicts(
    findings: dict[str, Finding], settings: Settings
) -> dict[str, Verdict]:
    """Return the verdict of each module; all findings of one metric and one run.

    The correction for asking many questions counts the findings that passed their
    gates; the gates do not look at effects.
    """
    judged = [name for name, finding in findings.items() if finding.is_enough]
    chances = adjusted([findings[name].p for name in judged])
    p_adjusted = dict(zip(judged, chances, strict=True))
    return {
        name: verdict_of(finding, p_adjusted.get(name), settings)
        for name, finding in findings.items()
    }


def verdict_of(finding, p_adjusted, settings):
    """Return the Verdict of one finding with its adjusted p; None = not judged."""
    word, reason = NOT_ENOUGH_DATA, ""
    if p_adjusted is None:
        is_failed = not all(gate.is_passed for gate in finding.gates)
        reason = GATES if is_failed else NO_FIT
    elif p_adjusted <= settings.false_share:
        word = PAYS_OFF if finding.effect * settings.sign > 0 else HARMFUL
    elif finding.smallest_detectable <= settings.worthwhile:
        word = NO_EVIDENCE
    else:
        reason = TOO_WIDE
    return Verdict(word, finding.p, p_adjusted, finding.is_fragile, reason)
