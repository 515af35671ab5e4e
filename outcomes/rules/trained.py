"""Which of somebody's enrolments in a module the evidence goes by."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Spell:
    """One enrolment. assigned_on, completed_on: None when not known or not yet.

    withdrawn_on: the day it was taken back, or None. is_imported: whether it came from
    a file.
    """

    assigned_on: date | None
    completed_on: date | None
    withdrawn_on: date | None = None
    is_imported: bool = False


@dataclass(frozen=True)
class Trained:
    """completed_on: of the first completion, None without one. assigned_on: None when
    only the completion was kept."""

    completed_on: date | None
    assigned_on: date | None


def first_training(
    spells: Iterable[Spell], end: date, *, trusts_same_day_imports: bool = False
) -> Trained | None:
    """Return what counts of ``spells`` as they stood at ``end``; None when nothing does.

    spells: all enrolments of one person in one module, oldest first. end: the first day
    that does not count any more.

    - Completed: the first completion, with the assignment of that very enrolment; later
      ones are more of the same. A file often repeats the day of completion as that of
      assignment, and a person chosen weeks before would look as if chosen that day: so
      these assignments count as not known, unless ``trusts_same_day_imports``.
    - Never completed: the first assignment. One that was taken back in the week in which
      it was made is no assignment; taken back later it has chosen somebody.
    """
    done = [
        spell
        for spell in spells
        if spell.completed_on is not None and spell.completed_on < end
    ]
    if done:
        first = min(done, key=lambda spell: spell.completed_on)
        is_told = first.assigned_on is not None and (
            trusts_same_day_imports
            or not first.is_imported
            or first.assigned_on != first.completed_on
        )
        return Trained(first.completed_on, first.assigned_on if is_told else None)
    days = [
        spell.assigned_on
        for spell in spells
        if spell.assigned_on is not None
        and spell.assigned_on < end
        and not _was_taken_back_at_once(spell)
    ]
    return Trained(None, min(days)) if days else None


def _was_taken_back_at_once(spell):
    if spell.withdrawn_on is None:
        return False
    return spell.withdrawn_on.isocalendar()[:2] == spell.assigned_on.isocalendar()[:2]
