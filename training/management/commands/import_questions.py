import csv
import io
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from staff.importing.reading import delimiter_of
from training.actions.questions_import import import_questions
from training.importing.foreign import taken_questions
from training.importing.gift import read_gift
from training.importing.moodle import read_moodle
from training.importing.questions import read_questions


class Command(BaseCommand):
    help = (
        "Take the questions of a CSV, GIFT or Moodle XML file into a question bank, as its "
        "next version. Again: no change. What files hold is told in docs/modules.md."
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

        parser.add_argument(
            "--why",
            default="",
            help="what is said where a GIFT or XML file says nothing",
        )

    def handle(self, *, path, bank, title, language, why, **options):
        try:
            version = import_questions(
                read=_read(path, language, why),
                slug=bank,
                language=language,
                title=title,
                at=timezone.now(),
            )
        except ValidationError as refusal:
            lines = (f"{path.name}, {message}" for message in refusal.messages)
            raise CommandError("\n".join(lines)) from refusal
        except (csv.Error, OSError, UnicodeDecodeError) as fault:
            raise CommandError(f"{path.name}: {fault}") from fault
        count = len(version.document["questions"])
        self.stdout.write(f"{version}: {count} questions.")


def _read(path, language, why):
    """Return (questions, faults) of the file at ``path``, by how its name ends."""
    ending = path.suffix.lower()
    if ending == ".xml":
        return taken_questions(read_moodle(path.read_bytes(), language), language, why)
    text = path.read_text("utf-8-sig")
    if ending in (".gift", ".txt"):
        return taken_questions(read_gift(text, language), language, why)
    return read_questions(_table(text), language)


def _table(text):
    """Yield (line, cells); a row that runs over several lines counts by its first."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter_of(text))
    line = 1
    for cells in reader:
        yield line, cells
        line = reader.line_num + 1
