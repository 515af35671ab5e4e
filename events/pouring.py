"""Rows by the thousand into one table, in one statement, without asking them back.

The ORM's ``bulk_create`` cuts what it writes on SQLite into slices of a few dozen rows
and asks PostgreSQL for every id it gave. Here ids are taken before, and the rows go in
as a stream. Where others wait for the database meanwhile, a Load is made before the
lock is taken, so that nothing is left to do under it but to write.
"""

import json

from django.db import connection


def taken_ids(model, count):
    """Return ``count`` new ids of ``model``, ascending, which nobody else will get.

    PostgreSQL draws them from the table's own sequence. SQLite lets only one write at a
    time: inside a transaction nobody comes between; whoever asks before has to find out
    in it that nobody did.
    """
    if not count:
        return []
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id'))"
                " FROM generate_series(1, %s)",
                [table, count],
            )
            return sorted(taken for (taken,) in cursor.fetchall())
        # Kept by AUTOINCREMENT, which never gives an id of a deleted row again.
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        last = (cursor.fetchone() or (0,))[0]
    return list(range(last + 1, last + count + 1))


def refresh_statistics(models):
    """Let PostgreSQL count the rows of ``models`` now, if any; SQLite plans without.

    It finds out by itself some time after a commit. Until then it plans as if tables that
    were filled by the thousand were empty, and a join of a second takes minutes. Inside a
    transaction what that has written counts too.
    """
    if connection.vendor != "postgresql" or not models:
        return
    tables = [connection.ops.quote_name(model._meta.db_table) for model in models]
    with connection.cursor() as cursor:
        # Named, because the server's own tables would be locked for every database.
        cursor.execute(f"ANALYZE {', '.join(tables)}")


class Load:
    """Rows for one table as the database takes them, not written yet.

    rows: tuples of the values of ``fields`` (names). Values are of the types the fields
    give: what no constraint refuses is not checked.
    """

    def __init__(self, model, fields, rows):
        self.model, self.fields = model, list(fields)
        self.rows = _as_stored(model, self.fields, rows)

    def pour(self):
        """Insert the rows."""
        if not self.rows:
            return
        table, columns = self._names()
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                copy = f"COPY {table} ({', '.join(columns)}) FROM STDIN"
                with cursor.copy(copy) as stream:
                    for row in self.rows:
                        stream.write_row(row)
                return
            places = ", ".join(["%s"] * len(columns))
            cursor.executemany(
                f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({places})",
                self.rows,
            )

    def overwrite(self):
        """Write the values into rows that are there: the last field is their id."""
        if not self.rows:
            return
        table, (*columns, key) = self._names()
        places = ", ".join(f"{column} = %s" for column in columns)
        with connection.cursor() as cursor:
            cursor.executemany(
                f"UPDATE {table} SET {places} WHERE {key} = %s", self.rows
            )

    def _names(self):
        quote = connection.ops.quote_name
        columns = [
            quote(self.model._meta.get_field(name).column) for name in self.fields
        ]
        return quote(self.model._meta.db_table), columns


def pour(model, fields, rows):
    """Insert ``rows``, tuples of the values of ``fields`` (names), into ``model``."""
    Load(model, fields, rows).pour()


def overwrite(model, fields, rows):
    """Write new values of ``fields`` (names) into rows of ``model``.

    rows: tuples of the values, with the id of the row at the end.
    """
    Load(model, [*fields, "id"], rows).overwrite()


def _as_stored(model, fields, rows):
    """Return ``rows`` as the database takes them; PostgreSQL takes most types."""
    kinds = [model._meta.get_field(name).get_internal_type() for name in fields]
    known = _ON_POSTGRESQL if connection.vendor == "postgresql" else _ON_SQLITE
    ways = [(n, known[kind]) for n, kind in enumerate(kinds) if kind in known]
    if not ways:
        return rows
    stored = [list(row) for row in rows]
    for row in stored:
        for place, way in ways:
            if row[place] is not None:
                row[place] = way(row[place])
    return stored


_ON_POSTGRESQL = {"JSONField": json.dumps}
_ON_SQLITE = {
    "DateField": str,
    "DateTimeField": lambda value: connection.ops.adapt_datetimefield_value(value),
    "DecimalField": str,
    "JSONField": json.dumps,
    "UUIDField": lambda value: value.hex,
}
