"""Rows by the thousand into one table, in one statement, without asking them back.

The ORM's ``bulk_create`` cuts what it writes on SQLite into slices of a few dozen rows
and asks PostgreSQL for every id it gave. Here ids are taken before, and the rows go in
as a stream.
"""

from django.db import connection


def taken_ids(model, count):
    """Return ``count`` new ids of ``model``, ascending, which nobody else will get.

    Inside a transaction: SQLite lets only one write at a time, so that nobody comes
    between; PostgreSQL draws them from the table's own sequence.
    """
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


def pour(model, fields, rows):
    """Insert ``rows``, tuples of the values of ``fields`` (names), into ``model``.

    Values are of the types the fields give: what no constraint refuses is not checked.
    """
    if not rows:
        return
    table, columns = _names(model, fields)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            copy = f"COPY {table} ({', '.join(columns)}) FROM STDIN"
            with cursor.copy(copy) as stream:
                for row in rows:
                    stream.write_row(row)
            return
        places = ", ".join(["%s"] * len(columns))
        cursor.executemany(
            f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({places})",
            _as_stored(model, fields, rows),
        )


def overwrite(model, fields, rows):
    """Write new values of ``fields`` (names) into rows of ``model``.

    rows: tuples of the values, with the id of the row at the end.
    """
    if not rows:
        return
    table, columns = _names(model, fields)
    places = ", ".join(f"{column} = %s" for column in columns)
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE {table} SET {places} WHERE id = %s",
            _as_stored(model, [*fields, "id"], rows),
        )


def _names(model, fields):
    quote = connection.ops.quote_name
    columns = [quote(model._meta.get_field(name).column) for name in fields]
    return quote(model._meta.db_table), columns


def _as_stored(model, fields, rows):
    """Return ``rows`` as the database takes them; PostgreSQL takes every type."""
    if connection.vendor == "postgresql":
        return rows
    kinds = [model._meta.get_field(name).get_internal_type() for name in fields]
    ways = [(n, _ON_SQLITE[kind]) for n, kind in enumerate(kinds) if kind in _ON_SQLITE]
    if not ways:
        return rows
    stored = [list(row) for row in rows]
    for row in stored:
        for place, way in ways:
            if row[place] is not None:
                row[place] = way(row[place])
    return stored


_ON_SQLITE = {
    "DateField": str,
    "DateTimeField": lambda value: connection.ops.adapt_datetimefield_value(value),
    "DecimalField": str,
    "UUIDField": lambda value: value.hex,
}
