from django.core.management.base import BaseCommand
from django.utils import timezone

from plans.actions.starter import load_plan_templates


class Command(BaseCommand):
    help = (
        "Load the plan templates that come with Encore, one for everybody and one for "
        "each job role they know, and which metric each skill should move. Again: only "
        "for job roles that are new; what was edited or removed stays so."
    )

    def handle(self, **options):
        made = load_plan_templates(at=timezone.now())
        self.stdout.write(f"{made} templates made.")
