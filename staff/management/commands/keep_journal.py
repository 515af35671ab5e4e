import time

from django.core.management.base import BaseCommand
from django.db import close_old_connections
from django.utils import timezone

from events.numbering import number_events
from staff.actions.calendar import journal_calendar
from staff.actions.people_import import drop_old_drafts

A_MINUTE = 60


class Command(BaseCommand):
    help = (
        "Keep the journal: tell it what the calendar changed, such as moves and leavings "
        "written for a later day, and number what happened. Again: nothing. Several may "
        "run at once."
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
        told, dropped = journal_calendar(at=at), drop_old_drafts(at=at)
        end = number_events()
        if told or dropped:
            self.stdout.write(
                f"The calendar: {told} events. Imports put away: {dropped}. "
                f"The journal ends at {end.sequence}."
            )
