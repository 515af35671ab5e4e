"""Taking in a file of any kind at the command line: the commands differ by kind alone."""

import csv
import sys
from pathlib import Path
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import now

from staff.actions.file_import import (
    confirm_file_import,
    map_file_import,
    resume_file_import,
    run_file_import,
    start_file_import,
)
from staff.importing.columns import DateOrder
from staff.importing.kind import FileMapping
from staff.models import Employee, FileImport
from staff.queries.file_import import (
    file_questions,
    file_trial,
    rejected_reasons,
    rejected_table,
)

# What the exit code says when rows were taken in and others set aside.
SOME_REJECTED = 3


class FileImportCommand(BaseCommand):
    """A command that takes in files of ``kind``. Exit codes: 0 all taken in, 1 refused,
    SOME_REJECTED."""

    kind = None

    def add_arguments(self, parser):
        keys = ", ".join(column.key for column in self.kind.columns)
        parser.add_argument("path", type=Path, nargs="?", metavar="FILE")
        parser.add_argument(
            "--source", default="", metavar="KEY", help="which tool the file comes from"
        )
        parser.add_argument(
            "--map",
            action="append",
            default=[],
            metavar="KEY=HEADER",
            help=f"which column says what; KEY is one of: {keys}. KEY= for none",
        )
        parser.add_argument(
            "--answer",
            action="append",
            default=[],
            metavar="QUESTION=VALUE",
            help="what the file does not show, such as empty:complaint=no",
        )
        parser.add_argument(
            "--date-order", choices=DateOrder.values, help="how 03/04/2026 is meant"
        )
        parser.add_argument(
            "--scale",
            action="append",
            default=[],
            metavar="[KEY=]1-5",
            help="on which scale scores stand: of one column, or of all",
        )
        parser.add_argument(
            "--zone", help="time zone of times without one; else that of each team"
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="read the file, write nothing"
        )
        parser.add_argument(
            "--rejects", type=Path, metavar="FILE", help="write rows set aside, as CSV"
        )
        parser.add_argument(
            "--resume",
            type=UUID,
            metavar="UUID",
            help="go on with an import that stopped",
        )
        parser.add_argument(
            "--by", metavar="NUMBER", help="employee number of who does it"
        )

    def handle(self, *, path, resume, by, rejects, **options):
        by = self._employee(by)
        try:
            if resume:
                file_import = self._resumed(resume, by)
            elif path is None:
                raise CommandError("Say which FILE, or --resume UUID.")
            else:
                file_import = self._confirmed(path, by, options)
        except ValidationError as refusal:
            raise CommandError(" ".join(refusal.messages)) from refusal
        if file_import is None:
            return
        self.stderr.write(f"Import {file_import.uuid}; were it to stop: --resume.")
        file_import = run_file_import(file_import, self.kind, now)
        self._tell(file_import, rejects)

    def _employee(self, number):
        if number is None:
            return None
        employee = Employee.objects.named(number).first()
        if employee is None:
            raise CommandError(f"--by {number}: nobody has this number.")
        return employee

    def _resumed(self, uuid, by):
        file_import = FileImport.objects.filter(uuid=uuid, kind=self.kind.key).first()
        if file_import is None:
            raise CommandError(f"--resume {uuid}: there is no such import.")
        return resume_file_import(
            file_import=file_import, by=by, at=now(), takes_over=True
        )

    def _confirmed(self, path, by, options):
        """Return the FileImport of ``path``, confirmed; None after a dry run."""
        try:
            with path.open("rb") as opened:
                draft = start_file_import(
                    kind=self.kind,
                    file=opened,
                    file_name=path.name,
                    source_key=options["source"],
                    by=by,
                    at=now(),
                )
        except OSError as trouble:
            raise CommandError(f"{path}: {trouble.strerror}.") from trouble
        is_confirmed = False
        try:
            mapping = self._mapping(draft, options)
            draft = map_file_import(
                file_import=draft,
                kind=self.kind,
                mapping=mapping,
                at=now(),
                remembers=False,
            )
            self._demand_answers(draft, mapping)
            if options["dry_run"]:
                self._tell_trial(file_trial(draft, self.kind))
                return None
            is_confirmed = confirm_file_import(
                file_import=draft, kind=self.kind, by=by, at=now()
            )
        finally:
            if not is_confirmed:
                draft.file.delete(save=False)
                draft.delete()
        return FileImport.objects.get(pk=draft.pk)

    def _mapping(self, draft, options):
        known = FileMapping.from_stored(draft.mapping)
        columns = dict(known.columns)
        keys = {column.key for column in self.kind.columns}
        for pair in options["map"]:
            key, _equals, name = pair.partition("=")
            if key not in keys:
                raise CommandError(f"--map {pair}: there is no key {key!r}.")
            if name and name not in draft.header:
                raise CommandError(f"--map {pair}: there is no column {name!r}.")
            columns.pop(key, None)
            if name:
                place = draft.header.index(name)
                columns = {k: p for k, p in columns.items() if p != place}
                columns[key] = place
        answers = dict(known.answers)
        for pair in options["answer"]:
            question, equals, value = pair.partition("=")
            if not equals:
                raise CommandError(f"--answer {pair}: write QUESTION=VALUE.")
            answers[question] = value
        for pair in options["scale"]:
            key, equals, scale = pair.rpartition("=")
            told = [key] if equals else sorted(keys & columns.keys())
            answers |= {f"scale:{key}": scale for key in told}
        if options["date_order"]:
            answers["date_order"] = options["date_order"]
        if options["zone"]:
            answers["time_zone"] = options["zone"]
        return FileMapping(columns, answers)

    def _demand_answers(self, draft, mapping):
        """Refuse what is still open, and say how to say it."""
        wanted = [
            " or ".join(f"--map {key}=COLUMN" for key in group)
            for group in self.kind.missing(mapping)
        ]
        if not wanted:
            wanted = [
                f"{question.text} {self._how(question)}"
                for question in file_questions(draft, self.kind)
                if question.is_open
            ]
        if wanted:
            columns = ", ".join(draft.header)
            lines = "\n  ".join(wanted)
            raise CommandError(
                f"Please say:\n  {lines}\nThe columns are: {columns}. Nothing was written."
            )

    @staticmethod
    def _how(question):
        values = " or ".join(value for value, _label in question.choices) or "VALUE"
        examples = ", ".join(question.examples)
        seen = f" (seen: {examples})" if examples else ""
        likely = f", most likely {question.proposed}" if question.proposed else ""
        return f"--answer {question.key}={values}{likely}{seen}"

    def _tell_trial(self, trial):
        for (code, column), lines in trial.rejected.items():
            reason, way_out = self.kind.reason(code)
            self.stderr.write(
                f"{len(lines)} × {column or 'row'}: {reason} {way_out} "
                f"(line {lines[0]})"
            )
        self.stdout.write(
            f"Would be: {trial.taken} taken in, {trial.rejected_count} set aside, "
            f"{trial.skipped} skipped."
        )

    def _tell(self, file_import, rejects):
        for reason in rejected_reasons(file_import, self.kind):
            column = f"{reason.column} “{reason.value[:60]}”: " if reason.column else ""
            self.stderr.write(
                f"{reason.count} × {column}{reason.reason} {reason.way_out} "
                f"(line {reason.first_line})"
            )
        if rejects:
            with rejects.open("w", encoding="utf-8-sig", newline="") as opened:
                csv.writer(opened).writerows(rejected_table(file_import, self.kind))
        self.stdout.write(
            f"{file_import.rows_read} rows: {file_import.rows_new} new, "
            f"{file_import.rows_changed} changed, {file_import.rows_known} known, "
            f"{file_import.rows_rejected} set aside; "
            f"{file_import.rows_skipped} lines skipped."
        )
        if file_import.state != FileImport.State.DONE:
            why = f" ({file_import.note})" if file_import.note else ""
            raise CommandError(
                f"{file_import.get_state_display()}{why}: --resume {file_import.uuid}"
            )
        if file_import.rows_rejected:
            sys.exit(SOME_REJECTED)
