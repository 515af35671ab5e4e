import csv
import io
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from staff.importing.reading import delimiter_of
from training.actions.questions_import import import_questions


class Command(BaseCommand):
    help = (
        "Take the questions of a CSV file into a question bank, as its next version. "
        "Again: no change. The columns are told in docs/modules.md."
    )

    def add_arguments(self, parser):
        parser.add_argument("path", type=Path, metavar="FILE")
        parser.add_argument("--bank", required=True, help="the slug of the bank")
        parser.add_argument("--title", default="", help="the name of a new bank")
        parser.add_argument(
            "--language",
            default=settings.LANGUAGE_CODE,
            help="what the file is written in",
        )

    def handle(self, *, path, bank, title, language, **options):
        try:
            text = path.read_text("utf-8-sig")
        except (OSError, UnicodeDecodeError) as fault:
            raise CommandError(f"{path.name}: {fault}") from fault
        try:
            version = import_questions(
                table=_table(text),
                slug=bank,
                language=language,
                title=title,
                at=timezone.now(),
            )
        except ValidationError as refusal:
            lines = (f"{path.name}, {message}" for message in refusal.messages)
            raise CommandError("\n".join(lines)) from refusal
        except csv.Error as fault:
            raise CommandError(f"{path.name}: {fault}") from fault
        count = len(version.document["questions"])
        self.stdout.write(f"{version}: {count} questions.")


def _table(text):
    """Yield (line, cells); a row that runs over several lines counts by its first."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter_of(text))
    line = 1
    for cells in reader:
        yield line, cells
        line = reader.line_num + 1
