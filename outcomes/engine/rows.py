"""A panel from a file: one row is a unit in a period. Reads CSV, plain or gzipped.

Whatever is wrong with the file is a ValueError whose sentence names the place, the
reason and what to do.
"""

import csv
import gzip
import io
import math
import re
import zlib
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from outcomes.engine.panel import LONG_AGO, NEVER, UNKNOWN, Panel, Training, fill_teams

NO_VALUE = {"", ".", "na", "n/a", "nan", "none", "null", "never"}
DELIMITERS = ",;\t|"
# Squares of it, summed over many rows, still fit.
LARGEST = 1e100


@dataclass(frozen=True)
class Columns:
    """The names of the columns; None where there is none."""

    unit: str
    time: str
    first_treated: str
    outcome: str
    assigned: str | None = None
    weight: str | None = None
    cluster: str | None = None

    def named(self):
        """Return (role, column) of those that were named."""
        return [(role, name) for role, name in vars(self).items() if name is not None]


@dataclass
class Table:
    """The cells of the named columns as text, beside the line each row is on."""

    name: str
    columns: Columns
    lines: list = field(default_factory=list)
    texts: dict = field(default_factory=dict)

    def wrong(self, row, role, reason):
        column = getattr(self.columns, role)
        return ValueError(
            f"{self.name}, line {self.lines[row]}, column {column}: {reason}"
        )


@dataclass(frozen=True)
class Reading:
    """What a file held. periods: the value of each period, as text; by rank when they
    are not evenly spaced. skipped: rows without an outcome."""

    panel: Panel
    training: Training
    units: tuple[str, ...]
    periods: tuple[str, ...]
    rows: int
    skipped: int


def read_text(path):
    """Return the whole text of a file."""
    path = Path(path)
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise ValueError(f"{path} is not there. Check the path.") from None
    except OSError as error:
        raise ValueError(f"{path} cannot be read: {error.strerror}.") from None
    if content[:2] == b"\x1f\x8b":
        try:
            content = gzip.decompress(content)
        except (OSError, EOFError, zlib.error):
            raise ValueError(
                f"{path.name} is a damaged gzip file. Compress or download it again."
            ) from None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise ValueError(
            f"{path.name}, line {line}: this is not UTF-8 text. Save it as CSV in UTF-8."
        ) from None


def delimiter_of(header, wanted):
    """Return the delimiter with which the header has most of the wanted columns."""
    return max(
        DELIMITERS,
        key=lambda sign: len(wanted & set(next(csv.reader([header], delimiter=sign)))),
    )


def read_table(path, columns):
    """Return the Table of the named columns of a file."""
    name = Path(path).name
    text = read_text(path)
    if not text.strip():
        raise ValueError(f"{name} is empty. It needs a header line and rows.")
    if "\0" in text:
        raise ValueError(f"{name} is not a text file. Save it as CSV.")
    wanted = {column for _, column in columns.named()}
    header_line = text.lstrip("\r\n").splitlines()[0]
    sign = delimiter_of(header_line, wanted)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=sign)
    table = Table(name, columns)
    try:
        header = next((row for row in reader if any(row)), [])
        places = places_of([cell.strip() for cell in header], columns, name)
        table.texts = {role: [] for role in places}
        for row in reader:
            if not any(cell.strip() for cell in row):
                continue
            if len(row) != len(header):
                raise ValueError(
                    f"{name}, line {reader.line_num}: {len(row)} values, but the header "
                    f"has {len(header)} columns. Quote values that hold a delimiter."
                )
            table.lines.append(reader.line_num)
            for role, place in places.items():
                table.texts[role].append(row[place].strip())
    except csv.Error as error:
        raise ValueError(f"{name}, line {reader.line_num}: {error}.") from None
    if not table.lines:
        raise ValueError(f"{name} has a header line and no rows.")
    if sign == ";":
        for role in ("time", "outcome", "first_treated", "assigned", "weight"):
            texts = table.texts.get(role)
            if texts:
                table.texts[role] = [text.replace(",", ".") for text in texts]
    return table


def places_of(header, columns, name):
    """Return role -> place of its column in the header."""
    places = {}
    for role, column in columns.named():
        found = [place for place, cell in enumerate(header) if cell == column]
        if not found:
            have = ", ".join(cell for cell in header if cell)
            raise ValueError(
                f"{name} has no column {column!r} for --{role.replace('_', '-')}. "
                f"It has: {have}."
            )
        if len(found) > 1:
            raise ValueError(f"{name} has {len(found)} columns named {column!r}.")
        places[role] = found[0]
    return places


def as_number(text):
    """Return the float a text says; None when it says none."""
    try:
        # Python reads 1_000 as a number; no file means that.
        return None if "_" in text else float(text)
    except ValueError:
        return None


def numbers(table, role, *, least=None):
    """Return the column as floats; nan where there is no value."""
    values = np.full(len(table.lines), np.nan)
    for row, text in enumerate(table.texts[role]):
        if text.lower() in NO_VALUE:
            continue
        value = as_number(text)
        if value is None:
            raise table.wrong(row, role, f"{text!r} is not a number. Mend or empty it.")
        if math.isinf(value):
            raise table.wrong(row, role, f"{text!r} is not finite. Mend or empty it.")
        if abs(value) > LARGEST:
            raise table.wrong(row, role, f"{text} is too large. Take larger units.")
        if least is not None and value < least:
            raise table.wrong(row, role, f"{text} is below {least}. Mend it.")
        values[row] = value
    return values


class Calendar:
    """The periods of a panel: numbers, or texts such as 2004Q1, 2004-05 and 2004-W07."""

    def __init__(self, table):
        self.table = table
        texts = table.texts["time"]
        # One bad value among many numbers is what is wrong, not the numbers.
        count = sum(as_number(text) is not None for text in texts)
        self.is_number = 2 * count > len(texts)
        keys = [self.key(row, "time", text) for row, text in enumerate(texts)]
        self.known = sorted(set(keys))
        self.step = even_step(self.known) if self.is_number else None
        self.places = np.array([self.place(key) for key in keys], np.int64)
        self.count = self.place(self.known[-1]) + 1

    def key(self, row, role, text):
        """Return what periods are ordered by: a float, or the numbers in the text."""
        if self.is_number:
            value = as_number(text)
            if value is None or math.isnan(value):
                raise self.table.wrong(row, role, f"{text!r} is not a number. Mend it.")
            if math.isinf(value) and role == "time":
                raise self.table.wrong(row, role, f"{text!r} is not finite. Mend it.")
            return value
        if not re.fullmatch(r"\d{4}\D?\D?\d{1,2}(\D\d{1,2})?", text):
            raise self.table.wrong(
                row, role, f"{text!r} is no period. Use numbers, or 2004Q1, 2004-05."
            )
        return tuple(int(part) for part in re.findall(r"\d+", text))

    def place(self, key):
        """Return the index of a period; of a value in between, that of the next one."""
        if self.step:
            return math.ceil(round((key - self.known[0]) / self.step, 6))
        if key < self.known[0]:
            return -1
        return (
            int(np.searchsorted(np.array(self.known), key))
            if self.is_number
            else sum(known < key for known in self.known)
        )

    def event(self, row, role, text, never):
        """Return the index of a first period; NEVER when the text says so."""
        if text.lower() in NO_VALUE or text == never:
            return NEVER
        value = as_number(text)
        if value is not None:
            is_named = never is not None and value == as_number(never)
            is_nought = value == 0 and not (self.is_number and self.known[0] <= 0)
            if is_named or is_nought or math.isinf(value):
                return NEVER
        key = self.key(row, role, text)
        return NEVER if key > self.known[-1] else self.place(key)

    def labels(self):
        """Return the value of each period, as text."""
        if self.step:
            return tuple(
                f"{self.known[0] + i * self.step:g}" for i in range(self.count)
            )
        if self.is_number:
            return tuple(f"{value:g}" for value in self.known)
        return tuple("-".join(str(part) for part in key) for key in self.known)


def even_step(known):
    """Return the step that all periods are multiples of; None when there is none.

    Periods like 200411, 200412, 200501 are months (or weeks) of years: no even step.
    """
    gaps = np.diff(known)
    if not len(gaps):
        return 1.0
    if all(value == int(value) for value in known):
        step = float(math.gcd(*(int(gap) for gap in gaps)))
        is_calendar = all(
            190001 <= value <= 210053 and 1 <= value % 100 <= 53 for value in known
        )
        if is_calendar and known[-1] // 100 > known[0] // 100:
            return None
    else:
        step = float(gaps.min())
        if np.abs(gaps / step - np.round(gaps / step)).max() > 1e-4:
            return None
        step = (known[-1] - known[0]) / round((known[-1] - known[0]) / step)
    count = (known[-1] - known[0]) / step + 1
    return step if count <= 4 * len(known) + 20 else None


def read_panel(path, columns, *, never=None):
    """Return the Reading of a file. never: a value of first treated that means never."""
    table = read_table(path, columns)
    for role in ("unit", "time", "cluster"):
        for row, text in enumerate(table.texts.get(role, ())):
            if not text:
                raise table.wrong(row, role, "there is no value. Fill it in.")
    calendar = Calendar(table)
    outcome = numbers(table, "outcome")
    weight = np.ones(len(outcome))
    if columns.weight:
        weight = numbers(table, "weight", least=0)
        for row in np.flatnonzero(np.isnan(weight))[:1]:
            raise table.wrong(row, "weight", "there is no weight. Fill it in.")
    unit, units = codes(table.texts["unit"])
    completed = event_per_unit(table, calendar, "first_treated", unit, units, never)
    assigned = completed
    if columns.assigned:
        assigned = event_per_unit(table, calendar, "assigned", unit, units, never)
        is_lost = (assigned == NEVER) & (completed < NEVER)
        assigned = np.where(is_lost, UNKNOWN, assigned)
    is_there = ~np.isnan(outcome)
    if not (is_there & (weight > 0)).any():
        raise ValueError(f"{table.name} has no row with an outcome and a weight.")
    cluster = unit
    if columns.cluster:
        cluster, _ = codes(table.texts["cluster"])
    shape = (len(units), calendar.count)
    if shape[0] * shape[1] > 400_000_000:
        raise ValueError(
            f"{table.name} has {shape[0]} units in {shape[1]} periods, which is more "
            "than can be held. Take longer periods or fewer units."
        )
    return Reading(
        panel=grids(unit, calendar.places, outcome, weight, cluster, is_there, shape),
        training=Training(completed, assigned),
        units=tuple(units),
        periods=calendar.labels(),
        rows=len(outcome),
        skipped=int((~is_there).sum()),
    )


def codes(texts):
    """Return the index of each text among the distinct ones, and those, as they come."""
    names = {text: place for place, text in enumerate(dict.fromkeys(texts))}
    return np.array([names[text] for text in texts], np.int64), list(names)


def event_per_unit(table, calendar, role, unit, units, never):
    """Return each unit's index of one event; all its rows have to agree."""
    events = np.full(len(units), NEVER, np.int64)
    texts = table.texts[role]
    said = {}
    for row, (code, text) in enumerate(zip(unit.tolist(), texts, strict=True)):
        if code in said and said[code] == text:
            continue
        event = calendar.event(row, role, text, never)
        if code in said and events[code] != event:
            raise table.wrong(
                row,
                role,
                f"unit {units[code]} has {text or 'no value'!r} here and "
                f"{said[code] or 'no value'!r} before. Give each unit one value.",
            )
        said[code], events[code] = text, event
    return np.minimum(events, NEVER).astype(np.int32)


def grids(unit, time, outcome, weight, cluster, is_there, shape):
    """Return the Panel, in double precision. Several rows of a cell are added."""
    teams = np.full(shape, -1, np.int32)
    teams[unit, time] = cluster
    cell = (unit * shape[1] + time)[is_there]
    outcome, weight = outcome[is_there], weight[is_there]

    def grid(values):
        return np.bincount(cell, values, shape[0] * shape[1]).reshape(shape)

    mass = grid(weight)
    # Of a mean over several answers the weight says how many there were.
    answers = np.maximum(grid((weight > 0).astype(float)), np.floor(mass + 1e-9))
    return Panel(
        weight=mass,
        total=grid(weight * outcome),
        responses=np.minimum(answers, 2**31 - 1).astype(np.int32),
        team=fill_teams(teams),
        hired=np.full(shape[0], LONG_AGO, np.int32),
        left=np.full(shape[0], NEVER, np.int32),
    )
