from django.core.management.base import BaseCommand, CommandError

from staff.queries.overlaps import overlapping_employments, overlapping_postings


class Command(BaseCommand):
    help = "Say whether anybody works here twice, or in two teams, on one day."

    def handle(self, **options):
        wrong = 0
        for row in [*overlapping_employments(), *overlapping_postings()]:
            number, kind = row.employee.employee_number, row._meta.verbose_name
            self.stderr.write(f"{number}: {kind} {row.pk} overlaps an earlier one.")
            wrong += 1
        if wrong:
            raise CommandError(f"{wrong} times overlap.")
        self.stdout.write("No times overlap.")
