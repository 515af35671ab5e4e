"""How much two scenarios share of their wording."""

import re

RUN = 6
MOST_SHARE = 0.2
WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")


def runs(document, language):
    """Return every run of six words in a text of ``document``, as a set of tuples.

    Case does not count; no run goes from one text into the next.
    """
    return {
        tuple(words[first : first + RUN])
        for words in map(_words, _texts(document, language))
        for first in range(len(words) - RUN + 1)
    }


def shared_runs(one, other):
    """Return the share of runs that two sets have in common, 0-1, of the smaller set."""
    smaller = min(len(one), len(other))
    return len(one & other) / smaller if smaller else 0.0


def wording_faults(one, other):
    """Return where two scenario documents share too much of their wording."""
    return [
        f"{one['slug']} and {other['slug']} share {share:.0%} of their six-word runs "
        f"in {language}, at most {MOST_SHARE:.0%}; {_example(one, other, language)}"
        for language in one["title"].keys() & other["title"].keys()
        if (share := shared_runs(runs(one, language), runs(other, language)))
        > MOST_SHARE
    ]


def _example(one, other, language):
    return " ".join(min(runs(one, language) & runs(other, language)))


def _words(text):
    return [word.replace("’", "'") for word in WORD.findall(text.casefold())]


def _texts(value, language):
    """Yield every text in ``language`` that stands anywhere in ``value``."""
    if isinstance(value, list):
        for each in value:
            yield from _texts(each, language)
    if isinstance(value, dict):
        if isinstance(value.get(language), str):
            yield value[language]
        for each in value.values():
            yield from _texts(each, language)
