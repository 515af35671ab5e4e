from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from training.actions.questions_import import import_questions
from training.importing.question_file import read_question_file


class Command(BaseCommand):
    help = (
        "Take the questions of a CSV, XLSX, GIFT or Moodle XML file into a question bank, "
        "as its next version. Again: no change. What files hold is told in docs/modules.md."
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
                read=read_question_file(path.name, path.read_bytes(), language, why),
                slug=bank,
                language=language,
                title=title,
                at=timezone.now(),
            )
        except ValidationError as refusal:
            lines = (f"{path.name}, {message}" for message in refusal.messages)
            raise CommandError("\n".join(lines)) from refusal
        except OSError as fault:
            raise CommandError(f"{path.name}: {fault}") from fault
        count = len(version.document["questions"])
        self.stdout.write(f"{version}: {count} questions.")
