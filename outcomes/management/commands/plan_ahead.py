import uuid

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import now

from outcomes.models import Analysis
from outcomes.panel.plan_ahead import plan_ahead
from outcomes.queries.payoff import latest_analysis


class Command(BaseCommand):
    help = (
        "Try out on the panel of a run how many people it would take until an effect "
        "worth having shows. Whatever was broken off goes on."
    )

    # Looking at every page and form first takes longer than most tries.
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument(
            "run",
            nargs="?",
            type=uuid.UUID,
            metavar="UUID",
            help="a run that is done; the latest without it",
        )
        parser.add_argument(
            "--steps",
            type=int,
            metavar="N",
            help="try so many numbers of people, then stop; to the end without it",
        )

    def handle(self, *, run, steps, verbosity, **options):
        self.is_quiet = not verbosity
        analysis = (
            Analysis.objects.filter(uuid=run).first() if run else latest_analysis()
        )
        if analysis is None:
            raise CommandError(f"There is no run {run}." if run else "There is no run.")
        try:
            ahead = plan_ahead(analysis, clock=now, most=steps, tell=self._tell)
        except ValidationError as refusal:
            raise CommandError(" ".join(refusal.messages)) from refusal
        for step in ahead.steps:
            found = step["shows_from"]
            shows = (
                "nothing shows" if found is None else f"from {found:.4f} on it shows"
            )
            self._tell(
                f"{step['people']} people: {shows}, "
                f"{step['judged']} of {step['tries']} tries could be judged"
            )

    def _tell(self, line):
        if not self.is_quiet:
            self.stdout.write(line)
            self.stdout.flush()
