import time

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand
from django.db import close_old_connections
from django.utils import timezone

from dashboard.tasks import keep_file_imports
from feedback.actions.returns import measure_returns
from feedback.actions.summing import sum_dirty_weeks
from outcomes.tasks import (
    hand_over_left_lying,
    order_monthly_analysis,
    order_plan_ahead,
    order_weekly_curve,
)
from training.actions.certification_calendar import keep_certifications

A_MINUTE = 60


class Command(BaseCommand):
    help = (
        "Keep the figures: measure who came back, sum the weeks in which something has "
        "changed, order this month's analysis once and then, step by step, how many "
        "people it would take, order the curve once a week, tell of certificates that are "
        "to be renewed or have ended, and have files and analyses gone on with whose "
        "worker was killed. Again: nothing. Several may run at once."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--stay", action="store_true", help="go on, once a minute, until stopped"
        )

    def handle(self, *, stay, **options):
        self._keep()
        while stay:
            close_old_connections()
            time.sleep(A_MINUTE)
            self._keep()

    def _keep(self):
        at = timezone.now()
        measured, summed = measure_returns(at=at), sum_dirty_weeks(at=at)
        today = timezone.localdate(at)
        ordered = self._order_monthly(at, today)
        ordered += int(order_weekly_curve(at=at, today=today) is not None)
        planned = int(order_plan_ahead(at=at))
        certificates = keep_certifications(at=at)
        resumed = hand_over_left_lying(at=at) + keep_file_imports(at=at)
        if measured or summed or ordered or planned or certificates or resumed:
            self.stdout.write(
                f"Returns measured: {measured}. Weeks summed: {summed}. "
                f"Analyses ordered: {ordered}. Steps planned ahead: {planned}. "
                f"Certificates: {certificates} events. "
                f"Gone on with: {resumed}."
            )

    def _order_monthly(self, at, today):
        try:
            analysis = order_monthly_analysis(at=at, today=today)
        except ValidationError as refusal:
            self.stderr.write(" ".join(refusal.messages))
            return 0
        return int(analysis is not None)
