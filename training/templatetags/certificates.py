"""How certificates are spoken of in templates."""

from django import template
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from training.certification import validity
from training.choices import CertificationState, Standing

DAY = "j M Y"
KINDS = {
    validity.VALID: "ok",
    validity.RENEWAL_DUE: "soon",
    validity.EXPIRED: "late",
    validity.REVOKED: "late",
}

register = template.Library()


@register.inclusion_tag("components/tag.html")
def standing_tag(period):
    """Show the ``standing`` of a row of queries.certifications.standings."""
    return _tag(Standing(period.standing).label, period.standing)


@register.inclusion_tag("components/tag.html")
def state_tag(period):
    """Show the ``state`` of a row of queries.certifications.periods_of.

    What has ended is history here, and asks nothing of anybody.
    """
    words = CertificationState(period.state).label
    if period.state == validity.EXPIRED:
        return {"text": words, "kind": "", "icon": "history"}
    return _tag(words, period.state)


def _tag(words, state):
    kind = KINDS.get(state, "")
    return {"text": words, "kind": kind, "icon": "" if kind else "clock"}


@register.simple_tag
def until_words(period, day):
    """Return until when ``period``, with its ``state`` on ``day``, counts: a sentence."""
    if period.state == validity.REVOKED:
        return _("Revoked on %(day)s.") % {"day": date_format(period.revoked_on, DAY)}
    last = date_format(period.last_day_on, DAY)
    if period.state == validity.EXPIRED:
        return _("Ended on %(day)s.") % {"day": last}
    left = (period.last_day_on - day).days
    if left == 0:
        return _("Today is the last day.")
    sentence = ngettext(
        "Until %(day)s, %(left)s day left.", "Until %(day)s, %(left)s days left.", left
    )
    return sentence % {"day": last, "left": left}


@register.simple_tag
def term_words(period):
    """Return the first and the last day of ``period``."""
    days = {
        "first": date_format(period.valid_from, DAY),
        "last": date_format(period.last_day_on, DAY),
    }
    return _("%(first)s to %(last)s") % days
