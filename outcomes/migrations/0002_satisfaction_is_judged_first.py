"""Satisfaction is the primary metric until somebody chooses another."""

from django.db import migrations


def judge_satisfaction(apps, schema_editor):
    csat = apps.get_model("feedback", "Metric").objects.get(key="csat")
    apps.get_model("outcomes", "Judging").objects.create(pk=1, primary_metric=csat)


def judge_nothing(apps, schema_editor):
    apps.get_model("outcomes", "Judging").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [
        ("outcomes", "0001_analyses_and_estimates"),
        ("feedback", "0002_metrics_that_come_with_encore"),
    ]

    operations = [migrations.RunPython(judge_satisfaction, judge_nothing)]
