"""What the house has said about judging."""

from feedback.choices import Better
from feedback.models import Metric
from outcomes.models import Judging


def judging():
    """Return the Judging of the house, with its primary metric: one statement."""
    return Judging.objects.select_related("primary_metric").get(pk=1)


def judged_metrics():
    """Return the Metrics a module can better or worsen, as Encore brings them."""
    return Metric.objects.exclude(better=Better.CONTEXT).order_by("pk")
