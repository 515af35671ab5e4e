import datetime as dt
import uuid

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import localdate, now

from outcomes.actions.analysis import ask_for_analysis
from outcomes.models import Analysis
from outcomes.panel.running import compare, work_out
from outcomes.panel.version import code_version
from outcomes.queries.schedule import is_month_owed


class Command(BaseCommand):
    help = (
        "Work out what each module changed, up to the last week that counts, and strike "
        "the verdicts. Whatever was broken off goes on with --resume."
    )

    # Looking at every page and form first takes longer than most runs.
    requires_system_checks = []

    def add_arguments(self, parser):
        how = parser.add_mutually_exclusive_group()
        how.add_argument(
            "--through",
            type=dt.date.fromisoformat,
            metavar="DAY",
            help="a day of the last week that counts, such as 2026-10-25",
        )
        how.add_argument(
            "--resume", type=uuid.UUID, metavar="UUID", help="go on with this run"
        )
        how.add_argument(
            "--monthly",
            action="store_true",
            help="only if this month's run has not been asked for yet",
        )
        how.add_argument(
            "--again",
            type=uuid.UUID,
            metavar="UUID",
            help="run this one again from its panel and compare, writing nothing",
        )

    def handle(self, *, through, resume, monthly, again, verbosity, **options):
        self.is_quiet = not verbosity
        if monthly and not is_month_owed(localdate(), now()):
            self._tell("This month's run is there, or nothing was measured.")
            return
        try:
            if again:
                self._compare(self._known(again))
                return
            analysis = self._known(resume) if resume else self._asked(through)
            analysis = work_out(analysis, clock=now, tell=self._tell)
        except ValidationError as refusal:
            raise CommandError(" ".join(refusal.messages)) from refusal
        self._tell(
            f"{analysis.uuid}: {analysis.estimates.count()} estimates through the week "
            f"of {analysis.through_week}."
        )

    def _asked(self, through):
        moment = now()
        analysis, _is_new = ask_for_analysis(
            by=None, at=moment, today=localdate(moment), through=through
        )
        self._tell(f"run {analysis.uuid}")
        return analysis

    def _known(self, wanted):
        analysis = Analysis.objects.filter(uuid=wanted).first()
        if analysis is None:
            raise CommandError(f"There is no run {wanted}.")
        return analysis

    def _compare(self, analysis):
        if not analysis.panel:
            raise CommandError("This run has no panel.")
        if analysis.code_version != code_version():
            self._tell(
                f"Made by {analysis.code_version}, run again by {code_version()}."
            )
        differences = compare(analysis)
        if differences:
            raise CommandError("\n".join(["Not the same:", *differences]))
        self._tell(f"The same bits: {analysis.estimates.count()} estimates.")

    def _tell(self, line):
        if not self.is_quiet:
            self.stdout.write(line)
            self.stdout.flush()
