"""How findings are looked up in templates."""

from django import template

register = template.Library()


@register.filter
def left_of(to_do, module_id):
    """Return the Left of a StillToDo: who has the module still before them."""
    return to_do.left_of(module_id)


@register.filter
def of_module(counts, module_id):
    """Return what ``counts``, {module id: number}, says of one module; 0 without."""
    return counts.get(module_id, 0)
