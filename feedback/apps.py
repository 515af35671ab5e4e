from django.apps import AppConfig
from django.db.models.signals import post_migrate

from feedback.metrics import bring_metrics


class FeedbackConfig(AppConfig):
    name = "feedback"

    def ready(self):
        post_migrate.connect(bring_metrics, sender=self)
