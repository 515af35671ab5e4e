"""The database of the tests: emptied quickly, swept, and left by everybody at the end."""

from django.contrib.contenttypes.management import create_contenttypes
from django.db.models.signals import post_migrate

# What migrations bring and no test changes.
KEPT = ("django_content_type", "auth_permission", "django_migrations")
# In bytes, of one table: a few hundred rows.
MUCH_ROOM = 64 * 1024


def empty_only_what_is_filled(connection):
    """Have the like of ``connection`` flush the tables that hold rows, and leave the
    others alone: whoever drives a browser finds another one in its place.

    Emptying all tables takes PostgreSQL seconds, and a test fills a few of them. What is
    KEPT is not looked for after every test, as if it had to be made again.
    """
    post_migrate.disconnect(create_contenttypes)
    post_migrate.disconnect(
        dispatch_uid="django.contrib.auth.management.create_permissions"
    )

    def sql_flush(self, style, tables, *, reset_sequences=False, allow_cascade=False):
        # Foreign keys are looked at when the transaction around these ends.
        filled = tables_with_rows(self.connection, set(tables) - set(KEPT))
        return [f"DELETE FROM {self.quote_name(name)}" for name in filled]

    type(connection.ops).sql_flush = sql_flush


def tables_with_rows(connection, tables):
    """Return those of ``tables``, names, that hold any row, in one statement."""
    asked = " UNION ALL ".join(
        f"SELECT '{name}' WHERE EXISTS"
        f" (SELECT 1 FROM {connection.ops.quote_name(name)})"
        for name in sorted(tables)
    )
    with connection.cursor() as cursor:
        cursor.execute(asked)
        return [name for (name,) in cursor.fetchall()]


def sweep(connection):
    """Let PostgreSQL forget what was in tables that are empty again.

    Rows that were taken back or deleted stay where they are, and every look passes over
    them. Where few were counted among them, the next that come by the thousand are taken
    for few, and a join of a second takes minutes.
    """
    if connection.vendor != "postgresql" or connection.connection is None:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class"
            " WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
            " AND (pg_relation_size(oid) > %s OR relpages > 0)",
            [MUCH_ROOM],
        )
        grown = {name for (name,) in cursor.fetchall()}
        if not grown:
            return
        empty = sorted(grown - set(tables_with_rows(connection, grown)))
        if empty:
            quoted = map(connection.ops.quote_name, empty)
            cursor.execute(f"VACUUM (FULL) {', '.join(quoted)}")


def end_other_sessions(connection):
    """End what else is connected to the database, so that it can be dropped.

    A page that closes while the server still answers it leaves its thread behind.
    """
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
