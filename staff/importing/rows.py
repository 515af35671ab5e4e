"""From a table and its mapping to what each row says about a person."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from staff.importing.cells import date_order, read_date, read_full_name, read_language
from staff.importing.columns import DATES, Field, LeftMeans
from staff.importing.problems import problem
from staff.importing.table import UNREADABLE
from staff.rules.person import clean_number, is_like_email, number_key, plain

LENGTHS = {
    Field.NUMBER: 60,
    Field.FIRST_NAME: 150,
    Field.LAST_NAME: 150,
    Field.FULL_NAME: 150,
    Field.EMAIL: 254,
    Field.LANGUAGE: 60,
    Field.TEAM_CODE: 60,
    Field.TEAM: 200,
    Field.PARENT_TEAM: 500,
    Field.TEAM_PATH: 900,
    Field.JOB_ROLE: 200,
    Field.MANAGER: 60,
}
DATE_LENGTH = 60


@dataclass(frozen=True)
class PersonRow:
    """What one row says; None, or "" for texts, where it says nothing.

    left_on: first day away, whatever the column means. names_left: whether the file has a
    column for it at all; is_last_day: whether it says the last day here, so that nobody
    can be away from the first day on. manager: an employee number.
    """

    line: int
    number: str
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    language: str = ""
    hired_on: date | None = None
    left_on: date | None = None
    names_left: bool = False
    is_last_day: bool = False
    team_code: str = ""
    team: str = ""
    parent_team: str = ""
    team_path: str = ""
    job_role: str = ""
    valid_from: date | None = None
    manager: str = ""

    @property
    def names_team(self):
        return bool(self.team_code or self.team or self.team_path)


def open_questions(table, mapping):
    """Return what a person has to say before rows can be read: Fields and "date_order"."""
    columns = mapping.columns
    questions = set()
    if Field.NUMBER not in columns:
        questions.add(Field.NUMBER)
    if Field.FIRST_NAME not in columns and Field.FULL_NAME not in columns:
        questions.add(Field.FIRST_NAME)
    if not mapping.date_order and date_order(_dates(table, mapping)) == "":
        questions.add("date_order")
    return questions


def _dates(table, mapping):
    places = [mapping.columns[field] for field in DATES if field in mapping.columns]
    return [
        cells[place]
        for _l, cells in table.rows
        for place in places
        if place < len(cells)
    ]


def read_rows(table, mapping):
    """Return PersonRows, Problems and remarks of ``table``.

    A row with a Problem is among the problems only.
    """
    order = mapping.date_order or date_order(_dates(table, mapping)) or ""
    twice = _numbers_used_twice(table, mapping)
    rows, problems, remarks = [], [], []
    for line, cells in table.rows:
        row, wrong, noted = _read_row(line, cells, table, mapping, order)
        if lines := twice.get(line):
            wrong.append(problem(line, "number_twice", Field.NUMBER, lines=lines))
        problems += wrong
        remarks += noted
        if not wrong:
            rows.append(row)
    return rows, problems, remarks


def _numbers_used_twice(table, mapping):
    """Return {line: lines with the same number} where there are several."""
    place = mapping.columns.get(Field.NUMBER, len(table.header))
    lines = defaultdict(list)
    for line, cells in table.rows:
        key = number_key(cells[place]) if place < len(cells) else ""
        if key:
            lines[key].append(line)
    return {
        line: ", ".join(map(str, same[:10])) + (" …" if len(same) > 10 else "")
        for same in lines.values()
        if len(same) > 1
        for line in same
    }


def _read_row(line, cells, table, mapping, order):
    said, wrong, noted = {}, [], []
    for field, place in mapping.columns.items():
        text = cells[place] if place < len(cells) else ""
        fault = _fault(field, text)
        if fault:
            wrong.append(problem(line, fault[0], field, text[:80], **fault[1]))
            text = ""
        said[field] = text
    if len(cells) > len(table.header):
        wrong.append(
            problem(line, "too_many_cells", value=cells[len(table.header)][:80])
        )
    number = clean_number(said.pop(Field.NUMBER, ""))
    if not number and not any(fault.column == Field.NUMBER for fault in wrong):
        wrong.append(problem(line, "number_missing", Field.NUMBER))
    if is_like_email(number):
        wrong.append(problem(line, "number_like_email", Field.NUMBER, number))
    facts = {"line": line, "number": number, "names_left": Field.LEFT_ON in said}
    for field in DATES:
        text = said.pop(field, "")
        try:
            facts[str(field)] = read_date(text, order)
        except ValueError as trouble:
            wrong.append(problem(line, str(trouble), field, text))
    facts["is_last_day"] = mapping.left_means == LeftMeans.LAST_DAY
    if facts.get("left_on") and facts["is_last_day"]:
        facts["left_on"] += timedelta(days=1)
    first, last = read_full_name(plain(said.pop(Field.FULL_NAME, "")))
    facts["first_name"] = plain(said.pop(Field.FIRST_NAME, "")) or first
    facts["last_name"] = plain(said.pop(Field.LAST_NAME, "")) or last
    facts["email"] = said.pop(Field.EMAIL, "").lower()
    if facts["email"]:
        try:
            validate_email(facts["email"])
        except ValidationError:
            wrong.append(problem(line, "email_invalid", Field.EMAIL, facts["email"]))
    language = said.pop(Field.LANGUAGE, "")
    facts["language"] = read_language(language) or ""
    if language and not facts["language"]:
        noted.append(problem(line, "language_unknown", Field.LANGUAGE, language))
    facts["manager"] = clean_number(said.pop(Field.MANAGER, ""))
    facts |= {str(field): plain(text) for field, text in said.items()}
    for field, longest in LENGTHS.items():
        # One spelling can take more room than another.
        if len(facts.get(field, "")) > longest:
            wrong.append(problem(line, "too_long", field, most=longest))
    if wrong:
        return None, wrong, []
    wrong += _wrong_dates(line, facts)
    return PersonRow(**facts), wrong, noted


def _fault(field, text):
    """Return code and parameters of what is wrong with ``text`` as such, or None."""
    longest = LENGTHS.get(field, DATE_LENGTH)
    if UNREADABLE in text:
        return "unreadable", {}
    if text.startswith("="):
        return "formula", {}
    if len(text) > longest:
        return "too_long", {"most": longest}
    return None


def _wrong_dates(line, facts):
    hired_on, left_on, since = (facts.get(name) for name in map(str, DATES))
    # As it was typed: only who is away from the first day on was never here.
    typed = left_on and left_on - timedelta(days=facts["is_last_day"])
    if hired_on and typed and typed < hired_on:
        return [problem(line, "left_before_hired", Field.LEFT_ON)]
    if hired_on and since and since < hired_on:
        return [problem(line, "since_before_hired", Field.VALID_FROM)]
    if typed and since and since > typed:
        return [problem(line, "since_after_left", Field.VALID_FROM)]
    return []
