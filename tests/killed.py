"""A command of production that kills itself with SIGKILL, at the same place every time.

    python -m tests.killed "estimate 3" 2 analyse --resume UUID

Before the 2nd statement after the line that begins so, however busy the machine is.
"""

import os
import signal
import sys

import django
from django.core.management import call_command
from django.db import connection


class Fuse:
    """Hears what the command says; lit by a line, it ends this process.

    line: how the line begins. statements: how many after it, from 1; the last of them
    never reaches the database.
    """

    def __init__(self, line, statements):
        self.line, self.left = line, statements
        self.is_lit = False

    def write(self, said):
        self.is_lit = self.is_lit or said.startswith(self.line)
        return sys.stdout.write(said)

    def flush(self):
        sys.stdout.flush()

    def __call__(self, execute, sql, params, many, context):
        self.left -= self.is_lit
        if not self.left:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(sql, params, many, context)


def main(line, statements, *words):
    django.setup()
    fuse = Fuse(line, int(statements))
    with connection.execute_wrapper(fuse):
        call_command(*words, stdout=fuse)


if __name__ == "__main__":
    main(*sys.argv[1:])
