"""One state of the database for many statements, without anybody waiting for it."""

from contextlib import contextmanager

from django.db import connection

BEGIN = {
    "postgresql": "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
    # Unlike the transactions that write, this one takes no turn from anybody.
    "sqlite": "BEGIN DEFERRED",
}


@contextmanager
def snapshot():
    """Let all statements of the block read one state; nothing can be written in it.

    Inside a transaction, as in most tests, it is that transaction.
    """
    if connection.in_atomic_block:
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute(BEGIN[connection.vendor])
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")
