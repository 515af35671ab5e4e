"""Scores as survey tools write them, and how they come onto a metric's own scale."""

import re
from dataclasses import dataclass
from functools import lru_cache

from staff.importing.columns import plain_header

PERCENT, STARS = "0-100", "1-5"
# What a score said in words or by yes and no is kept as having stood on.
WORDS, YES_NO = "words", "yes-no"
# From where on a recommendation counts as one, and up to where as advice against.
PROMOTERS_FROM, DETRACTORS_TO = 9, 6

NUMBER = r"([-+]?\d{1,4}(?:[.,]\d{1,6})?)"
PLAIN = re.compile(NUMBER)
# "4/5", "4 of 5"
OUT_OF = re.compile(rf"{NUMBER}\s*(?:/|out of|of|von|sur|de|su)\s*(\d{{1,3}})", re.I)
PER_CENT = re.compile(rf"{NUMBER}\s*(?:%|percent|per cent|prozent)", re.I)
COUNTED_STARS = re.compile(
    rf"{NUMBER}\s*(?:stars?|sterne?|étoiles?|estrellas?|stelle|sterren)", re.I
)
DRAWN_STARS = re.compile(r"([★⭐]{1,5})\ufe0f?[☆✩]{0,4}")
# A number and what it means: "5 - Very satisfied".
EXPLAINED = re.compile(rf"{NUMBER}\s*[-–—:=(.]\s*[^\d].*")
RANGE = re.compile(r"(-?\d{1,3})\s*-\s*(-?\d{1,3})")
HEADER_RANGE = re.compile(
    r"(?<!\d)(-?\d{1,3})\s*(?:-|–|—|to|bis|a|à|\.\.\.?|…|t/m)\s*(\d{1,3})(?!\d)", re.I
)
HEADER_OUT_OF = re.compile(r"(?:/\s*|out of\s+|von\s+|sur\s+)(\d{1,3})(?!\d)", re.I)

# Words of an answer, worst to best as shares of the way.
LIKED = {
    0.0: "verydissatisfied veryunsatisfied extremelydissatisfied sehrunzufrieden verypoor "
    "terrible awful verybad sehrschlecht tresinsatisfait trespasatisfait muyinsatisfecho "
    "moltoinsoddisfatto zeerontevreden stronglydisagree ungenuegend",
    0.25: "dissatisfied unsatisfied somewhatdissatisfied unzufrieden eherunzufrieden poor "
    "bad schlecht fair insatisfait insatisfecho insoddisfatto ontevreden disagree "
    "ausreichend",
    0.5: "neutral neithersatisfiednordissatisfied neither average ok okay teilsteils "
    "wedernoch mittel neutre neutro neutraal befriedigend",
    0.75: "satisfied somewhatsatisfied zufrieden eherzufrieden good gut satisfait bon "
    "satisfecho soddisfatto tevreden agree",
    1.0: "verysatisfied extremelysatisfied sehrzufrieden excellent verygood great perfect "
    "sehrgut ausgezeichnet tressatisfait excelente muysatisfecho moltosoddisfatto "
    "zeertevreden stronglyagree",
}
# The same for effort: little to much.
EFFORT = {
    0.0: "veryeasy extremelyeasy sehreinfach sehrleicht verylow tresfacile muyfacil",
    0.25: "easy einfach leicht low facile facil",
    0.5: "neutral neither neithereasynordifficult ok okay teilsteils wedernoch mittel",
    0.75: "difficult hard schwierig schwer high difficile dificil",
    1.0: "verydifficult extremelydifficult veryhard sehrschwierig sehrschwer veryhigh "
    "tresdifficile muydificil",
}
RECOMMENDED = {
    0.0: "detractor detractors kritiker",
    0.5: "passive passives neutral indifferent indifferenter",
    1.0: "promoter promoters befuerworter",
}
YES = """yes y true t 1 x ja j wahr oui o vrai si sì s vero verdadero sim evet tak on
checked better besser betterthanexpected besseralserwartet ✓ ✔ ☑"""
NO = """no n false f 0 nein falsch non faux falso nee nao hayir nie off unchecked none
worse schlechter same expected asexpected worsethanexpected wieerwartet
schlechteralserwartet - – ☐ ✗ ✘"""
SAYS_YES = dict.fromkeys(NO.split(), False) | dict.fromkeys(YES.split(), True)
# Names of marks as at school, where a small number may be the best.
MARKS = re.compile(r"schulnote|\b(note|grade|mark)\b", re.I)


def _places(words):
    return {word: place for place, found in words.items() for word in found.split()}


WORDS_OF = {
    "csat": _places(LIKED),
    "stars": _places(LIKED),
    "ces": _places(EFFORT),
    "nps": _places(RECOMMENDED),
}


@dataclass(frozen=True, slots=True)
class Said:
    """A score as a cell says it. number: None where it is said in words.

    scale: the scale that the cell itself names, "" for none. place: how far along from
    the metric's lower to its higher end a word is.
    """

    number: float | None
    scale: str = ""
    place: float | None = None


def parse_scale(text):
    """Return (first, last) of a scale "1-5"; (6, 1) of "6-1", where 1 is best.

    None where ``text`` is no scale.
    """
    found = RANGE.fullmatch(text.strip())
    if not found:
        return None
    first, last = int(found[1]), int(found[2])
    return (first, last) if first != last else None


@lru_cache(maxsize=10_000)
def read_score(text, metric):
    """Return the Said of ``text`` for a metric's key; None where it is no score.

    A comma in a number is its decimal sign: no scale runs into the thousands.
    """
    if found := PLAIN.fullmatch(text):
        return Said(_number(found[1]))
    if found := PER_CENT.fullmatch(text):
        return Said(_number(found[1]), PERCENT)
    if found := OUT_OF.fullmatch(text):
        scale = _scale_up_to(int(found[2]), _number(found[1]))
        return Said(_number(found[1]), scale) if scale else None
    if found := COUNTED_STARS.fullmatch(text):
        return Said(_number(found[1]), STARS)
    if found := DRAWN_STARS.fullmatch(text):
        return Said(float(len(found[1])), STARS)
    place = WORDS_OF.get(metric, {}).get(plain_header(text))
    if place is not None:
        return Said(None, WORDS, place)
    if found := EXPLAINED.fullmatch(text):
        return Said(_number(found[1]))
    return None


def _number(text):
    return float(text.replace(",", "."))


def _scale_up_to(last, number=1):
    """Return the scale of scores out of ``last``; ten and more begin at nought."""
    if last < 2:
        return ""
    return f"{0 if last >= 10 or number < 1 else 1}-{last}"


def header_scale(name):
    """Return the scale that the name of a column states: "Rating (1-5)"; "" for none."""
    if found := HEADER_RANGE.search(name):
        if int(found[1]) < int(found[2]):
            return f"{found[1]}-{found[2]}"
        return ""
    if found := HEADER_OUT_OF.search(name):
        return "" if int(found[1]) == 10 else _scale_up_to(int(found[1]))
    if re.search(r"%|per ?cent|prozent", name, re.I):
        return PERCENT
    return ""


def on_metric(number, scale, metric, low, high):
    """Return ``number`` on the metric's scale from ``low`` to ``high``.

    scale: (first, last), where first is the metric's lower end, as for effort 1 is little
    of it; first may be the larger. The scale is drawn out evenly. NPS becomes −100, 0 or
    100 by Reichheld's bounds: 9 and 10, 7 and 8, 6 and below.
    Raises ValueError where the number lies beyond the scale.
    Source: Reichheld, "The One Number You Need to Grow", HBR 81 (12), 2003.
    """
    first, last = scale
    if not min(scale) <= number <= max(scale):
        raise ValueError("off_scale")
    if metric == "nps":
        if max(scale) == high:
            if number not in (low, 0, high):
                raise ValueError("off_scale")
            return float(number)
        if number >= PROMOTERS_FROM:
            return high
        return low if number <= DETRACTORS_TO else 0.0
    return low + (number - first) / (last - first) * (high - low)


def nps_scales():
    """Return the scales on which a recommendation can be asked."""
    return ("0-10", "1-10", "-100-100")


def proposed_scale(numbers, metric, name):
    """Return (scale, whether there is no doubt about it) for a column called ``name``.

    numbers: those of its cells that name no scale themselves.
    """
    lowest, highest = min(numbers), max(numbers)
    if metric == "nps":
        is_grouped = set(numbers) <= {-100.0, 0.0, 100.0} and highest != lowest
        if is_grouped or highest == 100 or lowest < 0:
            return "-100-100", is_grouped
        return "0-10", lowest >= 0 and highest <= 10
    if labelled := header_scale(name):
        first, last = parse_scale(labelled)
        is_sure = first <= lowest and highest <= last and metric != "ces"
        return labelled, is_sure and not MARKS.search(name)
    if highest > 20:
        return PERCENT, metric != "ces"
    if highest > 10:
        return "0-20", False
    if highest > 7:
        return ("0-10", metric != "ces") if lowest == 0 else ("1-10", False)
    if highest > 5 or (metric == "ces" and highest > 0):
        return ("1-7", False) if lowest > 0 else ("0-10", False)
    is_star = metric == "stars" and lowest >= 1
    return ("1-5", is_star) if lowest >= 1 else ("0-5", False)


def read_yes_no(text):
    """Return whether ``text`` says yes; None where it says neither."""
    word = text.casefold()
    return SAYS_YES.get(word, SAYS_YES.get(plain_header(text)))
