"""Capitals and small letters are one to searches, on SQLite as on PostgreSQL.

SQLite's LIKE and LOWER know only a to z. Its GLOB takes two letters for one where it is
told to: ``icontains`` and ``iexact`` go by it there. LIKE itself stays as it is, since
each look at the tree of teams goes by it, and so does UPPER, by which indexes are sorted.
"""

from django.db.models.lookups import IContains, IExact


class ContainsInAnyCase(IContains):
    """``icontains``, on SQLite for every letter."""

    def as_sqlite(self, compiler, connection):
        """Return the SQL and its parameters that SQLite is asked with."""
        return _sql(self, "*{}*", compiler, connection)


class ExactInAnyCase(IExact):
    """``iexact``, on SQLite for every letter."""

    def as_sqlite(self, compiler, connection):
        """Return the SQL and its parameters that SQLite is asked with."""
        return _sql(self, "{}", compiler, connection)


def _sql(lookup, around, compiler, connection):
    if not lookup.rhs_is_direct_value():
        return lookup.as_sql(compiler, connection)
    column, parameters = lookup.process_lhs(compiler, connection)
    pattern = around.format("".join(map(_in_any_case, str(lookup.rhs))))
    return f"LOWER({column}) GLOB %s", [*parameters, pattern]


def _in_any_case(sign):
    """Return what GLOB takes for ``sign``, one character, in a text that LOWER made."""
    if sign.isascii():
        return f"[{sign}]" if sign in "*?[" else sign.lower()
    # Whatever is two letters as a capital is not looked for as one.
    cases = {sign, *(case for case in (sign.lower(), sign.upper()) if len(case) == 1)}
    return f"[{''.join(sorted(cases))}]"
