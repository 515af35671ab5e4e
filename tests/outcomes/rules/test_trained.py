"""Which enrolment the evidence goes by."""

import datetime as dt

from outcomes.rules.trained import Spell, Trained, first_training

END = dt.date(2026, 11, 23)
JUNE, JULY, AUGUST = (dt.date(2026, month, 3) for month in (6, 7, 8))


def test_first_training_goes_by_the_first_completion_and_its_own_assignment():
    again = Spell(assigned_on=JUNE, completed_on=AUGUST)
    first = Spell(assigned_on=JULY, completed_on=JULY)

    assert first_training([again, first], END) == Trained(JULY, JULY)


def test_first_training_knows_no_assignment_where_a_file_told_none():
    told = Spell(assigned_on=None, completed_on=JUNE, is_imported=True)
    later = Spell(assigned_on=JULY, completed_on=AUGUST)

    assert first_training([told, later], END) == Trained(JUNE, None)


def test_first_training_doubts_a_file_that_repeats_the_day_of_completion():
    repeated = Spell(assigned_on=JUNE, completed_on=JUNE, is_imported=True)
    own = Spell(assigned_on=JUNE, completed_on=JUNE)

    assert first_training([repeated], END) == Trained(JUNE, None)
    assert first_training([own], END) == Trained(JUNE, JUNE)
    trusting = first_training([repeated], END, trusts_same_day_imports=True)
    assert trusting == Trained(JUNE, JUNE)


def test_first_training_counts_nothing_from_the_end_on():
    at_the_end = Spell(assigned_on=AUGUST, completed_on=END)
    after = Spell(assigned_on=END, completed_on=None)

    assert first_training([at_the_end], END) == Trained(None, AUGUST)
    assert first_training([after], END) is None


def test_first_training_ignores_what_was_taken_back_in_its_week():
    monday = dt.date(2026, 6, 1)
    at_once = Spell(monday, None, withdrawn_on=dt.date(2026, 6, 7))
    later = Spell(monday, None, withdrawn_on=dt.date(2026, 6, 8))

    assert first_training([at_once], END) is None
    assert first_training([later], END) == Trained(None, monday)


def test_first_training_takes_the_earliest_assignment_of_who_never_completed():
    spells = [Spell(AUGUST, None), Spell(JUNE, None, withdrawn_on=AUGUST)]

    assert first_training(spells, END) == Trained(None, JUNE)
