from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from training.actions.catalogue_import import import_catalogue
from training.choices import ImportState
from training.importing.bundle import bundle_of

STARTER = Path(__file__).resolve().parents[2] / "starter"
VERSIONED = ("scenario", "bank", "module")


class Command(BaseCommand):
    help = (
        "Load the starter catalogue: skills, scenarios, banks, modules, paths. Again: no "
        "change. What somebody here has published under the same name is kept, and what "
        "has been here before does not come back."
    )

    def add_arguments(self, parser):
        parser.add_argument("--folder", type=Path, default=STARTER)

    def handle(self, *, folder, **options):
        try:
            taken = import_catalogue(
                bundle=bundle_of([folder]), at=timezone.now(), keeps_own=True
            )
        except ValidationError as refusal:
            raise CommandError("\n".join(refusal.messages)) from refusal
        published = [
            each
            for each in taken
            if each.kind in VERSIONED
            and each.state in (ImportState.NEW, ImportState.CHANGED)
        ]
        self.stdout.write(f"{len(published)} versions published.")
