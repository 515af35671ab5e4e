"""From the text in a cell to a value."""

import re
from datetime import date

from django.conf import settings

from staff.importing.columns import DateOrder
from staff.rules.person import is_near

# What programs write where there is no date.
NO_DATE = frozenset({"-", "--", "–", "n/a", "na", "none", "null", "00.00.0000"})
FOREVER = frozenset({date(9999, 12, 31), date(2999, 12, 31)})

ISO = re.compile(
    r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ]\d{1,2}:\d{2}(?::\d{2})?)?"
)
DOTTED = re.compile(
    r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})(?: \d{1,2}:\d{2}(?::\d{2})?)?"
)
SLASHED = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4})(?: \d{1,2}:\d{2}(?::\d{2})?)?")
SPOKEN = re.compile(r"(\d{1,2})\.?[ -]([^\W\d]+)\.?,?[ -](\d{4})")
SPOKEN_MONTH_FIRST = re.compile(r"([^\W\d]+)\.? (\d{1,2}),? (\d{4})")
MONTHS = {
    word: month
    for month, words in enumerate(
        [
            "jan january januar jänner",
            "feb february februar",
            "mar march mär märz mrz",
            "apr april",
            "may mai",
            "jun june juni",
            "jul july juli",
            "aug august",
            "sep sept september",
            "oct october okt oktober",
            "nov november",
            "dec december dez dezember",
        ],
        start=1,
    )
    for word in words.split()
}

# How people write the languages that Encore may speak, besides code and own name.
LANGUAGE_NAMES = {
    "english": "en",
    "englisch": "en",
    "german": "de",
    "deutsch": "de",
    "french": "fr",
    "französisch": "fr",
    "français": "fr",
    "spanish": "es",
    "spanisch": "es",
    "español": "es",
    "italian": "it",
    "italienisch": "it",
    "italiano": "it",
    "turkish": "tr",
    "türkisch": "tr",
    "türkçe": "tr",
    "polish": "pl",
    "polnisch": "pl",
    "polski": "pl",
    "dutch": "nl",
    "niederländisch": "nl",
    "nederlands": "nl",
}


def read_date(text, order):
    """Return the date that ``text`` says; None where it says there is none.

    order: a DateOrder for dates like 03/04/2026.

    Raises ValueError("date_unreadable"), ("no_such_day") or ("date_far_off").
    """
    if not text or text.casefold() in NO_DATE:
        return None
    parts = _parts(text, order)
    try:
        day = date(*parts)
    except ValueError as trouble:
        raise ValueError("no_such_day") from trouble
    if day in FOREVER:
        return None
    if not is_near(day):
        raise ValueError("date_far_off")
    return day


def _parts(text, order):
    """Return year, month and day as ``text`` has them."""
    if found := ISO.fullmatch(text):
        year, month, day = found.groups()
    elif found := DOTTED.fullmatch(text):
        day, month, year = found.groups()
    elif found := SLASHED.fullmatch(text):
        first, second, year = found.groups()
        is_day_first = order != DateOrder.MONTH_FIRST
        day, month = (first, second) if is_day_first else (second, first)
    elif found := SPOKEN.fullmatch(text):
        day, month, year = found.groups()
        month = _month(month)
    elif found := SPOKEN_MONTH_FIRST.fullmatch(text):
        month, day, year = found.groups()
        month = _month(month)
    else:
        raise ValueError("date_unreadable")
    return int(year), int(month), int(day)


def _month(word):
    if word.casefold() not in MONTHS:
        raise ValueError("date_unreadable")
    return MONTHS[word.casefold()]


def date_order(texts):
    """Return the DateOrder that ``texts`` leave no doubt about; "" where it is open.

    None when no date in them is written in a way that could be meant either way.
    """
    found = [match for text in texts if (match := SLASHED.fullmatch(text))]
    pairs = [(int(match[1]), int(match[2])) for match in found]
    if all(first == second for first, second in pairs):
        return None
    is_day_first = any(first > 12 for first, second in pairs)
    is_month_first = any(second > 12 for first, second in pairs)
    if is_day_first == is_month_first:
        return ""
    return DateOrder.DAY_FIRST if is_day_first else DateOrder.MONTH_FIRST


def read_language(text):
    """Return the code of the language that ``text`` names, None when Encore lacks it."""
    spoken = dict(settings.LANGUAGES)
    plain = text.casefold().replace("_", "-")
    code = LANGUAGE_NAMES.get(plain, plain)
    if code in spoken:
        return code
    main = code.split("-")[0]
    return main if main in spoken else None


def read_full_name(text):
    """Return first and last name of "Berg, Anna", "Anna Berg" or "Anna"."""
    if "," in text:
        last, _comma, first = text.partition(",")
        first, last = first.strip(), last.strip()
        return (first, last) if first else (last, "")
    first, _blank, last = text.rpartition(" ")
    return (first, last) if first else (last, "")
