"""Which part of a file a request asks for."""

import re

SINGLE = re.compile(r"bytes\s*=\s*(\d*)\s*-\s*(\d*)", re.IGNORECASE)
# More digits than a file has bytes; int() would take its time with them.
MOST_DIGITS = 18


class UnsatisfiableError(ValueError):
    """A range that begins where the file has ended."""


def byte_range(header: str, size: int, most: int) -> tuple[int, int] | None:
    """Return (first, last), both within the file, that ``header`` asks for.

    header: the value of Range. size: bytes of the file. most: longer parts are cut after
    so many bytes, so that nobody holds a worker for a whole film; players ask on.
    Returns None when there is no single range of bytes: then the whole file is sent.
    Raises UnsatisfiableError when nothing of the file is in it.
    Source: RFC 9110, section 14.
    """
    match = SINGLE.fullmatch(header.strip())
    if not match or match[1] == match[2] == "":
        return None
    first, last = (int(part[:MOST_DIGITS]) if part else None for part in match.groups())
    if first is None:
        first, last = max(size - last, 0), size - 1
        if first >= size:
            raise UnsatisfiableError(header)
    elif first >= size:
        raise UnsatisfiableError(header)
    elif last is not None and last < first:
        return None
    last = size - 1 if last is None else min(last, size - 1)
    return first, min(last, first + most - 1)
