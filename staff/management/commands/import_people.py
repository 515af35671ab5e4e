"""Taking in a file of people at the command line."""

from dataclasses import replace
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.timezone import now

from staff.actions.people_import import apply_import, confirm_import, start_import
from staff.importing.columns import DateOrder, Field, LeftMeans, NewTeams
from staff.importing.reading import read_table
from staff.importing.rows import open_questions
from staff.models import Employee
from staff.queries.people_import import planned_import, remembered_mapping

SHOWN_PROBLEMS = 50


class Command(BaseCommand):
    help = "Take in a CSV or XLSX file of people, whole or not at all."

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
            "--by", metavar="NUMBER", help="employee number of who does it"
        )

    def handle(self, *, path, by, dry_run, leave_out_bad_rows, **options):
        at = now()
        try:
            table = read_table(path.read_bytes())
        except OSError as trouble:
            raise CommandError(f"{path}: {trouble.strerror}.") from trouble
        except ValidationError as refusal:
            raise CommandError(f"{path}: {' '.join(refusal.messages)}") from refusal
        mapping = self.mapping_of(table, options)
        employee = self.employee(by)
        try:
            with transaction.atomic():
                draft = start_import(
                    file_name=path.name,
                    table=table,
                    mapping=mapping,
                    by=employee,
                    at=at,
                )
                plan = planned_import(draft, at).plan
                self.tell_problems(plan)
                if dry_run:
                    self.stdout.write(f"Would be: {told(plan)}.")
                    transaction.set_rollback(True)
                    return
                confirm_import(
                    people_import=draft,
                    plan_digest=plan.digest,
                    leaves_rows_out=leave_out_bad_rows,
                    by=employee,
                    at=at,
                )
                apply_import(people_import=draft, at=at)
                self.stdout.write(f"{told(plan)}.")
        except ValidationError as refusal:
            words = " ".join(refusal.messages)
            if refusal.code == "rows_with_problems":
                words += " (--leave-out-bad-rows)"
            raise CommandError(words) from refusal

    def mapping_of(self, table, options):
        mapping = remembered_mapping(table.header)
        columns = dict(mapping.columns)
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
        mapping = replace(mapping, columns=columns, **said)
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
        employee = Employee.objects.filter(employee_number__iexact=number).first()
        if employee is None:
            raise CommandError(f"--by {number}: nobody has this number.")
        return employee

    def tell_problems(self, plan):
        for problem in plan.problems[:SHOWN_PROBLEMS]:
            column = f" {Field(problem.column).label}:" if problem.column else ""
            self.stderr.write(
                f"line {problem.line}:{column} {problem.reason} {problem.way_out}"
            )
        if len(plan.problems) > SHOWN_PROBLEMS:
            self.stderr.write(f"… and {len(plan.problems) - SHOWN_PROBLEMS} more.")
        for remark in plan.remarks[:SHOWN_PROBLEMS]:
            self.stdout.write(f"line {remark.line}: {remark.reason}")


def told(plan):
    """Return the counts of ``plan`` in one line."""
    counts = plan.counts().items()
    return ", ".join(f"{count} {word.replace('_', ' ')}" for word, count in counts)
