"""The metrics of the design, section 2; scales, and the smallest change worth having."""

from django.db import migrations

# key, kind, better, low, high, smallest effect worth having
METRICS = [
    ("csat", "mean", "higher", 1, 5, 0.10),
    ("nps", "mean", "higher", -100, 100, 3),
    ("ces", "mean", "lower", 1, 7, 0.15),
    ("stars", "mean", "higher", 1, 5, 0.10),
    ("complaint", "rate", "lower", 0, 1, 0.01),
    ("resolved_first", "rate", "higher", 0, 1, 0.02),
    ("better_than_expected", "rate", "higher", 0, 1, 0.02),
    ("recommended_by", "rate", "higher", 0, 1, 0.01),
    ("handling_time", "mean", "context", 0, 86_400, None),
    ("returned", "rate", "higher", 0, 1, 0.01),
]
RETURN_WINDOW_DAYS = 90
# A score of 1 or 2 on the scale of 1 to 5.
LOW_SCORE_THRESHOLD = 2


def add_metrics(apps, schema_editor):
    Metric = apps.get_model("feedback", "Metric")  # noqa: N806, a model
    for key, kind, better, low, high, smallest_effect in METRICS:
        Metric.objects.create(
            key=key,
            kind=kind,
            better=better,
            low=low,
            high=high,
            smallest_effect=smallest_effect,
            window_days=RETURN_WINDOW_DAYS if key == "returned" else None,
        )
    Metric.objects.create(
        key="low_score",
        kind="rate",
        better="lower",
        low=0,
        high=1,
        smallest_effect=0.02,
        derived_from=Metric.objects.get(key="csat"),
        threshold=LOW_SCORE_THRESHOLD,
    )
    apps.get_model("feedback", "Summing").objects.create(pk=1)


def take_metrics_away(apps, schema_editor):
    apps.get_model("feedback", "Summing").objects.all().delete()
    metrics = apps.get_model("feedback", "Metric").objects
    metrics.filter(derived_from__isnull=False).delete()
    metrics.all().delete()


class Migration(migrations.Migration):
    dependencies = [("feedback", "0001_interactions_and_answers")]

    operations = [migrations.RunPython(add_metrics, take_metrics_away)]
