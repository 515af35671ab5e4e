import shutil
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from training.content.zipping import zipped
from training.queries.catalogue_documents import KINDS
from training.queries.catalogue_files import catalogue_files


class Command(BaseCommand):
    help = (
        "Write the catalogue as content files, and the media it shows, into a folder or "
        "a zip file. The same catalogue gives the same files, to the byte."
    )

    def add_arguments(self, parser):
        parser.add_argument("path", type=Path, metavar="FOLDER|FILE.zip")
        parser.add_argument(
            "--only",
            nargs="+",
            default=(),
            metavar="KIND[/NAME]",
            help=f"{', '.join(KINDS)}, or one of them, such as modules/waiting",
        )

    def handle(self, *, path, only, **options):
        files = catalogue_files(only)
        if only and not files:
            raise CommandError(f"There is nothing like {', '.join(only)}.")
        try:
            if path.suffix.lower() == ".zip":
                with path.open("wb") as opened:
                    opened.writelines(zipped(files))
            else:
                _write(path, files)
        except OSError as trouble:
            raise CommandError(f"{trouble.filename}: {trouble.strerror}.") from trouble
        self.stdout.write(f"{len(files)} files written.")


def _write(folder, files):
    for name, opener in files:
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        with opener() as content, target.open("wb") as opened:
            shutil.copyfileobj(content, opened)
