"""A command of production that kills itself with SIGKILL, at the same place every time.

    python -m tests.killed "estimate 3" 2 analyse --resume UUID
    python -m tests.killed "sql rows_read" 1 import_visits FILE --source tills
    python -m tests.killed "" 40 import_completions FILE

Before the 2nd statement after the line that begins so; before the first statement that
holds this text, which counts itself; before the 40th statement of all. However busy the
machine is.
"""

import os
import signal
import sys

import django
from django.core.management import call_command
from django.db import connection

SQL = "sql "


class Fuse:
    """Once lit, it counts statements and ends this process.

    lit_by: how a line begins that the command says, or SQL and a text in a statement, or
    nothing: from the beginning. statements: how many, from 1; the last of them never
    reaches the database.
    """

    def __init__(self, lit_by, statements):
        self.left, self.is_lit = statements, not lit_by
        is_sql = lit_by.startswith(SQL)
        self.line = None if is_sql else lit_by
        self.text = lit_by.removeprefix(SQL) if is_sql else None

    def hear(self, said):
        self.is_lit |= self.line is not None and said.startswith(self.line)

    def __call__(self, execute, sql, params, many, context):
        self.is_lit |= self.text is not None and self.text in sql
        self.left -= self.is_lit
        if not self.left:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(sql, params, many, context)


class Overheard:
    """A stream of which ``fuse`` hears what is said."""

    def __init__(self, stream, fuse):
        self.stream, self.fuse = stream, fuse

    def write(self, said):
        self.fuse.hear(said)
        return self.stream.write(said)

    def flush(self):
        self.stream.flush()


def main(lit_by, statements, *words):
    django.setup()
    fuse = Fuse(lit_by, int(statements))
    streams = {
        name: Overheard(getattr(sys, name), fuse) for name in ("stdout", "stderr")
    }
    with connection.execute_wrapper(fuse):
        call_command(*words, **streams)


if __name__ == "__main__":
    main(*sys.argv[1:])
