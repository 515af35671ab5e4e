"""What one person's page shows of what customers said: to them, and to who leads them."""

from django.db.models import Exists, OuterRef

from feedback.models import Credit, Metric, Response
from feedback.queries.cells import (
    WEEK,
    behind,
    person_course,
    person_figures,
    praise,
)
from feedback.queries.heard import shown_rows
from feedback.rules.served import monday
from staff.rules import SMALLEST_GROUP

# The figures look back this far; the course over time is drawn in parts of four weeks.
FIGURE_WEEKS, COURSE_WEEKS, COURSE_PARTS = 12, 4, 6
# Praise on a page of its own; nobody reads further back at one go.
MOST_PRAISE = 100


def figures_of(viewer, person, today):
    """Return the Figures of ``person`` over the last FIGURE_WEEKS, the week of ``today``
    among them: one for each metric with any answers.

    viewer: a feedback.queries.shown.Viewer who may see the person.
    """
    end = monday(today) + WEEK
    found = person_figures(viewer, person, first=end - FIGURE_WEEKS * WEEK, end=end)
    return sorted(found.values(), key=lambda figure: figure.metric.pk)


def course_of(viewer, person, metric, today):
    """Return the Figures of ``person`` in ``metric``, oldest first.

    COURSE_PARTS of COURSE_WEEKS weeks; the last ends with the week of ``today``.
    """
    end = monday(today) + WEEK
    first = end - COURSE_PARTS * COURSE_WEEKS * WEEK
    return person_course(
        viewer, person, metric, first=first, end=end, weeks=COURSE_WEEKS
    )


def chosen_metric(figures, key):
    """Return the metric of ``figures`` to draw: that with ``key``, else the first of
    which there is enough to say, else the first; None without figures.
    """
    asked = [figure for figure in figures if figure.metric.key == key]
    known = [figure for figure in figures if figure.summary]
    return next((figure.metric for figure in [*asked, *known, *figures]), None)


def may_read(viewer, person):
    """Return whether ``viewer`` may read single answers about ``person``.

    The person and their direct manager may, however few there are; others who may see
    the person, from SMALLEST_GROUP answers on.
    """
    if viewer.employee_id == person.pk:
        return True
    posting = person.postings.filter(valid_to=None).select_related("team").first()
    if posting and viewer.leads_directly(posting.team.path):
        return True
    return _answers(viewer, person)[:SMALLEST_GROUP].count() == SMALLEST_GROUP


def praise_rows(viewer, person, most=MOST_PRAISE):
    """Return HeardRows of the newest praise of ``person``, ``most`` at most."""
    return shown_rows(praise(viewer, person, most=most))


def heard_rows(viewer, person):
    """Return what customers answered about ``person``, newest first: a queryset of
    Responses to page, each with its measurements. ``shown_rows`` makes rows of them.
    """
    return (
        _answers(viewer, person)
        .select_related("interaction")
        .prefetch_related("measurements__metric")
        .order_by("-interaction__occurred_at", "-pk")
    )


def rows_behind(viewer, person, metric, first, last):
    """Return the Measurements behind a figure of ``person``, a queryset to page.

    metric: a Metric. first, last: days; the weeks they lie in are counted as a whole.
    """
    begin, end = monday(first), monday(last) + WEEK
    weeks = (end - begin) // WEEK
    [figure] = person_course(viewer, person, metric, first=begin, end=end, weeks=weeks)
    return behind(viewer, figure, employee=person)


def _answers(viewer, person):
    own = Credit.objects.within(viewer.reach).filter(
        employee=person, interaction=OuterRef("interaction")
    )
    return Response.objects.original().filter(Exists(own))


def metric_with(key):
    """Return the Metric with ``key``, or None."""
    return Metric.objects.filter(key=key).first()
