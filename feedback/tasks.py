"""Work of feedback that no page waits for."""

from django.utils.timezone import now
from django_tasks import task

from feedback.actions.returns import measure_returns
from feedback.actions.summing import sum_dirty_weeks


@task()
def sum_weeks():
    """Measure who came back and sum the weeks, wherever something has changed."""
    measure_returns(at=now())
    sum_dirty_weeks(at=now())
