"""The course of one metric for one person, as marks to draw and rows to read."""

from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from feedback.choices import MetricKind
from feedback.queries.cells import Figure
from plans.templatetags.plans import of_metric

# Of the drawing, in its own units.
WIDTH, HEIGHT, LEFT, RIGHT, TOP, FOOT = 328, 190, 44, 320, 22, 140
# Tops of the scale for shares, the smallest that holds everything is taken; half of each
# is written in full, too.
SHARE_TOPS = (0.1, 0.2, 0.5, 1)


@dataclass(frozen=True)
class Mark:
    """One part of the course: where it stands; y, low and high None where unknown."""

    figure: Figure
    x: float
    y: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True)
class CourseChart:
    """The marks, oldest first, and the lines of the scale as (y, words).

    ``sentence`` tells the picture to those who do not see it.
    """

    marks: tuple
    lines: tuple
    sentence: str

    @property
    def is_known(self):
        return any(mark.y is not None for mark in self.marks)

    @property
    def path(self):
        """The line through neighbours that are both known, as an SVG path."""
        steps, is_drawing = [], False
        for mark in self.marks:
            if mark.y is not None:
                steps.append(f"{'L' if is_drawing else 'M'}{mark.x} {mark.y}")
            is_drawing = mark.y is not None
        return " ".join(steps)


def course_chart(course, metric):
    """Return the CourseChart of ``course``, Figures in a row, of ``metric``."""
    bottom, top = _scale(course, metric)
    gap = (RIGHT - LEFT) / len(course)

    def height(value):
        return round(FOOT - (FOOT - TOP) * (value - bottom) / (top - bottom), 1)

    marks = tuple(
        Mark(
            figure=figure,
            x=round(LEFT + gap * (place + 0.5), 1),
            y=height(figure.mean) if figure.summary else None,
            low=height(figure.interval[0]) if figure.summary else None,
            high=height(figure.interval[1]) if figure.summary else None,
        )
        for place, figure in enumerate(course)
    )
    return CourseChart(
        marks=marks,
        lines=tuple(
            (height(value), of_metric(value, metric))
            for value in (bottom, (bottom + top) / 2, top)
        ),
        sentence=_("%(metric)s, four weeks at a time: %(course)s.")
        % {
            "metric": metric,
            "course": "; ".join(
                f"{date_format(figure.first, 'j M')} {_words(figure)}"
                for figure in course
            ),
        },
    )


def _words(figure):
    if figure.summary:
        return of_metric(figure.mean, figure.metric)
    return _("too little to say")


def _scale(course, metric):
    """Return the ends of the axis: those of the metric; shares are drawn larger."""
    if metric.kind == MetricKind.MEAN:
        return metric.low, metric.high
    highest = max(
        (figure.interval[1] for figure in course if figure.summary), default=0
    )
    return 0, next(top for top in SHARE_TOPS if highest <= top)
