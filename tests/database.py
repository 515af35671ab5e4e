"""The database of the tests: emptied quickly, and left by everybody at the end."""

# What migrations bring and no test changes; it would only be made again.
KEPT = ("django_content_type", "auth_permission", "django_migrations")


def empty_only_what_is_filled(connection):
    """Have ``connection`` flush the tables that hold rows, and leave the others alone.

    Emptying all tables takes PostgreSQL seconds, and a test fills a few of them.
    """

    def sql_flush(style, tables, *, reset_sequences=False, allow_cascade=False):
        quoted = {name: connection.ops.quote_name(name) for name in tables}
        asked = " UNION ALL ".join(
            f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM {table})"
            for name, table in quoted.items()
            if name not in KEPT
        )
        with connection.cursor() as cursor:
            cursor.execute(asked)
            filled = [name for (name,) in cursor.fetchall()]
        # Foreign keys are looked at when the transaction around these ends.
        return [f"DELETE FROM {quoted[name]}" for name in filled]

    connection.ops.sql_flush = sql_flush


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
