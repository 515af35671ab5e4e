from django.apps import AppConfig
from django.db.models import CharField

from staff.lookups import ContainsInAnyCase, ExactInAnyCase


class StaffConfig(AppConfig):
    name = "staff"

    def ready(self):
        CharField.register_lookup(ContainsInAnyCase)
        CharField.register_lookup(ExactInAnyCase)
