from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from dashboard.demo.loading import is_loaded, load_demo, settle_demo
from dashboard.demo.sign_ins import PASSWORD, SIGN_INS
from dashboard.demo.story import tell_story
from dashboard.demo.truth import truth_table
from training.models import Module

FEWEST_PEOPLE, FEWEST_WEEKS = 40, 26


class Command(BaseCommand):
    help = (
        "Fill the demo database with a chain of restaurants and print its sign-ins. "
        "Again: only prints them."
    )

    def add_arguments(self, parser):
        parser.add_argument("--employees", type=int, default=240)
        parser.add_argument("--weeks", type=int, default=90)
        parser.add_argument("--seed", type=int, default=2)
        parser.add_argument(
            "--truth",
            action="store_true",
            help="print what each module really does in the demo of these numbers; it "
            "is kept nowhere",
        )

    def handle(self, *, employees, weeks, seed, truth, **options):
        if not settings.IS_DEMO:
            raise CommandError(
                "This database is not the demo's. Demo accounts have known passwords: "
                "`make run` keeps them in a database of their own (ENCORE_DEMO=yes)."
            )
        if employees < FEWEST_PEOPLE or weeks < FEWEST_WEEKS:
            raise CommandError(
                f"The smallest demo has {FEWEST_PEOPLE} people and {FEWEST_WEEKS} weeks."
            )
        at, story = timezone.now(), None
        if truth or not is_loaded():
            story = tell_story(employees=employees, weeks=weeks, seed=seed)
        if not is_loaded():
            self._tell("Writing the history of a chain of restaurants")
            call_command("load_starter", verbosity=0, stdout=self.stdout)
            load_demo(story, at=at, seed=seed)
        settle_demo(at=at, tell=self._tell)
        if truth:
            self._tell(
                f"The truth of {employees} people, {weeks} weeks, seed {seed}: mean "
                "change over the 13 weeks from completion on."
            )
            for line in truth_table(story, _titles()):
                self._tell(line)
        self._tell("Sign in with one of these numbers:")
        for account in SIGN_INS:
            self._tell(f"  {account.number}  {account.name}, {account.sees}")
        self._tell(f"The password is the same for all: {PASSWORD}")

    def _tell(self, line):
        self.stdout.write(line)
        self.stdout.flush()


def _titles():
    return {module.slug: str(module) for module in Module.objects.all()}
