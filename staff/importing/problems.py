"""What can be wrong with a row, in words, and the way out."""

from dataclasses import dataclass, field
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

# code: (what is wrong, what to do about it)
PROBLEMS = {
    "number_missing": (
        _("The employee number is missing."),
        _("Fill it in: by it we know people again."),
    ),
    "number_twice": (
        _("This number stands in more than one row: %(lines)s."),
        _("Keep one row for each person."),
    ),
    "number_like_email": (
        _(
            "An employee number has no “@” in it: people sign in by number or by e-mail."
        ),
        _("Choose the column with HR’s own numbers."),
    ),
    "number_but_for_zeros": (
        _("We know the number %(known)s; this differs by leading zeros only."),
        _("Write it as %(known)s; programs for tables like to drop zeros."),
    ),
    "name_missing": (
        _("We do not know this number yet, and the row has no first name."),
        _("Fill in the name."),
    ),
    "hire_date_missing": (
        _("We do not know this number yet, and the row has no hire date."),
        _("Fill in the day they were hired on."),
    ),
    "team_missing": (
        _("This person is new here, and the row names no team."),
        _("Fill in the team."),
    ),
    "email_invalid": (
        _("This is no e-mail address."),
        _("Correct it, or leave it empty: nobody needs one."),
    ),
    "date_unreadable": (
        _("This is no date we can read."),
        _("Write it as 2026-08-31, with all four digits of the year."),
    ),
    "no_such_day": (
        _("There is no such day."),
        _("Look how many days the month has, and whether the day stands first."),
    ),
    "date_far_off": (
        _("A date like that, so far away, is surely a slip of the pen."),
        _("Correct the year."),
    ),
    "too_long": (
        _("There is too much text in this cell: %(most)s characters fit."),
        _("Shorten it."),
    ),
    "unreadable": (
        _("This cell holds characters that cannot be read."),
        _("Type it anew."),
    ),
    "formula": (
        _("This cell holds a formula instead of what it comes to."),
        _("Copy the column and paste it as values."),
    ),
    "too_many_cells": (
        _("This row has more cells than the header has names."),
        _("Look whether a name holds the character that separates the columns."),
    ),
    "left_before_hired": (
        _("The last day lies before the first day."),
        _("Look at both dates."),
    ),
    "since_before_hired": (
        _("They cannot be in the team since before they were hired."),
        _("Look at both dates."),
    ),
    "since_after_left": (
        _("They cannot come to the team after they have left."),
        _("Look at both dates."),
    ),
    "hired_before_left": (
        _("The hire date lies in an earlier time here, before its last day."),
        _("Correct the hire date, or the earlier last day on the person’s page."),
    ),
    "left_after_next_hire": (
        _("They were hired again before that day; the two times would overlap."),
        _("Correct the last day."),
    ),
    "hired_after_move": (
        _("They moved to another team before that hire date."),
        _("Correct the hire date, or the move on the person’s page."),
    ),
    "other_time": (
        _("The row tells of a time here that we do not know, before the present one."),
        _("Leave the row out, or correct the hire date on the person’s page."),
    ),
    "team_unknown": (
        _("We know no team called that."),
        _(
            "Add a column that says which team is above it, draw the team in Encore, or "
            "let new teams hang below the organisation."
        ),
    ),
    "team_ambiguous": (
        _("There is more than one team called that."),
        _("Use its code, or write it with all above it: “North / Harbour Street”."),
    ),
    "team_circle": (
        _("In this file, this team hangs below itself."),
        _("Look at the column with the team above."),
    ),
    "team_too_deep": (
        _("No tree of teams is that deep."),
        _("Look whether the path was cut at the right places."),
    ),
    "team_two_parents": (
        _("The file hangs this team below two others."),
        _("Decide for one of them."),
    ),
    "parent_unknown": (
        _("We know no team called “%(parent)s”, and no row says where it hangs."),
        _("Correct the name of the team above, or draw it in Encore first."),
    ),
    "manager_unknown": (
        _("Nobody has this number, neither here nor in the file."),
        _("Correct the manager’s number."),
    ),
    "manager_left": (
        _("This manager does not work here any more."),
        _("Name whoever manages the team now."),
    ),
    "two_managers": (
        _("The rows of %(team)s name more than one manager: %(managers)s."),
        _("A team of a file has one manager. Decide who, or make two teams of it."),
    ),
    "managers_circle": (
        _("In %(team)s, people name each other as manager."),
        _("Say who manages the team."),
    ),
    "last_administrator": (
        _("Somebody has to administer Encore, and nobody else would be left."),
        _("Give the role to another person first."),
    ),
}
# With these, the person comes in all the same; who manages the team stays as it is.
ABOUT_MANAGERS = frozenset(
    {"manager_unknown", "manager_left", "two_managers", "managers_circle"}
)

REMARKS = {
    "email_shared": _(
        "Somebody else has this e-mail too. The person comes in without it."
    ),
    "language_unknown": _("Encore does not speak this language. It stays as it is."),
    "left_here": _(
        "They have left, as far as we know (last day %(last_day)s); the row has no last "
        "day. That stays. Take it back on the person’s page if it is wrong."
    ),
    "team_hangs_elsewhere": _(
        "We know this team below “%(parent)s”. It stays there; move it in Encore."
    ),
}


@dataclass(frozen=True)
class Problem:
    """One thing wrong with one row, or worth a remark.

    line: in the file. code: a key of PROBLEMS or REMARKS. column: a Field or "". value:
    what the cell says. params: pairs that fill the sentence.
    """

    line: int
    code: str
    column: str = ""
    value: str = ""
    params: tuple[tuple[str, object], ...] = field(default=())

    @property
    def is_about_manager(self):
        """Whether the row is good but for whom it names as manager."""
        return self.code in ABOUT_MANAGERS

    @property
    def reason(self):
        known = self.code in PROBLEMS
        return (PROBLEMS[self.code][0] if known else REMARKS[self.code]) % self._words()

    @property
    def way_out(self):
        known = self.code in PROBLEMS
        return PROBLEMS[self.code][1] % self._words() if known else ""

    def _words(self):
        return {
            name: date_format(value, "j M Y") if isinstance(value, date) else value
            for name, value in self.params
        }


def problem(line, code, column="", value="", **params):
    """Return a Problem; params as keywords."""
    return Problem(line, code, str(column), value, tuple(sorted(params.items())))
