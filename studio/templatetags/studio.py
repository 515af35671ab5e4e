"""How the studio speaks of what is written, in templates."""

from django import template
from django.urls import reverse

from training.scenario.document import text
from training.templatetags.learning import rendered

register = template.Library()


@register.filter
def words(texts, language):
    """Return the text of ``texts``, {language: text}, in ``language``, a tag."""
    return text(texts, language)


@register.simple_tag
def previewed(texts):
    """Return ``texts``, Markdown, as learners see it, pictures from the studio's files."""
    return rendered(texts, lambda digest: reverse("studio:media-file", args=[digest]))
