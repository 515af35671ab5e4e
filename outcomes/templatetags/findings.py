"""How findings are looked up in templates."""

from django import template

register = template.Library()


@register.filter
def still_without(to_do, module_id):
    """Return how many people of a StillToDo have the module still before them."""
    return to_do.without.get(module_id, to_do.people)
