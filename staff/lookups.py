"""Capitals and small letters are one to searches, on SQLite as on PostgreSQL.

SQLite's LIKE and UPPER know only a to z. Django brings Python's regular expressions to
every SQLite connection, and these know all letters: ``icontains`` and ``iexact`` go by
them there. LIKE itself stays as it is, since each look at the tree of teams goes by it,
and so does UPPER, by which indexes are sorted.
"""

import re

from django.db.models.lookups import IContains, IExact, IRegex


class ContainsInAnyCase(IContains):
    """``icontains``, on SQLite for every letter."""

    def as_sqlite(self, compiler, connection):
        """Return the SQL and its parameters that SQLite is asked with."""
        return _sql(self, "%s", compiler, connection)


class ExactInAnyCase(IExact):
    """``iexact``, on SQLite for every letter."""

    def as_sqlite(self, compiler, connection):
        """Return the SQL and its parameters that SQLite is asked with."""
        return _sql(self, r"\A%s\Z", compiler, connection)


def _sql(lookup, pattern, compiler, connection):
    if not lookup.rhs_is_direct_value():
        return lookup.as_sql(compiler, connection)
    text = pattern % re.escape(str(lookup.rhs))
    return IRegex(lookup.lhs, text).as_sql(compiler, connection)
