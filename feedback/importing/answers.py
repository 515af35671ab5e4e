"""From the cells of a row to what it says of one service; who is meant comes later."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from hashlib import blake2b
from zoneinfo import ZoneInfo

from feedback.importing.columns import PEOPLE, SCORES, YES_NO
from feedback.importing.scales import (
    WORDS,
    on_metric,
    parse_scale,
    read_score,
    read_yes_no,
)
from feedback.importing.scales import YES_NO as YES_NO_SCALE
from feedback.rules.served import LONGEST, LONGEST_RAW, Value
from staff.importing.columns import DateOrder
from staff.importing.kind import Refused
from staff.importing.moments import read_clock, read_moment
from staff.importing.stream import LINE_SEPARATOR

# Nothing that Encore could use was answered so long ago.
EARLIEST = date(2000, 1, 1)
# By what a row without a number is known: what else is said of it may come later.
IDENTIFYING = frozenset(
    {"occurred", "clock", *PEOPLE, "last_name", "team", *SCORES, *YES_NO, "customer"}
)
LONGEST_ID = LONGEST["identity"] - len("id:")
LONGEST_NAME = 500
# What programs write where nothing was answered.
NOTHING = frozenset(
    {"-", "--", "–", "n/a", "na", "none", "null", "nan", "k.a.", "#n/a"}
)
# A customer, or what stands where nobody knows who it was, in a row that was set aside.
SEALED, SEALED_NOBODY = "h:", "n:"
SEALED_CELL = re.compile(f"({SEALED}|{SEALED_NOBODY})([0-9a-f]{{64}})")
# The mark of a row that was set aside: its identity, had it been right.
MARK = re.compile(r"fp:[0-9a-f]{32}:[0-9]{1,9}")


class RowError(ValueError):
    """A row cannot be read. Arguments: the code of the reason, the key of the column."""

    @property
    def refused(self):
        return Refused(*self.args)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a row says. occurred: a date, or a datetime, aware where its zone is known.

    people: pairs of column key and text, in the order in which they are believed; empty
    where nobody is named. customer: as it stands there, or sealed.
    """

    occurred: date | datetime
    answered: date | datetime | None
    people: tuple[tuple[str, str], ...]
    team: str
    values: tuple[Value, ...]
    comment: str
    language: str
    channel: str
    customer: str
    external_id: str


def zone_called(name):
    """Return the ZoneInfo of this name; None for no name, and for what is no zone."""
    try:
        return ZoneInfo(name) if name else None
    except (KeyError, ValueError, OSError):
        return None


class AnswerCells:
    """Reads rows by one FileMapping. metrics: {key: (low, high)}. today: the latest day."""

    def __init__(self, mapping, metrics, today):
        self._mapping, self._metrics = mapping, metrics
        self._people = [key for key in PEOPLE if key in mapping.columns]
        self._latest = today + timedelta(days=1)
        answers = mapping.answers
        order = answers.get("date_order", "")
        self._order = order if order in DateOrder.values else ""
        self._zone = zone_called(answers.get("time_zone", ""))
        self._scores = [
            (str(key), parse_scale(answers.get(f"scale:{key}", "")))
            + (answers.get(f"scale:{key}", ""),)
            for key in SCORES
            if key in mapping.columns
        ]
        self._yes_no = [
            (str(key), answers.get(f"empty:{key}") == "no")
            for key in YES_NO
            if key in mapping.columns and answers.get(f"only:{key}") != "leave_out"
        ]

    def has_id(self, cells):
        """Return whether the source has a number of its own for the row."""
        text = self._mapping.cell("external_id", cells)
        return bool(text) and text.casefold() not in NOTHING

    def answer(self, cells):
        """Return the Answer in ``cells``. Raises RowError."""
        occurred = self._occurred(cells)
        people = tuple(
            (key, text) for key in self._people if (text := self._person(key, cells))
        )
        team = self._short("team", cells, LONGEST_NAME)
        if not people and not team:
            columns = self._mapping.columns
            column = next((key for key in (*PEOPLE, "team") if key in columns), "")
            raise RowError("nobody_named", column)
        values = (*self._score_values(cells), *self._yes_no_values(cells))
        comment = self._comment(cells)
        if not values and not comment:
            raise RowError("no_answer")
        return Answer(
            occurred=occurred,
            answered=self._answered(cells, occurred),
            people=people,
            team=team,
            values=values,
            comment=comment,
            language=self._short("language", cells, LONGEST["language"]),
            channel=self._short("channel", cells, LONGEST["channel"]),
            customer=self.who(self._mapping.cell("customer", cells)),
            external_id=self._short("external_id", cells, LONGEST_ID),
        )

    def who(self, text):
        """Return which customer a cell with ``text`` means; "" for nobody."""
        return text

    def _short(self, key, cells, longest):
        if key not in self._mapping.columns:
            return ""
        text = self._mapping.cell(key, cells)
        if text.casefold() in NOTHING:
            return ""
        if len(text) > longest:
            raise RowError("too_long", key)
        return text

    def _person(self, key, cells):
        text = self._short(key, cells, LONGEST_NAME)
        if key == "first_name":
            return f"{text} {self._short('last_name', cells, LONGEST_NAME)}".strip()
        return text

    def _comment(self, cells):
        text = self._mapping.text("comment", cells).replace(LINE_SEPARATOR, "\n")
        if text.strip().casefold() in NOTHING:
            return ""
        if len(text) > LONGEST["comment"]:
            raise RowError("too_long", "comment")
        return text.strip()

    def _occurred(self, cells):
        moment = self._moment("occurred", cells)
        if moment is None:
            raise RowError("time_missing", "occurred")
        if isinstance(moment, datetime):
            return moment
        if clock := self._mapping.cell("clock", cells):
            try:
                moment = self._zoned(datetime.combine(moment, read_clock(clock)))
            except ValueError as trouble:
                raise RowError(str(trouble), "clock") from trouble
        return moment

    def _answered(self, cells, occurred):
        answered = self._moment("answered", cells)
        if answered is None:
            return None
        day = answered.date() if isinstance(answered, datetime) else answered
        served = occurred.date() if isinstance(occurred, datetime) else occurred
        # Zones may lie a day apart.
        if day < served - timedelta(days=1):
            raise RowError("answered_before", "answered")
        return answered

    def _moment(self, key, cells):
        text = self._mapping.cell(key, cells)
        if not text or text.casefold() in NOTHING:
            return None
        try:
            moment = read_moment(text, self._order)
        except ValueError as trouble:
            raise RowError(str(trouble), key) from trouble
        is_moment = isinstance(moment, datetime)
        day = moment.date() if is_moment else moment
        if day < EARLIEST:
            raise RowError("date_far_off", key)
        if day > self._latest:
            raise RowError("in_future", key)
        return self._zoned(moment) if is_moment else moment

    def _zoned(self, moment):
        """Return ``moment`` in the zone of the file, where it states none itself."""
        if moment.tzinfo is None and self._zone is not None:
            return moment.replace(tzinfo=self._zone, fold=0).astimezone(UTC)
        return moment

    def _score_values(self, cells):
        for key, scale, scale_name in self._scores:
            text = self._mapping.cell(key, cells)
            if text and text.casefold() not in NOTHING:
                yield self._score(key, text, scale, scale_name)

    def _score(self, key, text, scale, scale_name):
        said = read_score(text, key) if len(text) <= 200 else None
        if said is None:
            raise RowError("score_unreadable", key)
        low, high = self._metrics[key]
        if said.number is None:
            value = low + said.place * (high - low)
            return Value(key, value, text[:LONGEST_RAW], WORDS)
        if said.scale:
            scale, scale_name = parse_scale(said.scale), said.scale
        if scale is None:
            raise RowError("scale_unknown", key)
        try:
            value = on_metric(said.number, scale, key, low, high)
        except ValueError as trouble:
            raise RowError(str(trouble), key) from trouble
        return Value(key, value, text[:LONGEST_RAW], scale_name)

    def _yes_no_values(self, cells):
        for key, is_empty_no in self._yes_no:
            text = self._mapping.cell(key, cells)
            if not text:
                if is_empty_no:
                    yield Value(key, 0.0, "", YES_NO_SCALE)
                continue
            if text.casefold() in ("n/a", "na", "null"):
                continue
            is_yes = read_yes_no(text) if len(text) <= 200 else None
            if is_yes is None:
                raise RowError("yes_no_unreadable", key)
            yield Value(key, float(is_yes), text[:LONGEST_RAW], YES_NO_SCALE)


def fingerprint(mapping, cells, key, hash_of, names=IDENTIFYING):
    """Return what two rows of one service have in common, 32 letters and figures.

    Of what is mapped only ``names`` count, in one spelling: case, blanks, forms of
    numbers and of unambiguous moments make no difference; which scale and zone they stand
    on and who is meant is left out, so that the same file read again another way, or with
    its comments as well, is the same rows.
    key: bytes that keep a fingerprint from being turned back. hash_of: from what a cell
    calls a customer to their hash, the same where the cell is sealed.
    """
    order = mapping.answers.get("date_order", "")
    said = []
    for name in sorted(mapping.columns.keys() & names):
        text = mapping.cell(name, cells)
        if name == "customer":
            text = hash_of(text)
        if text:
            said.append(f"{name}={_plainly(name, text, order)}")
    content = "\x1f".join(said).encode("utf-8", "replace")
    return blake2b(content, digest_size=16, key=key).hexdigest()


def _plainly(name, text, order):
    if name == "occurred":
        try:
            return read_moment(text, order).isoformat()
        except ValueError:
            return text.casefold()
    if name in SCORES and len(text) <= 200:
        said = read_score(text, name)
        if said is not None and said.number is not None:
            return f"{said.number:g}"
    if name in YES_NO and len(text) <= 200:
        is_yes = read_yes_no(text)
        if is_yes is not None:
            return str(is_yes)
    return text.casefold()
