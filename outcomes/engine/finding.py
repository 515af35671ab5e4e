"""What was found about one module and one metric: plain values, no numpy, no Django."""

from dataclasses import asdict, dataclass, field

# Why somebody who completed the module is not in the estimate.
BEFORE_WINDOW = "completed_before_window"
NO_ASSIGNMENT = "no_assignment_date"
FEW_BEFORE = "few_answers_before"
FEW_AFTER = "few_answers_after"
NOBODY_TO_COMPARE = "nobody_to_compare"

# Where the answers of who is used lie.
BEFORE = "before"
ZONE = "selection_zone"
AFTER = "after"
NOT_COMPARED = "not_compared"
LATER = "later"

# Why a verdict is fragile.
PRETREND = "pretrend"
WIDE_GAP = "wide_gap"
LAGGED_OPPOSITE = "lagged_opposite"

# Why a robustness line is not there.
FEW_WAITED = "few_waited"
NOT_DRAWN = "not_drawn"
NOT_ESTIMABLE = "not_estimable"
NOT_ASKED = "not_asked"


@dataclass(frozen=True)
class Fit:
    """One of the two fits. p is two-sided; se and p are None when it has no spread."""

    effect: float
    se: float | None
    p: float | None
    people: int
    teams: int


@dataclass(frozen=True)
class Point:
    """One point of the picture. first and last: weeks, both included; last None = open.

    For ``curve`` they count from completion, for ``leads`` from assignment. For ``zone``
    the first point is the weeks just before assignment, the second lasts from
    assignment to completion (first 0, last None); both are shown and not used.
    """

    first: int
    last: int | None
    effect: float | None
    se: float | None
    low: float | None
    high: float | None
    strict: float | None = None
    generous: float | None = None
    people: int = 0
    responses: int = 0


@dataclass(frozen=True)
class Line:
    """A robustness line beside the headline; ``reason`` says why there is none."""

    effect: float | None = None
    se: float | None = None
    low: float | None = None
    high: float | None = None
    people: int = 0
    reason: str = ""


@dataclass(frozen=True)
class Gate:
    """A condition for a verdict. more: how many more of ``unit`` would pass it; 0 when
    passed, None when more of the same would not do. of: how many ``have`` is part of,
    None where it is no part."""

    key: str
    have: float
    need: float
    is_passed: bool
    more: int | None
    unit: str
    of: int | None = None


@dataclass(frozen=True)
class Finding:
    """One module, one metric. Effects are in units of the metric, with its sign.

    effect, se, low, high: the headline, (strict + generous) / 2, None when either fit
    is missing. df: teams with a trained person less one. p: of the headline, 1 when
    the fits disagree in sign. covariance: of the curve's points (headline, jackknife), row
    by row. used, left_out: employee indices; ``used`` are those of the strict fit.
    responses_before and responses_after: distinct answers of ``used``. answers: all of
    whoever completed it, by part and by reason of leaving out. gaps: (employee index,
    first week, stop week) in which somebody of a fit was compared with nobody.
    """

    effect: float | None
    se: float | None
    low: float | None
    high: float | None
    df: int
    p: float
    better: str
    strict: Fit | None
    generous: Fit | None
    curve: tuple[Point, ...]
    leads: tuple[Point, ...]
    zone: tuple[Point, ...]
    pretrend_p: float | None
    wait_list: Line
    lagged: Line
    drawn: Line
    gates: tuple[Gate, ...]
    completed: int
    used: tuple[int, ...]
    left_out: dict[str, tuple[int, ...]]
    responses_before: int
    responses_after: int
    top_share_before: float | None
    smallest_detectable: float | None
    clusters: int
    effective_clusters: float
    is_interval_shown: bool
    fragile_reasons: tuple[str, ...]
    covariance: tuple[tuple[float, ...], ...] = field(default=())
    answers: dict[str, int] = field(default_factory=dict)
    gaps: tuple[tuple[int, int, int], ...] = field(default=())

    @property
    def is_fragile(self) -> bool:
        return bool(self.fragile_reasons)

    @property
    def is_enough(self) -> bool:
        """Tell whether every gate was passed and there is something to judge."""
        return all(gate.is_passed for gate in self.gates) and self.se is not None

    def as_stored(self) -> dict:
        """Return plain values that JSON can hold; ``finding_from_stored`` reads them."""
        return asdict(self)


def finding_from_stored(stored: dict) -> Finding:
    """Return the Finding of which ``as_stored`` was kept, also after a JSON round trip."""
    values = dict(stored)
    for name in ("strict", "generous"):
        values[name] = Fit(**values[name]) if values[name] else None
    for name in ("curve", "leads", "zone"):
        values[name] = tuple(Point(**point) for point in values[name])
    for name in ("wait_list", "lagged", "drawn"):
        values[name] = Line(**values[name])
    values["gates"] = tuple(Gate(**gate) for gate in values["gates"])
    values["left_out"] = {key: tuple(who) for key, who in values["left_out"].items()}
    for name in ("used", "fragile_reasons"):
        values[name] = tuple(values[name])
    values["gaps"] = tuple(tuple(gap) for gap in values.get("gaps", ()))
    values["covariance"] = tuple(tuple(row) for row in values["covariance"])
    return Finding(**values)
