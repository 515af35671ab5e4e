"""How plans are spoken of in templates."""

from django import template
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from feedback.choices import MetricKind
from training.models.texts import in_language

register = template.Library()


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
