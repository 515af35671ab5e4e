"""One service as a file, the API or a till tells of it, before it is a row."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from hashlib import blake2b

# Weights are ten-thousandths; those of one service sum to this.
WHOLE = 10_000

# The longest texts that are kept, in characters.
LONGEST = {"identity": 220, "channel": 40, "language": 20, "comment": 10_000}
LONGEST_RAW, LONGEST_SCALE = 40, 12
MOST_SPENT = Decimal("9999999999.99")
EPOCH, TICK = datetime(1970, 1, 1, tzinfo=UTC), timedelta(microseconds=1)
EARLIEST, LATEST = date(1990, 1, 1), date(2200, 1, 1)


@dataclass(frozen=True, slots=True)
class Value:
    """What one metric came to: ``value`` on the metric's own scale.

    metric: a MetricKey. NPS is kept as −100, 0 or 100, shares as 0 or 1. raw, scale: what
    the source said ("4", "1-5"), at most 40 and 12 characters.
    """

    metric: str
    value: float
    raw: str = ""
    scale: str = ""


@dataclass(frozen=True, slots=True)
class Share:
    """Somebody's part in one service: who, in which team and role on that day.

    employee_id: None where only the team is known. week: the Monday of the ISO week of
    the service where the team is. weight: ten-thousandths, 1 to WHOLE.
    """

    employee_id: int | None
    team_id: int
    job_role_id: int | None
    week: date
    weight: int = WHOLE


@dataclass(frozen=True, slots=True)
class Served:
    """One time a customer was served, and what the customer said of it.

    identity: "id:" and the source's own id, or "fp:" and a fingerprint with ordinal; at
    most 220 characters. occurred_at: an aware moment; served_on its date and week the
    Monday of that date, in the zone of the team. ``employee_id`` has the whole weight,
    less that of ``others``, who served too. is_team_stated: the source itself names the
    team; else it follows from where the person was posted. customer_hash: from
    feedback.rules.keys, or "". answered_at: None for the moment of service. Without
    values, comment and answered_at it is a visit: nobody was asked.
    """

    identity: str
    occurred_at: datetime
    served_on: date
    week: date
    employee_id: int | None
    team_id: int
    job_role_id: int | None = None
    channel: str = ""
    customer_hash: str = ""
    spend: Decimal | None = None
    values: tuple[Value, ...] = ()
    answered_at: datetime | None = None
    comment: str = ""
    language: str = ""
    others: tuple[Share, ...] = ()
    is_team_stated: bool = False

    @property
    def shares(self) -> tuple[Share, ...]:
        """Everybody's part; the weights sum to WHOLE."""
        own = (self.employee_id, self.team_id, self.job_role_id, self.week)
        if not self.others:
            return (Share(*own),)
        weight = WHOLE - sum(share.weight for share in self.others)
        return (Share(*own, weight), *self.others)

    @property
    def is_answer(self) -> bool:
        """Whether the customer was asked and answered."""
        return bool(self.values or self.comment or self.answered_at)

    @property
    def content(self) -> str:
        """A digest of what the source said: equal when it says the same again.

        Teams and roles that were only looked up are not in it: credits are frozen, so a
        posting that is mended later changes no row that is read again. What is empty is
        left out, so that a field Encore learns to read later changes no old digest.
        """
        said: list[object] = [
            (self.occurred_at - EPOCH) // TICK,
            [self._said_of(share) for share in self.shares],
        ]
        for name in ("channel", "customer_hash", "comment", "language"):
            if text := getattr(self, name):
                said.append((name, text))
        if self.spend is not None:
            said.append(("spend", f"{self.spend:.2f}"))
        if self.answered_at is not None:
            said.append(("answered_at", (self.answered_at - EPOCH) // TICK))
        said += sorted((v.metric, float(v.value), v.raw, v.scale) for v in self.values)
        text = repr(said).encode("utf-8", "surrogatepass")
        return blake2b(text, digest_size=16).hexdigest()

    def _said_of(self, share: Share) -> tuple[int | None, int | None, int]:
        is_stated = self.is_team_stated or share.employee_id is None
        return share.employee_id, share.team_id if is_stated else None, share.weight


def served_refusal(
    served: Served, scales: Mapping[str, tuple[float, float]]
) -> str | None:
    """Return why ``served`` cannot be kept, as a code; None when it can.

    scales: (lowest, highest) value of each metric that is measured. Codes: "identity",
    "moment", "text_too_long", "bad_text", "spend", "metric_unknown", "metric_twice",
    "off_scale", "value_text_too_long", and those of ``share_refusal``.
    """
    if not served.identity.startswith(("id:", "fp:")):
        return "identity"
    if served.occurred_at.tzinfo is None or not EARLIEST <= served.served_on <= LATEST:
        return "moment"
    for name, longest in LONGEST.items():
        text = getattr(served, name)
        if len(text) > longest:
            return "text_too_long"
        if not _is_sound(text):
            return "bad_text"
    if served.spend is not None and not -MOST_SPENT <= served.spend <= MOST_SPENT:
        return "spend"
    if len({value.metric for value in served.values}) < len(served.values):
        return "metric_twice"
    for value in served.values:
        if value.metric not in scales:
            return "metric_unknown"
        low, high = scales[value.metric]
        # Not a number fails every comparison, so it is off the scale too.
        if not low <= value.value <= high:
            return "off_scale"
        if len(value.raw) > LONGEST_RAW or len(value.scale) > LONGEST_SCALE:
            return "value_text_too_long"
        if not (_is_sound(value.raw) and _is_sound(value.scale)):
            return "bad_text"
    if not served.others:
        return None
    return share_refusal(served.shares)


def _is_sound(text: str) -> bool:
    """Whether a database can keep ``text``: no NUL, no half of a character."""
    if text.isascii():
        return "\0" not in text
    return "\0" not in text and not any("\ud800" <= c <= "\udfff" for c in text)


def monday(day: date) -> date:
    """Return the Monday of the ISO week of ``day``."""
    return day - timedelta(days=day.weekday())


def equal_weights(count: int) -> list[int]:
    """Return the weights of ``count`` who served together; the first has the rest."""
    rest = [WHOLE // count] * (count - 1)
    return [WHOLE - sum(rest), *rest]


def share_refusal(shares: tuple[Share, ...]) -> str | None:
    """Return why ``shares`` cannot be the credits of one service.

    "weights": they are not parts that sum to WHOLE. "twice": a person, or a team without
    a person, is named twice.
    """
    weights = [share.weight for share in shares]
    if any(weight < 1 for weight in weights) or sum(weights) != WHOLE:
        return "weights"
    people = [share.employee_id for share in shares if share.employee_id is not None]
    teams = [share.team_id for share in shares if share.employee_id is None]
    if len(set(people)) < len(people) or len(set(teams)) < len(teams):
        return "twice"
    return None
