from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from dashboard.demo import PASSWORD, SIGN_INS, is_loaded, load_demo


class Command(BaseCommand):
    help = (
        "Fill the demo database with a small chain and print its sign-ins. "
        "Again: only prints them."
    )

    def add_arguments(self, parser):
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--people-per-site", type=int, default=9)

    def handle(self, *, seed, people_per_site, **options):
        if not settings.IS_DEMO:
            raise CommandError(
                "This database is not the demo's. Demo accounts have known passwords: "
                "`make run` keeps them in a database of their own (ENCORE_DEMO=yes)."
            )
        if not is_loaded():
            call_command("load_starter", verbosity=0)
            load_demo(at=timezone.now(), seed=seed, people_per_site=people_per_site)
        self.stdout.write("Sign in with one of these numbers:")
        for account in SIGN_INS:
            self.stdout.write(f"  {account.number}  {account.name}, {account.sees}")
        self.stdout.write(f"The password is the same for all: {PASSWORD}")
