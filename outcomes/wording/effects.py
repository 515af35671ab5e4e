"""What an effect on each metric means, as a whole sentence a manager can repeat.

``{size}`` is the gain without sign, ``{span}`` its interval, read the same way round.
"""

from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from feedback.choices import MetricKey

BETTER = {
    MetricKey.CSAT: _(
        "Customers rate people who did it <b>{size} points higher</b> ({span})."
    ),
    MetricKey.LOW_SCORE: _(
        "<b>{size} fewer low scores</b> in 100 answers for people who did it ({span})."
    ),
    MetricKey.NPS: _(
        "Recommendation is <b>{size} points higher</b> for people who did it ({span})."
    ),
    MetricKey.CES: _(
        "Customers have <b>{size} points less effort</b> with people who did it ({span})."
    ),
    MetricKey.STARS: _("<b>{size} stars more</b> for people who did it ({span})."),
    MetricKey.COMPLAINT: _(
        "<b>{size} fewer complaints</b> per 100 customers of people who did it ({span})."
    ),
    MetricKey.RESOLVED_FIRST: _(
        "<b>{size} more of 100 cases</b> are resolved at first contact by people who"
        " did it ({span})."
    ),
    MetricKey.BETTER_THAN_EXPECTED: _(
        "<b>{size} more of 100 customers</b> found it better than expected with people"
        " who did it ({span})."
    ),
    MetricKey.RECOMMENDED_BY: _(
        "<b>{size} more of 100 customers</b> came by recommendation to people who did"
        " it ({span})."
    ),
    MetricKey.RETURNED: _(
        "<b>{size} more of 100 customers</b> of people who did it came back ({span})."
    ),
}
WORSE = {
    MetricKey.CSAT: _(
        "Customers rate people who did it <b>{size} points lower</b> ({span})."
    ),
    MetricKey.LOW_SCORE: _(
        "<b>{size} more low scores</b> in 100 answers for people who did it ({span})."
    ),
    MetricKey.NPS: _(
        "Recommendation is <b>{size} points lower</b> for people who did it ({span})."
    ),
    MetricKey.CES: _(
        "Customers have <b>{size} points more effort</b> with people who did it ({span})."
    ),
    MetricKey.STARS: _("<b>{size} stars fewer</b> for people who did it ({span})."),
    MetricKey.COMPLAINT: _(
        "<b>{size} more complaints</b> per 100 customers of people who did it ({span})."
    ),
    MetricKey.RESOLVED_FIRST: _(
        "<b>{size} fewer of 100 cases</b> are resolved at first contact by people who"
        " did it ({span})."
    ),
    MetricKey.BETTER_THAN_EXPECTED: _(
        "<b>{size} fewer of 100 customers</b> found it better than expected with people"
        " who did it ({span})."
    ),
    MetricKey.RECOMMENDED_BY: _(
        "<b>{size} fewer of 100 customers</b> came by recommendation to people who did"
        " it ({span})."
    ),
    MetricKey.RETURNED: _(
        "<b>{size} fewer of 100 customers</b> of people who did it came back ({span})."
    ),
}
# Over the axis and over the figures of a page: what a number to the right stands for.
GAIN_NAMES = {
    MetricKey.CSAT: _("Effect on satisfaction, in points"),
    MetricKey.LOW_SCORE: _("Fewer low scores, of 100 answers"),
    MetricKey.NPS: _("Effect on recommendation, in points"),
    MetricKey.CES: _("Less effort, in points"),
    MetricKey.STARS: _("Effect on stars"),
    MetricKey.COMPLAINT: _("Fewer complaints, of 100 customers"),
    MetricKey.RESOLVED_FIRST: _("More resolved at first contact, of 100"),
    MetricKey.BETTER_THAN_EXPECTED: _("More found it better than expected, of 100"),
    MetricKey.RECOMMENDED_BY: _("More came by recommendation, of 100"),
    MetricKey.RETURNED: _("More came back, of 100 customers"),
}
# The chips above the table. {days}: of the metric's window.
CHIPS = {
    MetricKey.CSAT: _("Satisfaction, 1 to 5"),
    MetricKey.LOW_SCORE: _("Low scores"),
    MetricKey.NPS: _("Recommendation (NPS)"),
    MetricKey.CES: _("Effort"),
    MetricKey.STARS: _("Stars"),
    MetricKey.COMPLAINT: _("Complaints"),
    MetricKey.RESOLVED_FIRST: _("Resolved at first contact"),
    MetricKey.BETTER_THAN_EXPECTED: _("Better than expected"),
    MetricKey.RECOMMENDED_BY: _("Came by recommendation"),
    MetricKey.RETURNED: _("Came back in {days} days"),
}


def effect_sentence(amounts, gain, low, high):
    """Return the sentence about a gain and its interval, as safe HTML.

    amounts: an Amounts. gain, low, high: in units of the metric, more is better.
    """
    words = (BETTER if gain >= 0 else WORSE)[amounts.key]
    span = amounts.span(low, high) if gain >= 0 else amounts.span(-high, -low)
    return format_html(words, size=amounts.size(gain), span=span)


def gain_name(amounts):
    """Return what a number to the right of nought means."""
    return str(GAIN_NAMES.get(amounts.key, amounts.key))


def chip_name(metric):
    """Return the name of ``metric``, a feedback.models.Metric, with its scale or window."""
    words = str(CHIPS.get(metric.key, metric))
    return words.format(days=metric.window_days)
