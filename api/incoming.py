"""What programs send of services: from one row of a request to a Served, or why not."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal, InvalidOperation

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from feedback.choices import MetricKind
from feedback.importing.answers import EARLIEST, LONGEST_ID, RowError
from feedback.importing.columns import SCORES
from feedback.importing.reasons import REASONS as FILE_REASONS
from feedback.importing.scales import nps_scales, on_metric, parse_scale
from feedback.models import Metric
from feedback.queries.who import Postings
from feedback.rules.keys import customer_hash
from feedback.rules.served import (
    LONGEST,
    LONGEST_RAW,
    LONGEST_SCALE,
    MOST_SPENT,
    WHOLE,
    Served,
    Share,
    Value,
    equal_weights,
    share_refusal,
)
from staff.importing.kind import COMMON_REASONS, Refused
from staff.models import Team

A_DAY = timedelta(days=1)
# Longest e-mails, numbers and codes that are looked up, and keys of customers.
LONGEST_NAME = 500
MOST_PEOPLE = 20
CENT = Decimal("0.01")
# How far weights may miss one whole: thirds are written with few digits.
ROUNDING = 0.002

FIELDS = frozenset(
    {
        "external_id",
        "occurred_at",
        "employee_number",
        "email",
        "team",
        "credits",
        "channel",
        "customer",
        "spend",
        "language",
        "comment",
        "answered_at",
        "values",
    }
)
PERSON_FIELDS = ("employee_number", "email")

# code: (what is wrong, what to do about it). Those of files, where they fit, and our own.
_OF_FILES = (
    "time_missing",
    "date_unreadable",
    "date_far_off",
    "in_future",
    "answered_before",
    "nobody_named",
    "employee_unknown",
    "not_here_then",
    "team_unknown",
    "score_unreadable",
    "yes_no_unreadable",
    "no_answer",
)
REASONS = (
    {code: FILE_REASONS[code] for code in _OF_FILES}
    | {"too_long": COMMON_REASONS["too_long"]}
    | {
        "not_a_row": (
            _("This is no row."),
            _("Send an object of names and values."),
        ),
        "unknown_field": (
            _("There is no such field."),
            _("Look for a typing error, or leave it out."),
        ),
        "wrong_type": (
            _("This field holds another kind of value."),
            _("Look it up in the description of the field."),
        ),
        "bad_text": (
            _("This text holds characters that cannot be kept."),
            _("Take out the character NUL, and halves of characters."),
        ),
        "id_missing": (
            _("The row has no id."),
            _("Send the source’s own id: by it, what is sent twice is kept once."),
        ),
        "id_twice": (
            _("Another row above has the same id and says something else."),
            _("Decide for one of them, or give each its own id."),
        ),
        "id_out_of_reach": (
            _("This id belongs to a service that is not in your reach."),
            _("Use a key that reaches it, or give the row another id."),
        ),
        "naive": (
            _("The moment does not say in which time zone."),
            _("Add its offset from UTC, as in 2026-11-23T12:00:00Z."),
        ),
        "named_in_two_ways": (
            _("The row says in two ways who served."),
            _("Send a number, an e-mail or credits: one of them."),
        ),
        "twice": (
            _("Somebody is named twice."),
            _("Name each person and each team once."),
        ),
        "weights": (
            _("The parts do not come to one whole."),
            _("Let the weights sum to 1, or leave all of them out."),
        ),
        "metric_unknown": (
            _("No such metric can be sent."),
            _("Look it up in the manual: what is worked out here is not sent."),
        ),
        "off_scale": (
            _("This score lies beyond the scale."),
            _("Correct it, or send along on which scale it stands."),
        ),
        "scale_unreadable": (
            _("This metric cannot be asked on such a scale."),
            _("Write the scale as 1-5, or 6-1 where 1 is best."),
        ),
        "spend": (
            _("This is no amount that can be kept."),
            _("Send a number with two decimals."),
        ),
    }
)


class Incoming:
    """Reads the rows of one request in their order.

    reach: a staff.rules.Reach; whoever and whatever team is beyond it is unknown. at: the
    moment. People, postings and teams are read once, in a few statements.
    """

    def __init__(self, reach, at):
        self._reach, self._latest = reach, at + A_DAY
        self._book = Postings()
        self._paths = dict(Team.objects.values_list("pk", "path"))
        measured = Metric.objects.filter(derived_from=None, window_days=None)
        self._metrics = {
            key: (low, high, kind == MetricKind.RATE)
            for key, low, high, kind in measured.values_list(
                "key", "low", "high", "kind"
            )
        }
        self._seen = {}

    def read(self, row):
        """Return the Served that ``row`` tells of, or Refused with the field as column.

        The same id with another content is refused the second time.
        """
        try:
            served = self._served(row)
        except RowError as wrong:
            return wrong.refused
        content = served.content
        if self._seen.setdefault(served.identity, content) != content:
            return Refused("id_twice", "external_id")
        return served

    def _served(self, row):
        if not isinstance(row, dict):
            raise RowError("not_a_row")
        if unknown := row.keys() - FIELDS:
            raise RowError("unknown_field", min(unknown)[:60])
        identity = f"id:{_external_id(row)}"
        moment = self._moment(row, "occurred_at")
        if moment is None:
            raise RowError("time_missing", "occurred_at")
        stated, parts = self._parts(row, moment)
        values, comment = self._values(row), _text(row, "comment", LONGEST["comment"])
        if not values and not comment:
            raise RowError("no_answer", "values")
        places = [
            self._book.place(
                moment=moment,
                employee_id=employee_id,
                team_id=stated if team_id is None else team_id,
            )
            for employee_id, team_id, _weight in parts
        ]
        (employee_id, _team, _weight), first = parts[0], places[0]
        served = Served(
            identity=identity,
            occurred_at=first.occurred_at,
            served_on=first.served_on,
            week=first.week,
            employee_id=employee_id,
            team_id=first.team_id,
            job_role_id=first.job_role_id,
            channel=_text(row, "channel", LONGEST["channel"]),
            customer_hash=customer_hash(
                _name(row, "customer"), settings.CUSTOMER_SECRET
            ),
            spend=_spend(row),
            values=values,
            answered_at=self._answered_at(row, moment),
            comment=comment,
            language=_text(row, "language", LONGEST["language"]),
            others=tuple(
                Share(person, place.team_id, place.job_role_id, place.week, weight)
                for (person, _t, weight), place in zip(
                    parts[1:], places[1:], strict=True
                )
            ),
            is_team_stated=stated is not None,
        )
        if served.others and (refusal := share_refusal(served.shares)):
            raise RowError(refusal, "credits")
        return served

    # When -----------------------------------------------------------------------------

    def _moment(self, row, name):
        """Return an aware moment in UTC; None where the row says nothing."""
        said = row.get(name)
        if said is None or said == "":
            return None
        if not isinstance(said, str):
            raise RowError("wrong_type", name)
        try:
            moment = datetime.fromisoformat(said.strip())
        except ValueError as trouble:
            raise RowError("date_unreadable", name) from trouble
        if moment.tzinfo is None:
            raise RowError("naive", name)
        if moment.date() < EARLIEST:
            raise RowError("date_far_off", name)
        if moment > self._latest:
            raise RowError("in_future", name)
        return moment.astimezone(UTC)

    def _answered_at(self, row, occurred_at):
        answered_at = self._moment(row, "answered_at")
        if answered_at is None:
            return None
        # Clocks of two programs differ.
        if answered_at < occurred_at - A_DAY:
            raise RowError("answered_before", "answered_at")
        return max(answered_at, occurred_at)

    # Who and where --------------------------------------------------------------------

    def _parts(self, row, moment):
        """Return (stated team id or None, [(employee id, team id, weight)]).

        One of the ids of each part is None. The first has what the others leave.
        """
        named = [name for name in (*PERSON_FIELDS, "credits") if row.get(name)]
        if len(named) > 1:
            raise RowError("named_in_two_ways", named[1])
        team_id = self._team(row, "team", "team")
        if not named:
            if team_id is None:
                raise RowError("nobody_named", "employee_number")
            return None, [(None, team_id, WHOLE)]
        if named == ["credits"]:
            parts = self._credits(row["credits"], moment)
        else:
            person = self._person(row, named[0], named[0], moment)
            parts = [(person, None, WHOLE)]
        people = [employee_id for employee_id, _team, _weight in parts if employee_id]
        is_plain = team_id is None or self._are_within(people, moment, team_id)
        return None if is_plain else team_id, parts

    def _credits(self, said, moment):
        if not isinstance(said, list):
            raise RowError("wrong_type", "credits")
        if len(said) > MOST_PEOPLE:
            raise RowError("too_long", "credits")
        named, weights = [], []
        for place, part in enumerate(said):
            field = f"credits.{place}"
            if not isinstance(part, dict):
                raise RowError("wrong_type", field)
            if unknown := part.keys() - {*PERSON_FIELDS, "team", "weight"}:
                raise RowError("unknown_field", f"{field}.{min(unknown)[:60]}")
            names = [name for name in (*PERSON_FIELDS, "team") if part.get(name)]
            if not names:
                raise RowError("nobody_named", field)
            if len(names) > 1:
                raise RowError("named_in_two_ways", f"{field}.{names[1]}")
            [name] = names
            if name == "team":
                named.append((None, self._team(part, name, f"{field}.team")))
            else:
                person = self._person(part, name, f"{field}.{name}", moment)
                named.append((person, None))
            weights.append(part.get("weight"))
        parts = _weights(weights)
        return [(*who, part) for who, part in zip(named, parts, strict=True)]

    def _person(self, row, name, field, moment):
        text = _name(row, name, field)
        by_name = self._book.by_email if name == "email" else self._book.by_number
        person = by_name(text)
        if person is None:
            raise RowError("employee_unknown", field)
        place = self._book.place(moment=moment, employee_id=person)
        if place is None:
            # Of whom a limited key does not reach, it is not even told that they exist.
            is_open = self._reach.is_everybody
            raise RowError("not_here_then" if is_open else "employee_unknown", field)
        if not self._reach.holds_path(self._paths[place.team_id]):
            raise RowError("employee_unknown", field)
        return person

    def _team(self, row, name, field):
        code = _name(row, name, field)
        if not code:
            return None
        team_id = self._book.team_by(code)
        if team_id is None or not self._reach.holds_path(self._paths[team_id]):
            raise RowError("team_unknown", field)
        return team_id

    def _are_within(self, people, moment, team_id):
        """Return whether ``people`` all worked in the team, or below it, that day."""
        path = self._paths[team_id]
        places = [self._book.place(moment=moment, employee_id=each) for each in people]
        return all(self._paths[place.team_id].startswith(path) for place in places)

    # What was said --------------------------------------------------------------------

    def _values(self, row):
        said = row.get("values")
        if said is None:
            return ()
        if not isinstance(said, dict):
            raise RowError("wrong_type", "values")
        return tuple(
            self._value(key, value) for key, value in said.items() if value is not None
        )

    def _value(self, key, said):
        field = f"values.{key[:60]}"
        if key not in self._metrics:
            raise RowError("metric_unknown", field)
        low, high, is_rate = self._metrics[key]
        scale_name = ""
        if isinstance(said, dict):
            if unknown := said.keys() - {"value", "scale"}:
                raise RowError("unknown_field", f"{field}.{min(unknown)[:60]}")
            scale_name, said = said.get("scale") or "", said.get("value")
        if is_rate:
            if scale_name:
                raise RowError("scale_unreadable", f"{field}.scale")
            if said not in (0, 1):
                raise RowError("yes_no_unreadable", field)
            return Value(key, float(said))
        if isinstance(said, bool) or not isinstance(said, int | float):
            raise RowError("score_unreadable", field)
        scale = _scale(scale_name, key, field) if scale_name else (low, high)
        try:
            value = on_metric(said, scale, key, low, high)
        except ValueError as trouble:
            raise RowError("off_scale", field) from trouble
        raw = f"{said:g}"[:LONGEST_RAW] if scale_name else ""
        return Value(key, value, raw, scale_name)


def _external_id(row):
    said = row.get("external_id")
    if isinstance(said, int) and not isinstance(said, bool):
        # Many sources count.
        said = f"{said:d}" if abs(said) < 10**LONGEST_NAME else " "
    if said is None or said == "":
        raise RowError("id_missing", "external_id")
    text = _text({"external_id": said}, "external_id", LONGEST_ID)
    if not text:
        raise RowError("id_missing", "external_id")
    return text


def _text(row, name, longest, field=None):
    """Return the text of a field without blanks around it; "" where there is none."""
    said, field = row.get(name), field or name
    if said is None:
        return ""
    if not isinstance(said, str):
        raise RowError("wrong_type", field)
    text = said.strip()
    if len(text) > longest:
        raise RowError("too_long", field)
    if not text.isascii():
        try:
            text.encode()
        except UnicodeEncodeError as trouble:
            raise RowError("bad_text", field) from trouble
    if "\0" in text:
        raise RowError("bad_text", field)
    return text


def _name(row, name, field=None):
    return _text(row, name, LONGEST_NAME, field)


def _spend(row):
    said = row.get("spend")
    if said is None:
        return None
    if isinstance(said, bool) or not isinstance(said, int | float | str):
        raise RowError("wrong_type", "spend")
    try:
        amount = Decimal(str(said)[:LONGEST_NAME]).quantize(CENT)
        is_sound = -MOST_SPENT <= amount <= MOST_SPENT  # raises for what is no number
    except (InvalidOperation, ValueError) as trouble:
        raise RowError("spend", "spend") from trouble
    if not is_sound:
        raise RowError("spend", "spend")
    return amount


def _weights(said):
    """Return ten-thousandths that sum to WHOLE; equal ones where none is said."""
    if all(weight is None for weight in said):
        return equal_weights(len(said))
    for place, weight in enumerate(said):
        is_number = isinstance(weight, int | float) and not isinstance(weight, bool)
        if not (is_number and 0 < weight <= 1):
            raise RowError("weights", f"credits.{place}.weight")
    if abs(sum(said) - 1) > ROUNDING:
        raise RowError("weights", "credits")
    rest = [max(round(weight * WHOLE), 1) for weight in said[1:]]
    return [WHOLE - sum(rest), *rest]


def _scale(name, key, field):
    """Return (first, last) of a stated scale."""
    is_text = isinstance(name, str) and len(name) <= LONGEST_SCALE
    scale = parse_scale(name) if is_text and key in SCORES else None
    if scale is None or (key == "nps" and name.strip() not in nps_scales()):
        raise RowError("scale_unreadable", f"{field}.scale")
    return scale
