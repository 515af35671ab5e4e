"""From the text in a cell to a day or a moment, as programs and people write them."""

import re
from datetime import UTC, date, datetime, time, timedelta, timezone
from functools import lru_cache

from staff.importing.cells import MONTHS
from staff.importing.columns import DateOrder
from staff.rules.person import is_near

WEEKDAY = re.compile(
    r"(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun|mo|di|mi|do|fr|sa|so"
    r"|monday|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag|montag)"
    r"(?:day)?[.,]*\s+",
    re.IGNORECASE,
)
TIME = r"""
    (?P<hour>\d{1,2})(?:[:.h](?P<minute>\d{2})|(?=\s?(?:[ap]\.?\s?m\b|uhr|h\b)))
    (?:[:.](?P<second>\d{2})(?:[.,]\d{1,9})?)?
    (?:\s?(?:uhr|h))?
    (?:\s?(?P<half>[ap])\.?\s?m\.?)?
    (?:\s?(?P<utc>z|utc|gmt))?
    (?:\s?(?P<sign>[+-])(?P<zone_hours>\d{2}):?(?P<zone_minutes>\d{2})?)?
    (?:\s?\([^)]*\))?
"""
CLOCK = re.compile(TIME, re.IGNORECASE | re.VERBOSE)
WITH_TIME = re.compile(
    rf"(?P<day>.+?)(?:[Tt]|,?\s+(?:(?:at|um|à|a\ las)\s+)?|,)(?P<time>{TIME})",
    re.IGNORECASE | re.VERBOSE,
)
YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
DOTTED = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4}|\d{2})")
SLASHED = re.compile(r"(\d{1,2})([/-])(\d{1,2})\2(\d{4}|\d{2})")
SPOKEN = re.compile(r"(\d{1,2})(?:\.|st|nd|rd|th)?[ -]([^\W\d]+)\.?,?[ -](\d{4}|\d{2})")
MONTH_FIRST = re.compile(r"([^\W\d]+)\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})")
FIGURES = re.compile(r"(\d+)(?:[.,](\d+))?")

# Day 0 of spreadsheets; serial numbers within these bounds are days from 1982 to 2119.
SERIAL_ZERO = datetime(1899, 12, 30)  # noqa: DTZ001, what a clock on a wall shows
SERIALS = range(30_000, 80_000)
# Digits of a count of seconds since 1970, and how many make a second.
EPOCHS = {10: 1, 13: 1_000, 16: 1_000_000}
CENTURY, PIVOT = 2000, 80


def read_moment(text, order=""):
    """Return what ``text`` says: a date; a datetime, aware where it names its zone.

    order: a DateOrder for dates like 03/04/2026; "" where nobody has said. Reads ISO
    forms, dotted days (the day first), slashed ones, months as words, 12-hour clocks,
    serial numbers of spreadsheets, and seconds, milliseconds or microseconds since 1970.
    Raises ValueError("date_unreadable"), ("date_ambiguous"), ("no_such_day"),
    ("time_unreadable") or ("date_far_off").
    """
    if text[4:5] == "-" and text[7:8] == "-":
        try:
            if len(text) == 10:
                return _near(date.fromisoformat(text))
            return _in_utc(datetime.fromisoformat(text))
        except ValueError as trouble:
            if str(trouble) == "date_far_off":
                raise
    if found := FIGURES.fullmatch(text):
        return _near(_from_figures(*found.groups()))
    if DOTTED.fullmatch(text):
        return _day(text, order)
    if weekday := WEEKDAY.match(text):
        text = text[weekday.end() :]
    if found := WITH_TIME.fullmatch(text):
        day = _day(found["day"], order)
        clock, zone = _clock(found)
        return _in_utc(datetime.combine(day, clock, zone))
    return _day(text, order)


def read_clock(text):
    """Return the time that ``text`` says, without a date: "14:05", "2 pm".

    Raises ValueError("time_unreadable").
    """
    found = CLOCK.fullmatch(text)
    if found is None:
        raise ValueError("time_unreadable")
    return _clock(found)[0]


def moment_order(texts):
    """Return the DateOrder that ``texts`` leave no doubt about; "" where it is open.

    None when no date in them is written in a way that could be meant either way.
    """
    pairs = {pair for text in texts if (pair := _slashed_pair(text))}
    if all(first == second for first, second in pairs):
        return None
    is_day_first = any(first > 12 for first, _second in pairs)
    is_month_first = any(second > 12 for _first, second in pairs)
    if is_day_first == is_month_first:
        return ""
    return DateOrder.DAY_FIRST if is_day_first else DateOrder.MONTH_FIRST


def _slashed_pair(text):
    found = WITH_TIME.fullmatch(text)
    pair = SLASHED.fullmatch(found["day"] if found else text)
    return pair and (int(pair[1]), int(pair[3]))


def _near(moment):
    if not is_near(moment):
        raise ValueError("date_far_off")
    return moment


def _in_utc(moment):
    try:
        return _near(moment if moment.tzinfo is None else moment.astimezone(UTC))
    except OverflowError as trouble:
        raise ValueError("date_far_off") from trouble


def _from_figures(whole, part):
    """Return the moment that a bare number stands for."""
    if len(whole) in EPOCHS:
        seconds = int(whole) / EPOCHS[len(whole)] + float(f"0.{part or 0}")
        return datetime.fromtimestamp(seconds, UTC)
    if len(whole) == 5 and int(whole) in SERIALS:
        day = SERIAL_ZERO + timedelta(days=int(whole))
        if not part or not int(part):
            return day.date()
        return day + timedelta(seconds=round(float(f"0.{part}") * 86_400))
    if part is None and len(whole) in (8, 12, 14):
        form = "%Y%m%d%H%M%S"[: len(whole) - 2]
        try:
            moment = datetime.strptime(whole, form)  # noqa: DTZ007, a clock on a wall
        except ValueError as trouble:
            raise ValueError("date_unreadable") from trouble
        return moment.date() if len(whole) == 8 else moment
    raise ValueError("date_unreadable")


@lru_cache(maxsize=10_000)
def _day(text, order):
    year, month, day = _parts(text.strip(), order)
    year = int(year)
    if year < 100:
        year += CENTURY if year < PIVOT else CENTURY - 100
    try:
        return _near(date(year, int(month), int(day)))
    except ValueError as trouble:
        if str(trouble) == "date_far_off":
            raise
        raise ValueError("no_such_day") from trouble


def _parts(text, order):
    """Return year, month and day as ``text`` has them."""
    if found := YEAR_FIRST.fullmatch(text):
        return found.groups()
    if found := DOTTED.fullmatch(text):
        day, month, year = found.groups()
        return year, month, day
    if found := SLASHED.fullmatch(text):
        first, _stroke, second, year = found.groups()
        is_clear = first == second or int(first) > 12 or int(second) > 12
        if not order and not is_clear:
            raise ValueError("date_ambiguous")
        is_month_first = order == DateOrder.MONTH_FIRST or (
            not order and int(second) > 12
        )
        return (year, first, second) if is_month_first else (year, second, first)
    if found := SPOKEN.fullmatch(text):
        day, word, year = found.groups()
        return year, _month(word), day
    if found := MONTH_FIRST.fullmatch(text):
        word, day, year = found.groups()
        return year, _month(word), day
    raise ValueError("date_unreadable")


def _month(word):
    if word.casefold() not in MONTHS:
        raise ValueError("date_unreadable")
    return MONTHS[word.casefold()]


def _clock(found):
    """Return the time and the zone, or None, of a match of TIME."""
    hour = int(found["hour"])
    if half := found["half"]:
        if not 1 <= hour <= 12:
            raise ValueError("time_unreadable")
        hour = hour % 12 + (12 if half in "pP" else 0)
    try:
        clock = time(hour, int(found["minute"] or 0), int(found["second"] or 0))
        return clock, _zone(found)
    except ValueError as trouble:
        raise ValueError("time_unreadable") from trouble


def _zone(found):
    if found["sign"]:
        ahead = timedelta(
            hours=int(found["zone_hours"]), minutes=int(found["zone_minutes"] or 0)
        )
        return timezone(ahead if found["sign"] == "+" else -ahead)
    return UTC if found["utc"] else None
