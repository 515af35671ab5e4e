"""Several things at once, on a real database: helpers for tests with threads."""

import threading
from contextlib import contextmanager
from pathlib import Path

from django.db import connection


class Together:
    """Threads that end as a group: the first failure is the test's."""

    def __init__(self):
        self._threads, self._failures = [], []

    def __enter__(self):
        return self

    def __exit__(self, *failure):
        for thread in self._threads:
            thread.join(120)
        if failure[0]:
            return
        if self._failures:
            raise self._failures[0]
        assert not any(thread.is_alive() for thread in self._threads)

    def start(self, work, *words):
        thread = threading.Thread(target=self._run, args=(work, *words), daemon=True)
        self._threads.append(thread)
        thread.start()
        return thread

    def _run(self, work, *words):
        try:
            work(*words)
        except BaseException as failure:
            self._failures.append(failure)
        finally:
            connection.close()


@contextmanager
def database_in_a_file(path: Path):
    """Put the SQLite database of the tests into a file while the block runs.

    In memory all threads share one database that knows no waiting; in a file they meet
    each other as in production. Other databases stay where they are.
    """
    if connection.vendor != "sqlite":
        yield
        return
    name = connection.settings_dict["NAME"]
    connection.ensure_connection()
    in_memory = connection.connection
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(path)])
    # Not closed: the database in memory would be gone with its last connection.
    connection.connection = None
    connection.settings_dict["NAME"] = str(path)
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = name
        connection.connection = in_memory
