"""How plans, and what customers said, are spoken of in templates."""

from django import template
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from feedback.choices import MetricKey, MetricKind
from training.models.texts import in_language

register = template.Library()

# A share, of one answer alone: what 0 says, and what 1 says.
OF_ONE_ANSWER = {
    MetricKey.COMPLAINT: (gettext_lazy("no complaint"), gettext_lazy("a complaint")),
    MetricKey.RESOLVED_FIRST: (
        gettext_lazy("not resolved at first contact"),
        gettext_lazy("resolved at first contact"),
    ),
    MetricKey.BETTER_THAN_EXPECTED: (
        gettext_lazy("not better than expected"),
        gettext_lazy("better than expected"),
    ),
    MetricKey.RECOMMENDED_BY: (
        gettext_lazy("not by recommendation"),
        gettext_lazy("came by recommendation"),
    ),
    MetricKey.RETURNED: (
        gettext_lazy("did not come back"),
        gettext_lazy("came back"),
    ),
}
# What goes without saying beside something else.
PLAIN_NO = {MetricKey.COMPLAINT, MetricKey.RECOMMENDED_BY}


@register.filter
def of_metric(value, metric):
    """Return ``value`` on the scale of ``metric`` as people read it: "4.12", "8 %", "−3".

    "–" where there is none.
    """
    if value is None:
        return "–"
    if metric.kind == MetricKind.RATE:
        percent = value * 100
        places = 1 if 0 < abs(percent) < 10 and round(percent, 1) % 1 else 0
        number = number_format(round(percent, places), decimal_pos=places)
        return _("%(number)s %%") % {"number": number}
    places = 0 if metric.high - metric.low >= 50 else 2
    # A true minus sign; and no minus before what is nought when rounded.
    rounded = round(value, places) or 0.0
    return number_format(rounded, decimal_pos=places).replace("-", "−")


@register.filter
def in_words(scores):
    """Return ``scores``, (metric, value) pairs of one answer, as a list of words.

    "Satisfaction 4.00", "a complaint", "did not come back". That there was no complaint,
    or no recommendation, is told only where there is nothing else to tell.
    """
    telling = [
        (metric, value)
        for metric, value in scores
        if value or metric.key not in PLAIN_NO
    ]
    return [_of_one_answer(metric, value) for metric, value in telling or scores]


def _of_one_answer(metric, value):
    if metric.key in OF_ONE_ANSWER and value in (0, 1):
        return str(OF_ONE_ANSWER[metric.key][int(value)])
    return f"{metric} {of_metric(value, metric)}"


@register.filter
def of_answer(value, metric):
    """Return what one answer says of ``metric``: "yes", "no", or ``value`` as of_metric."""
    if metric.key in OF_ONE_ANSWER and value in (0, 1):
        return _("yes") if value else _("no")
    return of_metric(value, metric)


@register.filter
def of_module(judged, module_id):
    """Return the Judged of ``module_id`` in ``judged``, {module id: Judged}, or None."""
    return judged.get(module_id) if judged else None


@register.simple_tag
def level_words(skill, level):
    """Return the sentence on what ``level``, 0-5, of ``skill`` looks like, or ""."""
    return in_language(skill.levels.get(str(level), {}))


@register.inclusion_tag("components/ring.html")
def plan_ring(progress):
    """Draw the ring of ``progress``, a PlanProgress."""
    label = _("Plan: %(done)s of %(total)s steps done") % {
        "done": progress.done,
        "total": progress.total,
    }
    return {
        "arcs": progress.arcs,
        "done": progress.done,
        "total": progress.total,
        "label": label,
    }
