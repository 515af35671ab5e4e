"""How the studio speaks of scenarios in templates."""

from django import template

from training.scenario.document import text

register = template.Library()


@register.filter
def words(texts, language):
    """Return the text of ``texts``, {language: text}, in ``language``, a tag."""
    return text(texts, language)
