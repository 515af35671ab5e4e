"""The operator's way to give a role when nobody is left who may."""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import now

from staff.actions.roles import grant_role
from staff.choices import Role
from staff.models import Employee


class Command(BaseCommand):
    help = "Gives a person a role: the rescue when no administrator can sign in."

    def add_arguments(self, parser):
        parser.add_argument("number", help="the person's employee number")
        parser.add_argument("role", type=Role, choices=list(Role))

    def handle(self, *, number, role, **options):
        employee = Employee.objects.named(number).first()
        if employee is None:
            raise CommandError(f"Nobody has the number {number}.")
        try:
            grant_role(
                employee=employee, role=role, by=None, at=now(), today=employee.today()
            )
        except ValidationError as refusal:
            raise CommandError(" ".join(refusal.messages)) from refusal
        self.stdout.write(f"{employee} holds the role {role.label}.")
