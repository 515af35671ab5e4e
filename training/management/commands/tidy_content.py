from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from training.content.reading import read_content
from training.content.writing import written


class Command(BaseCommand):
    help = (
        "Write content files anew, as an export would: fields in order, one to a line. "
        "What they say stays the same; comments are lost."
    )

    def add_arguments(self, parser):
        parser.add_argument("paths", type=Path, nargs="+", metavar="FILE")

    def handle(self, *, paths, **options):
        try:
            tidied = {path: written(read_content(path)) for path in paths}
        except ValidationError as refusal:
            raise CommandError("\n".join(refusal.messages)) from refusal
        changed = [path for path in tidied if path.read_bytes() != tidied[path]]
        for path in changed:
            path.write_bytes(tidied[path])
        self.stdout.write(f"{len(changed)} of {len(tidied)} files written anew.")
