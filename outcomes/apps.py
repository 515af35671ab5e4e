from django.apps import AppConfig
from django.db.models.signals import post_migrate

from outcomes.judging import judge_satisfaction


class OutcomesConfig(AppConfig):
    name = "outcomes"

    def ready(self):
        post_migrate.connect(judge_satisfaction, sender=self)
