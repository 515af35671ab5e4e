"""Training that somebody completed before Encore kept the record."""

import re
from dataclasses import dataclass
from datetime import date

# A day of assigning long before the completion is a slip of the pen.
LONGEST_YEARS = 30

NUMBER = re.compile(r"(\d{1,4}(?:[.,]\d{1,6})?)\s*(%)?")
OUT_OF = re.compile(r"(\d{1,4}(?:[.,]\d{1,6})?)\s*/\s*(\d{1,4}(?:[.,]\d{1,6})?)")


@dataclass(frozen=True, slots=True)
class PastTraining:
    """Somebody completed a module on a day.

    assigned_on: None where nobody knows it. score_percent: 0-100 or None.
    """

    employee_id: int
    module_id: int
    completed_on: date
    assigned_on: date | None = None
    score_percent: int | None = None

    @property
    def key(self):
        """What makes two of them the same: who, what, and on which day."""
        return self.employee_id, self.module_id, self.completed_on


def refusal_of(completed_on, assigned_on, stretches, today):
    """Return why training with these days cannot be kept as somebody's past; or None.

    stretches: pairs of a first day here and the first day away, which may be None.
    today: the date where the person works. "completed_later": it is not over yet.
    "assigned_after": assigned after it was completed. "assigned_long_before": more than
    LONGEST_YEARS earlier. "not_employed": the person did not work here on the day.
    """
    if completed_on > today:
        return "completed_later"
    if assigned_on and assigned_on > completed_on:
        return "assigned_after"
    if assigned_on and completed_on.year - assigned_on.year > LONGEST_YEARS:
        return "assigned_long_before"
    works = any(
        hired_on <= completed_on and (left_on is None or completed_on < left_on)
        for hired_on, left_on in stretches
    )
    return None if works else "not_employed"


def read_score(text, is_share=False):
    """Return the score that ``text`` says in whole per cent, halves rounded up.

    Read: "85", "85 %", "85,5", and "17/20" as a part of a whole. is_share: a bare
    number is a part of one, 0.85. Nothing, and a stroke for nothing, is None.

    Raises ValueError, "score_unreadable" or "score_off" when it is not within 0-100.
    """
    if text in ("", "-", "–") or text.casefold() in ("n/a", "na", "none", "null"):
        return None
    if found := OUT_OF.fullmatch(text):
        part, whole = map(_number, found.groups())
        if not whole:
            raise ValueError("score_off")
        percent = 100 * part / whole
    elif found := NUMBER.fullmatch(text):
        percent = _number(found[1])
        if is_share and not found[2]:
            percent *= 100
    else:
        raise ValueError("score_unreadable")
    # Shares such as 0.145 have no exact half in binary.
    whole = int(round(percent, 6) + 0.5)
    if percent > 100:
        raise ValueError("score_off")
    return whole


def are_shares(texts):
    """Return whether ``texts``, scores, look like parts of one: none above it, some
    between nothing and it.
    """
    bare = [NUMBER.fullmatch(text) for text in texts]
    numbers = [_number(found[1]) for found in bare if found and not found[2]]
    return bool(numbers) and max(numbers) <= 1 and any(0 < n < 1 for n in numbers)


def _number(text):
    return float(text.replace(",", "."))
