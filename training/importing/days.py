"""Days as programs for learning write them: with a time behind them, or in UTC."""

from datetime import datetime

from staff.importing.cells import NO_DATE
from staff.importing.moments import read_moment


def read_day(text, order, zone):
    """Return the date that ``text`` says; None where it says there is none.

    order: a DateOrder for dates like 03/04/2026, "" where nobody has said. zone: of the
    person; a time that names its own zone is dated there.
    Raises ValueError as ``read_moment`` does.
    """
    if not text or text.casefold() in NO_DATE:
        return None
    moment = read_moment(text, order)
    if not isinstance(moment, datetime):
        return moment
    return (moment if moment.tzinfo is None else moment.astimezone(zone)).date()
