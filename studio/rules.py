"""Policy of the studio on plain values."""

import re

EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
DAY = re.compile(r"\b(?:\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d{2})|\d{4}-\d{2}-\d{2})\b")
NUMBER = re.compile(r"\d(?:[ ()/.-]{0,2}\d)+")
# Fewer digits are a time, a table, a price; so many are a telephone, a card, an order.
MOST_DIGITS = 6


def could_find_somebody(text: str) -> bool:
    """Return whether ``text`` holds an e-mail address, or a number long enough to be one
    by which a customer is found. Days do not count.
    """
    if EMAIL.search(text):
        return True
    numbers = NUMBER.findall(DAY.sub(" – ", text))
    return any(sum(map(str.isdigit, number)) > MOST_DIGITS for number in numbers)
