"""What people are called, in one spelling."""

import re
import unicodedata
from datetime import date

EARLIEST_YEAR = 1900
LATEST_YEAR = 2200


def plain(text: str) -> str:
    """Return ``text`` in one spelling: NFC, single blanks, none at the ends."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def clean_number(text: str) -> str:
    """Return an employee number as it is stored: NFKC, so that full-width digits and
    others that look alike are the same, and without blanks at its ends."""
    return " ".join(unicodedata.normalize("NFKC", text).split())


def number_key(text: str) -> str:
    """Return what two spellings of one employee number have in common."""
    return clean_number(text).upper()


def is_like_email(number: str) -> bool:
    """Return whether ``number`` could be somebody's e-mail, by which people sign in too.

    Whoever had it as a number would keep the owner of the address from signing in.
    """
    return "@" in number


def is_near(day: date | None) -> bool:
    """Return whether ``day`` lies in the years people work in; no day does."""
    return day is None or EARLIEST_YEAR <= day.year <= LATEST_YEAR


def code_from(words: str, taken: set[str], longest: int = 60) -> str:
    """Return a code made from ``words`` that is not among ``taken``, in any case.

    Letters of every script are kept; a number is added where the code is taken.
    """
    slug = re.sub(r"[^\w]+", "-", plain(words).casefold()).strip("-") or "team"
    code, count = slug[:longest], 1
    while code in taken:
        count += 1
        code = f"{slug[: longest - len(str(count)) - 1]}-{count}"
    return code
