"""What DATABASE_URL asks for is what the connection gets."""

import os
import subprocess
import sys

import pytest

SAY = "from config.settings import DATABASES; print(DATABASES['default']['OPTIONS'])"


@pytest.mark.parametrize(
    ("url", "asked"),
    [
        (
            "postgres://someone@host/name?sslmode=verify-full",
            "'sslmode': 'verify-full'",
        ),
        ("postgres://someone@host/name", "'pool'"),
        ("sqlite:////tmp/encore.sqlite3", "'transaction_mode': 'IMMEDIATE'"),
    ],
)
def test_options_of_the_url_stand_beside_our_own(url, asked):
    env = {**os.environ, "DATABASE_URL": url, "SECRET_KEY": "x" * 50}

    said = subprocess.run(
        [sys.executable, "-c", SAY], env=env, capture_output=True, text=True, check=True
    )

    assert asked in said.stdout
