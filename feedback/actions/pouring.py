"""Rows by the thousand into one table, in one statement, without asking them back.

The ORM's ``bulk_create`` cuts what it writes on SQLite into slices of a few dozen rows
and asks PostgreSQL for every id it gave. Here ids are taken before, and the rows go in
as a stream.
"""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

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
    quote = connection.ops.quote_name
    table = quote(model._meta.db_table)
    columns = [quote(model._meta.get_field(name).column) for name in fields]
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
            [tuple(map(_for_sqlite, row)) for row in rows],
        )


def overwrite(model, fields, rows):
    """Write new values of ``fields`` (names) into rows of ``model``.

    rows: tuples of the values, with the id of the row at the end.
    """
    if not rows:
        return
    quote = connection.ops.quote_name
    columns = [quote(model._meta.get_field(name).column) for name in fields]
    places = ", ".join(f"{column} = %s" for column in columns)
    table = quote(model._meta.db_table)
    if connection.vendor == "sqlite":
        rows = [tuple(map(_for_sqlite, row)) for row in rows]
    with connection.cursor() as cursor:
        cursor.executemany(f"UPDATE {table} SET {places} WHERE id = %s", rows)


def _for_sqlite(value):
    if value is None or isinstance(value, (int, str, float)):
        return value
    if isinstance(value, UUID):
        return value.hex
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, (date, Decimal)):
        return str(value)
    raise ValueError(f"SQLite is not told how to keep {value!r}")
