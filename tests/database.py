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
        quoted = {name: self.quote_name(name) for name in tables}
        asked = " UNION ALL ".join(
            f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM {table})"
            for name, table in quoted.items()
            if name not in KEPT
        )
        with self.connection.cursor() as cursor:
            cursor.execute(asked)
            filled = [name for (name,) in cursor.fetchall()]
        # Foreign keys are looked at when the transaction around these ends.
        return [f"DELETE FROM {quoted[name]}" for name in filled]

    type(connection.ops).sql_flush = sql_flush


def sweep(connection):
    """Give back the room of the rows that tests left behind, where that is much of it.

    Rows that were taken back or deleted stay in PostgreSQL's tables until somebody sweeps
    them out, and every look at the table passes over them. Its own sweeper comes by
    once in a minute, if it is not turned off.
    """
    if connection.vendor != "postgresql" or connection.connection is None:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT quote_ident(relname) FROM pg_class"
            " WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
            " AND pg_relation_size(oid) > %s",
            [MUCH_ROOM],
        )
        if grown := [name for (name,) in cursor.fetchall()]:
            cursor.execute(f"VACUUM {', '.join(grown)}")


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
