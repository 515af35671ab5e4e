"""Comparing what somebody typed with what is accepted, kindly."""

import re
import unicodedata
from collections.abc import Iterable
from decimal import Decimal

# One mark, or groups of three as in 1.000 or 1,000,000.
NUMBER = re.compile(r"([+-]?)(\d+(?:[.,]\d+)?)")
GROUPED = re.compile(r"([+-]?)(\d{1,3}(?:[.,' ]\d{3})+)")
ROUND_A_NUMBER = " \t\u00a0\u202f%€$£¥"


def folded(text: str) -> str:
    """Return ``text`` without case, spaces, accents and punctuation; may be empty.

    Source: Unicode Standard Annex 15 (NFKD); marks without a combining class, such as
    the vowel signs of Devanagari, are letters and stay.
    """
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in decomposed if _is_kept(c))


def _is_kept(character: str) -> bool:
    if character.isalnum():
        return True
    is_mark = unicodedata.category(character).startswith("M")
    return is_mark and unicodedata.combining(character) == 0


def numbers_in(text: str) -> frozenset[Decimal]:
    """Return what number ``text`` can mean; empty when it is none.

    Point and comma are both decimal marks; 1.000 may be one or one thousand.
    """
    bare = unicodedata.normalize("NFKC", text).replace("\u2212", "-")
    bare = bare.strip(ROUND_A_NUMBER)
    found = set()
    if match := NUMBER.fullmatch(bare):
        found.add(Decimal(match[1] + match[2].replace(",", ".")))
    if match := GROUPED.fullmatch(bare):
        found.add(Decimal(match[1] + re.sub(r"\D", "", match[2])))
    return frozenset(found)


def is_accepted(typed: str, accepted: Iterable[str]) -> bool:
    """Return whether ``typed`` says the same as one of ``accepted``.

    Numbers are compared as numbers, everything else as ``folded``.
    """
    numbers, words = numbers_in(typed), folded(typed)
    for answer in accepted:
        wanted = numbers_in(answer)
        if numbers and wanted:
            if numbers & wanted:
                return True
        elif words and words == folded(answer):
            return True
    return False
