"""The commands of production in processes of their own, on the tests' database."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from staff.models import FileImport

ROOT = Path(__file__).resolve().parents[1]
# What lights the fuse of an import: it begins, or the rows of a chunk are counted.
BEGUN, ROWS = "Import", 'sql "rows_read" = '


def database_url():
    """Return the URL of the database that the tests are on."""
    found = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{quote(str(found['NAME']))}"
    who = quote(found["USER"])
    if found["PASSWORD"]:
        who = f"{who}:{quote(found['PASSWORD'])}"
    host = f"{found['HOST'] or '127.0.0.1'}:{found['PORT'] or 5432}"
    return f"postgres://{who}@{host}/{found['NAME']}"


def start_command(*words, files, fuse=None):
    """Start `manage.py` with ``words``; files: where files are kept.

    fuse: (what lights it, statements) after which it kills itself, as in tests/killed.py.
    """
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DATABASE_URL": database_url(),
        "SECRET_KEY": settings.SECRET_KEY,
        "ENCORE_CUSTOMER_SECRET": settings.CUSTOMER_SECRET,
        "ENCORE_FILES": str(files),
        # Compiled once, however often it is started.
        "PYTHONPYCACHEPREFIX": str(files / "compiled"),
        "PYTHONDONTWRITEBYTECODE": "",
    }
    launcher = ["-m", "tests.killed", *fuse] if fuse else ["manage.py"]
    return subprocess.Popen(
        [sys.executable, *map(str, [*launcher, *words])],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def ended(process, code=0):
    """Wait until ``process`` has ended, with this exit code."""
    out, told = process.communicate(timeout=120)
    assert process.returncode == code, out + told


def taken_in(command, *words, code=0):
    """Run an import that nobody kills, in this process. code: how it ends."""
    told = 0
    try:
        call_command(command, *map(str, words))
    except SystemExit as end:
        told = end.code
    assert told == code


def killed_and_resumed(command, path, *options, fuses, files, code=0):
    """Run an import that is killed at every one of ``fuses``, then to its end.

    Returns how many rows were written by each of the kills. code: how the last one ends.
    """
    words, places = [path, *options], []
    for fuse in fuses:
        ended(
            start_command(command, *words, files=files, fuse=fuse),
            code=-signal.SIGKILL,
        )
        file_import = FileImport.objects.get()
        places.append(file_import.rows_read)
        words = ["--resume", file_import.uuid]
    ended(start_command(command, *words, files=files), code=code)
    return places
