"""Texts in several languages, and the documents that hold them."""

import json

from django.db import models
from django.utils.translation import get_language

from training.scenario.document import text


def in_language(texts, language=None):
    """Return the text of ``texts``, {language: text}, in ``language`` ("de", "de-at").

    Without a language: in the active one. Falls back as training.scenario.document.text
    does; "" when there is no text.
    """
    return text(texts, language or get_language() or "")


class DocumentField(models.TextField):
    """A JSON document kept as its text, so that keys stay in the author's order.

    PostgreSQL's jsonb would sort them; nothing asks the database for a part of one.
    """

    def from_db_value(self, value, expression, connection):
        return None if value is None else json.loads(value)

    def to_python(self, value):
        return json.loads(value) if isinstance(value, str) else value

    def get_prep_value(self, value):
        return None if value is None else json.dumps(value, ensure_ascii=False)

    def value_to_string(self, obj):
        return self.get_prep_value(self.value_from_object(obj))
