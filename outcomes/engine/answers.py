"""How many distinct answers there are about several people together.

A cell knows how many distinct answers one person got in a week, and which part of them
was that person's; not which answers they were. So the count of several people is known
where no two of them can have shared one, and is otherwise the least it can be: never
more than there are.
"""

import numpy as np

# Single precision keeps a third to the seventh digit.
ROUNDING = 1e-4


def distinct_answers(responses, parts, cells):
    """Return the distinct answers in ``cells``, as a number that may have parts.

    responses: (rows, T) distinct answers of each person; parts: (rows, T) with parts
    where somebody else has the rest; cells: (rows, T) those that are meant.

    - Answers of one person alone are as many as they are.
    - Shared ones of a week are at least as many as their parts add up to, and at least
      as many as any one person has. One person alone with shared answers in a week
      shares them with somebody who is not counted: then that is exact.
    """
    who = cells.any(axis=1)
    responses, parts, cells = responses[who], parts[who], cells[who]
    is_shared = cells & (parts < responses - ROUNDING)
    alone = (responses * (cells & ~is_shared)).sum(dtype=np.int64)
    if not is_shared.any():
        return float(alone)
    of_week = (parts * is_shared).sum(axis=0, dtype=np.float64)
    of_one = (responses * is_shared).max(axis=0)
    return float(alone + np.maximum(of_week, of_one).sum())
