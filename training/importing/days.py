"""Days as programs for learning write them: with a time behind them, or in UTC."""

import re
from datetime import datetime

from staff.importing.cells import read_date

TIME_OF_DAY = re.compile(r"(?:,? at|[ T,])[ ,]*\d{1,2}:\d{2}.*")


def bare(text):
    """Return the date in ``text`` as it stands, without the time of day behind it."""
    return TIME_OF_DAY.sub("", text)


def read_day(text, order, zone):
    """Return the date that ``text`` says; None where it says there is none.

    order: a DateOrder for dates like 03/04/2026. zone: of the person; a time with an
    offset of its own is dated there.

    Raises ValueError("date_unreadable"), ("no_such_day") or ("date_far_off").
    """
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is not None and moment.tzinfo is not None:
        try:
            return read_date(moment.astimezone(zone).date().isoformat(), order)
        except OverflowError as trouble:
            raise ValueError("date_far_off") from trouble
    return read_date(bare(text), order)
