"""Files of past training: who completed what, and when."""

from dataclasses import dataclass
from datetime import UTC, date
from statistics import median

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from staff.importing.columns import DateOrder
from staff.importing.kind import Kind, Question, Reader, Refused, Shown
from staff.importing.moments import moment_order
from training.actions.history import add_outside_modules, record_past_trainings
from training.importing.columns import COLUMNS, NEEDS, REASONS
from training.importing.days import read_day
from training.importing.history import (
    PastTraining,
    are_shares,
    read_score,
    refusal_of,
)
from training.queries.history import Modules, People, folded

DAY = "j M Y"
DATES = ("completed_on", "assigned_on")
# So many unknown modules are asked about; a file with more comes in twice.
MOST_ASKED = 60
LONGEST_NAME = 200
USUAL_MINUTES, MOST_MINUTES = 30, 6_000
# Above this share of rows, assigned and completed on one day tells of the recording.
SAME_DAY_SHARE = 0.3
FEW_ROWS = 5

OUTSIDE, LEAVE_OUT = "+outside", "+leave_out"
IS_SHARE, IS_PERCENT = "share", "percent"
REAL, SAME_UNKNOWN, ALL_UNKNOWN = "real", "same_unknown", "all_unknown"


@dataclass(frozen=True, slots=True)
class Outside:
    """A module that was learned elsewhere: what it is called, how long it takes."""

    title: str
    minutes: int


@dataclass(frozen=True, slots=True)
class PastRow:
    """A row that can be taken in. module: an id, or an Outside."""

    employee_id: int
    module: int | Outside
    completed_on: date
    assigned_on: date | None
    score_percent: int | None


class CompletionsReader(Reader):
    """Reads rows of past training, by what a person said about the file.

    dates: keys of the columns that hold days, the first of which is always there.
    """

    dates = DATES

    def __init__(self, mapping, file_import):
        self.mapping, self.answers = mapping, mapping.answers
        self.people, self.modules = People(file_import.created_at), Modules()
        by = file_import.created_by
        self.language = (by and by.language) or settings.LANGUAGE_CODE

    def read(self, line, cells):
        try:
            return self._row(cells)
        except _RefusedError as refusal:
            return refusal.refused

    def write(self, rows, *, file_import, at):
        by = file_import.created_by
        outside = {row.module for row in rows if isinstance(row.module, Outside)}
        added = {}
        if outside:
            minutes = {each.title: each.minutes for each in outside}
            added = add_outside_modules(
                minutes=minutes, language=self.language, at=at, by=by
            )
        trainings = [
            PastTraining(
                row.employee_id,
                added[row.module.title].pk if row.module in outside else row.module,
                row.completed_on,
                row.assigned_on,
                row.score_percent,
            )
            for row in rows
        ]
        batch = file_import.uuid
        return record_past_trainings(trainings=trainings, at=at, by=by, batch=batch)

    def preview(self, rows):
        return [self._shown(line, cells) for line, cells in rows]

    # What a cell says -----------------------------------------------------------

    def _row(self, cells):
        employee_id = self._employee(cells)
        module = self._module(cells)
        zone = self.people.zone(employee_id)
        completed_on = self._day("completed_on", cells, zone)
        if completed_on is None:
            raise refused_row("completed_missing", "completed_on")
        assigned_on = self._assigned_on(cells, zone, completed_on)
        score = self._score(cells)
        code = refusal_of(
            completed_on,
            assigned_on,
            self.people.stretches(employee_id),
            self.people.today(employee_id),
        )
        if code:
            is_about_assigning = code.startswith("assigned")
            raise refused_row(
                code, "assigned_on" if is_about_assigning else "completed_on"
            )
        return PastRow(employee_id, module, completed_on, assigned_on, score)

    def _employee(self, cells):
        if number := self.mapping.cell("number", cells):
            return self._found(self.people.by_number(number), "number")
        if email := self.mapping.cell("email", cells):
            return self._found(self.people.by_email(email), "email")
        name = self._name(cells)
        if not name:
            raise refused_row("employee_missing")
        column = "name" if "name" in self.mapping.columns else "last_name"
        found = self.people.by_name(name)
        if len(found) > 1:
            raise refused_row("name_ambiguous", column)
        return self._found(found[0] if found else None, column)

    def _name(self, cells):
        if name := self.mapping.cell("name", cells):
            return name
        names = (self.mapping.cell(key, cells) for key in ("first_name", "last_name"))
        return " ".join(filter(None, names))

    def _found(self, employee_id, column):
        if employee_id is None:
            code = "name" if column == "last_name" else column
            raise refused_row(f"{code}_unknown", column)
        return employee_id

    def _module(self, cells):
        name = self.mapping.cell("module", cells)
        if not name:
            raise refused_row("module_missing", "module")
        if len(name) > LONGEST_NAME:
            raise refused_row("too_long", "module")
        found = self.modules.named(name)
        if len(found) > 1:
            raise refused_row("module_ambiguous", "module")
        if found:
            return found[0]
        answer = self.answers.get(module_key(name))
        if answer == LEAVE_OUT:
            raise refused_row("module_left_out", "module")
        if answer == OUTSIDE:
            return self._outside(name)
        known = answer and self.modules.by_slug(answer)
        if not known:
            raise refused_row("module_unknown", "module")
        return known

    def _outside(self, name):
        """A module from outside, as the person said it is, else as the file has it."""
        title = self.answers.get(title_key(name), "").strip()[:LONGEST_NAME]
        minutes = minutes_of(self.answers.get(minutes_key(name), ""))
        return Outside(title or name, minutes or USUAL_MINUTES)

    def _day(self, column, cells, zone):
        text = self.mapping.cell(column, cells)
        order = self.answers.get("date_order", "")
        try:
            return read_day(text, order, zone)
        except ValueError as trouble:
            raise refused_row(str(trouble), column) from trouble

    def _assigned_on(self, cells, zone, completed_on):
        means = self.answers.get("assigned", REAL)
        if means == ALL_UNKNOWN:
            return None
        assigned_on = self._day("assigned_on", cells, zone)
        is_same = assigned_on == completed_on
        return None if means == SAME_UNKNOWN and is_same else assigned_on

    def _score(self, cells):
        text = self.mapping.cell("score", cells)
        try:
            return read_score(text, self.answers.get("score") == IS_SHARE)
        except ValueError as trouble:
            raise refused_row(str(trouble), "score") from trouble

    # What a person sees -----------------------------------------------------------

    def _shown(self, line, cells):
        values = {key: self.mapping.cell(key, cells) for key in self.mapping.columns}
        row = self.read(line, cells)
        if isinstance(row, Refused):
            return Shown(line, values, row)
        read = {
            self._who(cells): self.people.shown[row.employee_id],
            "module": self._title(row.module),
            "completed_on": date_format(row.completed_on, DAY),
            "assigned_on": date_format(row.assigned_on, DAY)
            if row.assigned_on
            else _("not known"),
        }
        if row.score_percent is not None:
            read["score"] = f"{row.score_percent} %"
        return Shown(line, {key: read.get(key, values[key]) for key in values})

    def _who(self, cells):
        """Return the key of the column by which the person of a row was found."""
        keys = ("number", "email", "name", "last_name")
        return next(key for key in keys if self.mapping.cell(key, cells))

    def _title(self, module):
        """Return what ``module``, an id or an Outside, is called."""
        is_outside = isinstance(module, Outside)
        return module.title if is_outside else self.modules.titles[module]

    # What is asked ----------------------------------------------------------------

    def questions(self, sample, mapping):
        cells_of = [cells for _line, cells in sample]
        return [
            *self._about_dates(cells_of),
            *self._about_scores(cells_of),
            *self._about_assigning(cells_of),
            *self._about_modules(cells_of),
        ]

    def _texts(self, column, cells_of):
        texts = (self.mapping.cell(column, cells) for cells in cells_of)
        return [text for text in texts if text]

    def _about_dates(self, cells_of):
        texts = [text for key in self.dates for text in self._texts(key, cells_of)]
        order = moment_order(texts)
        if order is None:
            return []
        slashed = [text for text in texts if moment_order([text]) is not None]
        question = {
            "key": "date_order",
            "column": self.dates[0],
            "text": _("How are dates such as %(example)s meant?")
            % {"example": slashed[0]},
            "choices": tuple(DateOrder.choices),
            "examples": tuple(dict.fromkeys(slashed))[:3],
        }
        if order:
            return [Question(**question, proposed=order, is_open=False)]
        return [self._asked(question)]

    def _about_scores(self, cells_of):
        texts = self._texts("score", cells_of)
        if not are_shares(texts):
            return []
        question = {
            "key": "score",
            "column": "score",
            "text": _("No score is above 1. How are they meant?"),
            "choices": (
                (IS_SHARE, _("as parts of one: 0.85 is 85 per cent")),
                (IS_PERCENT, _("as per cent: nobody reached more than one")),
            ),
            "examples": tuple(dict.fromkeys(texts))[:3],
        }
        return [self._asked(question, proposed=IS_SHARE)]

    def _about_assigning(self, cells_of):
        days, same = [], 0
        texts = [text for key in DATES for text in self._texts(key, cells_of)]
        # Both days of a row are written alike: any order tells whether they are one.
        order = moment_order(texts) or self.answers.get("date_order")
        for cells in cells_of:
            try:
                completed_on, assigned_on = (
                    read_day(
                        self.mapping.cell(key, cells), order or DateOrder.DAY_FIRST, UTC
                    )
                    for key in DATES
                )
            except ValueError:
                continue
            if completed_on and assigned_on:
                days.append(assigned_on)
                same += completed_on == assigned_on
        is_one_day = len(days) >= FEW_ROWS and len(set(days)) == 1
        if not days or not (is_one_day or same > SAME_DAY_SHARE * len(days)):
            return []
        question = {
            "key": "assigned",
            "column": "assigned_on",
            "text": _(
                "Every row was assigned on one and the same day. Is that when people "
                "were given this training, or when it was recorded?"
            )
            if is_one_day
            else _(
                "Many rows were assigned on the day they were completed. Is that when "
                "people were given this training, or when it was recorded?"
            ),
            "choices": (
                (REAL, _("These days are right: people were given it then")),
                (
                    SAME_UNKNOWN,
                    _("Where both days are the same, nobody knows when it was given"),
                ),
                (ALL_UNKNOWN, _("No day of assigning in this file can be relied on")),
            ),
            "examples": tuple(date_format(day, DAY) for day in dict.fromkeys(days))[:3],
        }
        return [self._asked(question)]

    def _about_modules(self, cells_of):
        unknown = {}
        for cells in cells_of:
            name = self.mapping.cell("module", cells)
            if name and len(name) <= LONGEST_NAME and not self.modules.named(name):
                unknown.setdefault(folded(name), (name, []))[1].append(cells)
        questions = []
        for name, rows in list(unknown.values())[:MOST_ASKED]:
            questions += self._about_module(name, rows)
        return questions

    def _about_module(self, name, rows):
        asked = self._asked(
            {
                "key": module_key(name),
                "column": "module",
                "text": _("The catalogue has no “%(name)s”. What is it?")
                % {"name": name},
                "choices": (
                    (OUTSIDE, _("A module from outside: people learned it elsewhere")),
                    (LEAVE_OUT, _("Leave these rows out")),
                    *self.modules.choices(),
                ),
            },
            proposed=OUTSIDE,
        )
        if self.answers.get(module_key(name), OUTSIDE) != OUTSIDE:
            return [asked]
        stated = [minutes_of(text) for text in self._texts("minutes", rows)]
        usual = median(list(filter(None, stated)) or [USUAL_MINUTES])
        outside, said = self._outside(name), self.answers.get(minutes_key(name))
        is_wrong = said is not None and minutes_of(said) is None
        return [
            asked,
            Question(
                title_key(name),
                "module",
                _("What it is called here"),
                proposed=outside.title,
                is_open=False,
            ),
            Question(
                minutes_key(name),
                "module",
                _("How many minutes it takes"),
                proposed=str(outside.minutes if said else int(usual)),
                is_open=is_wrong,
            ),
        ]

    def _asked(self, question, proposed=""):
        """Return the Question, open until one of its choices is the answer."""
        answer = self.answers.get(question["key"])
        is_open = answer not in dict(question["choices"])
        return Question(
            **question, proposed=proposed if is_open else answer, is_open=is_open
        )


class _RefusedError(Exception):
    def __init__(self, refused):
        super().__init__(refused.code)
        self.refused = refused


def refused_row(code, column=""):
    """Return the exception that sets a row aside; arguments as of Refused."""
    return _RefusedError(Refused(code, column))


def module_key(name):
    return f"module:{folded(name)}"


def title_key(name):
    return f"title:{folded(name)}"


def minutes_key(name):
    return f"minutes:{folded(name)}"


def minutes_of(text):
    """Return ``text`` as minutes, 1 to MOST_MINUTES; None for anything else."""
    whole = text.replace(",", ".").partition(".")[0]
    minutes = int(whole) if whole.isdecimal() and len(whole) < 6 else 0
    return minutes if 1 <= minutes <= MOST_MINUTES else None


COMPLETIONS = Kind(
    key="completions",
    title=_("Past training"),
    columns=COLUMNS,
    needs=NEEDS,
    reasons=REASONS,
    open=CompletionsReader,
)
