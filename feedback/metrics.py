"""What comes with Encore: the metrics of the design, with scales and smallest effects.

They are there after every ``migrate``. A row that is there stays as it is, so that what
HR has decided is kept.
"""

from django.apps import apps as global_apps

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
    ("low_score", "rate", "lower", 0, 1, 0.02),
]
RETURN_WINDOW_DAYS = 90
# A score of 1 or 2 on the scale of 1 to 5.
LOW_SCORE_THRESHOLD = 2


def bring_metrics(*, using, apps=global_apps, **signal):
    """Add the metrics that are not there yet, and the row that summers lock.

    A receiver of ``post_migrate``: apps are those of a migration, perhaps without ours; a
    flush of the database names none.
    """
    try:
        rows = apps.get_model("feedback", "Metric").objects.using(using)
        summing = apps.get_model("feedback", "Summing").objects.using(using)
    except LookupError:
        return
    summing.get_or_create(pk=1)
    known = dict(rows.values_list("key", "pk"))
    for key, kind, better, low, high, smallest_effect in METRICS:
        if key in known:
            continue
        is_derived = key == "low_score"
        metric = rows.create(
            key=key,
            kind=kind,
            better=better,
            low=low,
            high=high,
            smallest_effect=smallest_effect,
            window_days=RETURN_WINDOW_DAYS if key == "returned" else None,
            derived_from_id=known["csat"] if is_derived else None,
            threshold=LOW_SCORE_THRESHOLD if is_derived else None,
        )
        known[key] = metric.pk
