"""Why an act about plans is refused, in words: one sentence a code."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "open_already": _("%(person)s has a plan already."),
    "left": _("%(person)s no longer works here."),
    "ends_before": _("The plan ends before it begins."),
    "ended": _("This plan has ended; nothing in it changes any more."),
    "changed": _("This plan has changed since you looked. Read it, then agree."),
    "not_proposed": _("This plan is still being written. It is proposed first."),
    "not_active": _("This can be done once both have agreed to the plan."),
    "empty": _("A plan needs a goal or a step before it is proposed."),
    "no_reason": _("Say why it ends early."),
    "skill_twice": _("This skill is in the plan already."),
    "module_twice": _("This module is in the plan already."),
    "not_upwards": _("The level to reach has to lie above the level today."),
    "off_scale": _("%(metric)s stands between %(low)s and %(high)s."),
    "no_module": _("Choose a module."),
    "day_is_given": _(
        "This has been assigned with its day. For another day, take the step out and "
        "add it anew."
    ),
    "no_text": _("Say what is to be done."),
    "other_plan": _("This goal belongs to another plan."),
    "module_by_learning": _("A module is done when it has been learned."),
    "no_weeks": _("A plan lasts from 1 to 104 weeks."),
    "role_twice": _("There is a template for these people."),
    "template_skill_twice": _("This skill is in the template already."),
}


def refusal(code, **params):
    """Return the ValidationError for ``code``; params fill its sentence."""
    return ValidationError(SENTENCES[code], code=code, params=params)
