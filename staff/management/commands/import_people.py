"""Taking in a file of people at the command line."""

import sys
from dataclasses import replace
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import now

from staff.actions.people_import import (
    apply_import,
    confirm_import,
    map_columns,
    start_import,
)
from staff.importing.columns import DateOrder, Field, LeftMeans, NewTeams
from staff.importing.plan import words_of
from staff.importing.preview import groups_of, lines_of, people_in
from staff.importing.reading import read_table
from staff.importing.rows import open_questions
from staff.models import Employee
from staff.queries.people_import import planned_file, remembered_mapping

# Of each kind, people, problems and remarks.
SHOWN = 20


class Command(BaseCommand):
    help = (
        "Take in a CSV or XLSX file of people, whole or not at all. Tells what would "
        "happen and asks before it writes."
    )

    def add_arguments(self, parser):
        parser.add_argument("path", type=Path, metavar="FILE")
        parser.add_argument(
            "--map",
            action="append",
            default=[],
            metavar="COLUMN=FIELD",
            help="what a column means; may be given several times. FIELD is one of: "
            + ", ".join(Field.values),
        )
        parser.add_argument(
            "--left-means",
            choices=LeftMeans.values,
            help="what the date of leaving is (last_day unless said before)",
        )
        parser.add_argument(
            "--date-order", choices=DateOrder.values, help="how 03/04/2026 is meant"
        )
        parser.add_argument(
            "--new-teams",
            choices=NewTeams.values,
            help="what to do about a team that the file does not place",
        )
        parser.add_argument(
            "--leave-out-bad-rows",
            action="store_true",
            help="take in the good rows; else one bad row keeps all out",
        )
        parser.add_argument(
            "--dry-run",
            action="store_true",
            help="tell what would happen, write nothing",
        )
        parser.add_argument(
            "--yes",
            action="store_true",
            help="do not ask before writing; needed where there is no terminal",
        )
        parser.add_argument(
            "--all",
            action="store_true",
            help=f"name everybody and every row, not the first {SHOWN} of a kind",
        )
        parser.add_argument(
            "--by", metavar="NUMBER", help="employee number of who does it"
        )

    def handle(self, *, path, by, dry_run, yes, leave_out_bad_rows, **options):
        try:
            table = read_table(path.read_bytes())
        except OSError as trouble:
            raise CommandError(f"{path}: {trouble.strerror}.") from trouble
        except ValidationError as refusal:
            raise CommandError(f"{path}: {' '.join(refusal.messages)}") from refusal
        known = remembered_mapping(table.header)
        mapping = self.mapping_of(table, known, options)
        by = self.employee(by)
        planned = planned_file(table, mapping, now())
        self.tell(planned.plan, sys.maxsize if options["all"] else SHOWN)
        if dry_run:
            self.stdout.write("Nothing was written: this was a dry run.")
            return
        self.ask(planned, yes, leave_out_bad_rows)
        draft = start_import(file_name=path.name, table=table, by=by, at=now())
        done = None
        try:
            if mapping != known:
                map_columns(people_import=draft, mapping=mapping, at=now())
            confirm_import(
                people_import=draft,
                plan_digest=planned.plan.digest,
                leaves_rows_out=leave_out_bad_rows,
                by=by,
                at=now(),
            )
            done = apply_import(people_import=draft, at=now())
        except ValidationError as refusal:
            raise CommandError(" ".join(refusal.messages)) from refusal
        finally:
            if done is None:
                draft.delete()
        self.stdout.write(f"Written: {told(done.counts)}.")

    def ask(self, planned, yes, leave_out_bad_rows):
        """Let somebody say yes to what ``tell`` has told, or raise CommandError."""
        plan = planned.plan
        if planned.too_large:
            raise CommandError(planned.too_large)
        if plan.problems and not leave_out_bad_rows:
            raise CommandError(
                "Some rows cannot be taken in as they are. Nothing was written; mend "
                "them, or say that they are to be left out (--leave-out-bad-rows)."
            )
        if yes or plan.is_empty:
            return
        if not sys.stdin.isatty():
            raise CommandError(
                "Nothing was written: there is nobody here to ask. --yes writes what "
                "was told above."
            )
        self.stdout.write("Write it? [y/N] ", ending="")
        self.stdout.flush()
        if sys.stdin.readline().strip().casefold() not in ("y", "yes"):
            raise CommandError("Nothing was written.")

    def mapping_of(self, table, known, options):
        """Return the Mapping that ``known`` becomes by what the options say."""
        columns = dict(known.columns)
        for pair in options["map"]:
            name, _equals, field = pair.rpartition("=")
            if field not in Field.values:
                raise CommandError(f"--map {pair}: there is no field {field!r}.")
            if name not in table.header:
                raise CommandError(f"--map {pair}: there is no column {name!r}.")
            columns[field] = table.header.index(name)
        said = {
            name: options[name]
            for name in ("left_means", "date_order", "new_teams")
            if options[name]
        }
        mapping = replace(known, columns=columns, **said)
        cures = {
            Field.NUMBER: "--map COLUMN=number",
            Field.FIRST_NAME: "--map COLUMN=first_name",
            "date_order": "--date-order dmy or mdy",
        }
        missing = [cures[question] for question in open_questions(table, mapping)]
        if missing:
            raise CommandError(
                f"Please say: {', '.join(sorted(missing))}. "
                f"The columns are: {', '.join(table.header)}."
            )
        return mapping

    def employee(self, number):
        if number is None:
            return None
        employee = Employee.objects.named(number).first()
        if employee is None:
            raise CommandError(f"--by {number}: nobody has this number.")
        return employee

    def tell(self, plan, shown):
        """Print what ``plan`` would do, and what is wrong with the file, row by row.

        shown: how many people of each group are named, and how many problems and remarks.
        """
        for person in named_in(plan, shown):
            words = ", ".join(map(spoken, words_of(person)))
            self.stdout.write(f"{person.name} ({person.number}): {words}")
            for line in lines_of(person, plan):
                old = f"{line.old} -> " if line.old else ""
                self.stdout.write(f"    {line.label}: {old}{line.new}")
        self.tell_rest(len(plan.people) - len(named_in(plan, shown)), self.stdout)
        for team in plan.new_team_paths[:shown]:
            self.stdout.write(f"New team: {team}")
        self.tell_rest(len(plan.new_teams) - shown, self.stdout)
        for remark in plan.remarks[:shown]:
            self.stdout.write(f"line {remark.line}: {remark.reason}")
        self.tell_rest(len(plan.remarks) - shown, self.stdout)
        for problem in plan.problems[:shown]:
            column = f" {Field(problem.column).label}:" if problem.column else ""
            self.stderr.write(
                f"line {problem.line}:{column} {problem.reason} {problem.way_out}"
            )
        self.tell_rest(len(plan.problems) - shown, self.stderr)
        self.stdout.write(f"Would be: {told(plan.counts())}.")

    def tell_rest(self, count, out):
        if count > 0:
            out.write(f"… and {count} more (--all)")


def named_in(plan, shown):
    """Return the first ``shown`` PersonPlans of each group of ``plan``, in its order."""
    named = {
        id(person)
        for group in groups_of(plan)
        for person in people_in(plan, group.word)[:shown]
    }
    return [person for person in plan.people if id(person) in named]


def told(counts):
    """Return ``counts``, as of Plan.counts, in one line."""
    return ", ".join(f"{count} {spoken(word)}" for word, count in counts.items())


def spoken(word):
    return word.replace("_", " ")
