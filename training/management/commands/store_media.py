from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from training.actions.storing import store_media


class Command(BaseCommand):
    help = (
        "Keep a video (MP4, WebM), captions (WebVTT) or a picture (PNG, JPEG, WebP) and "
        "print the digest by which a module names it. Again: the same digest."
    )

    def add_arguments(self, parser):
        parser.add_argument("path", type=Path, metavar="FILE")

    def handle(self, *, path, **options):
        try:
            with path.open("rb") as opened:
                stored = store_media(
                    content=File(opened, path.name), name=path.name, at=timezone.now()
                )
        except OSError as fault:
            raise CommandError(f"{path.name}: {fault}") from fault
        except ValidationError as refusal:
            raise CommandError(" ".join(refusal.messages)) from refusal
        self.stdout.write(stored.digest)
