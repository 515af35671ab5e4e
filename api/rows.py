"""Rows of long lists, straight from the database into JSON.

A serializer says once what a row looks like. Single rows and the schema go through it;
for pages its fields become the columns of one statement, because a serializer costs ten
times as much a row. The tests hold both against each other.
"""

from datetime import UTC

import orjson
from django.db.models import CharField, F, Func
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers


class MomentField(serializers.DateTimeField):
    """A moment in UTC, always to the microsecond: "2026-11-23T12:00:00.000000Z"."""

    default_error_messages = {
        "naive": _("A moment needs its offset from UTC, as in 2026-11-23T12:00:00Z."),
    }

    def __init__(self, **options):
        super().__init__(
            format="%Y-%m-%dT%H:%M:%S.%fZ", default_timezone=UTC, **options
        )

    def to_internal_value(self, value):
        if isinstance(value, str):
            # A plus sign that was not escaped in a URL arrives as a blank.
            value = value.strip().replace(" ", "+") if "T" in value else value
        try:
            return super().to_internal_value(value)
        except OverflowError:
            self.fail("overflow")

    def enforce_timezone(self, value):
        if value.tzinfo is None:
            self.fail("naive")
        return value.astimezone(UTC)


class _Text(Func):
    """Text made by the database: a tenth of what Python's own objects would cost."""

    output_field = CharField()


class _UuidText(_Text):
    template = "%(expressions)s::text"
    arity = 1

    def as_sqlite(self, compiler, connection, **context):
        # Kept there as 32 digits.
        column, params = compiler.compile(self.source_expressions[0])
        parts = ((1, 8), (9, 4), (13, 4), (17, 4), (21, 12))
        cut = " || '-' || ".join(f"substr({column}, {at}, {n})" for at, n in parts)
        return f"({cut})", params * len(parts)


class _MomentText(_Text):
    template = (
        "to_char(%(expressions)s AT TIME ZONE 'UTC',"
        ' \'YYYY-MM-DD"T"HH24:MI:SS.US"Z"\')'
    )
    arity = 1

    def as_sqlite(self, compiler, connection, **context):
        # Kept there as "2026-11-23 12:00:00", with a fraction where there is one.
        column, params = compiler.compile(self.source_expressions[0])
        clock = f"substr(substr({column}, 12) || '.000000', 1, 15)"
        return f"(substr({column}, 1, 10) || 'T' || {clock} || 'Z')", params * 2


def columns(serializer_class):
    """Return {name: expression} for the fields of a serializer, in their order."""
    texts = {serializers.UUIDField: _UuidText, MomentField: _MomentText}
    fields = serializer_class().fields
    return {
        name: texts.get(type(field), F)(field.source.replace(".", "__"))
        for name, field in fields.items()
    }


def rows_of(queryset, serializer_class):
    """Yield (primary key, is_here, row) of ``queryset``, each row a dict; one statement.

    ``is_here`` is an annotation of the queryset: whether the row is sent as it is.
    """
    chosen = columns(serializer_class)
    names = tuple(chosen)
    for values in queryset.values_list("pk", "is_here", *chosen.values()):
        yield values[0], values[1], dict(zip(names, values[2:], strict=True))


def json_response(body):
    """Return ``body``, plain values with dates among them, as a JSON answer."""
    return HttpResponse(orjson.dumps(body), content_type="application/json")
