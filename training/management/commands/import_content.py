from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from training.actions.catalogue_import import counted, import_catalogue
from training.choices import ImportState
from training.importing.bundle import bundle_of

LONGEST_NOTE = 300
MOST_PLACES = 5


class Command(BaseCommand):
    help = (
        "Take content files into the catalogue: skills, scenarios, banks, modules, paths "
        "and their media, in an order that works, all or none. Again: no change."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "paths", type=Path, nargs="+", metavar="PATH", help="file, folder or zip"
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would be, write nothing"
        )
        parser.add_argument("--note", default="", help="why, for the list of versions")

    def handle(self, *, paths, dry_run, note, **options):
        try:
            bundle = bundle_of(paths)
            taken = import_catalogue(
                bundle=bundle,
                at=timezone.now(),
                note=note[:LONGEST_NOTE],
                is_trial=dry_run,
            )
        except ValidationError as refusal:
            raise CommandError("\n".join(refusal.messages)) from refusal
        for each in taken:
            if each.state != ImportState.SAME:
                self.stdout.write(f"{each.name}: {each.state}{_places(each)}")
        for name in bundle.passed_over:
            self.stdout.write(f"{name}: passed over")
        told = ", ".join(f"{count} {state}" for state, count in counted(taken).items())
        self.stdout.write(f"{'Would be: ' if dry_run else ''}{told}.")


def _places(taken):
    if taken.state != ImportState.CHANGED or not taken.places:
        return ""
    more = ["…"] if len(taken.places) > MOST_PLACES else []
    return f" ({', '.join([*taken.places[:MOST_PLACES], *more])})"
