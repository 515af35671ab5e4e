"""How findings are looked up in templates."""

from django import template

from plans.judged import judged_modules
from staff.access import edits_catalogue, keeps_people, leads

register = template.Library()


@register.inclusion_tag("outcomes/_verdict_here.html", takes_context=True)
def verdict_here(context, module):
    """Show the verdict on ``module`` to those who lead, write or keep people.

    A learner is shown nothing, and costs no statement.
    """
    user = context["request"].user
    may_read, is_author = leads(user), edits_catalogue(user)
    judged = judged_modules().get(module.pk) if may_read or is_author else None
    return {
        "module": module,
        "judged": judged,
        "may_read": may_read,
        "may_decide": is_author or keeps_people(user),
        "csrf_token": context.get("csrf_token"),
    }


@register.filter
def left_of(to_do, module_id):
    """Return the Left of a StillToDo: who has the module still before them."""
    return to_do.left_of(module_id)


@register.filter
def of_module(counts, module_id):
    """Return what ``counts``, {module id: number}, says of one module; 0 without."""
    return counts.get(module_id, 0)
