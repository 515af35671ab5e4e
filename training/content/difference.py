"""Where two documents differ, by place."""

from collections.abc import Iterator

from training.scenario.finding import place


def changed_places(old: object, new: object) -> list[str]:
    """Return the places at which ``new`` says something else than ``old``.

    old, new: documents. Places are those of ``new``; entries with keys are compared by
    key, wherever they stand.
    """
    return [place(path) for path in _changed(old, new, ())]


def _changed(old: object, new: object, path: tuple) -> Iterator[tuple]:
    if old == new:
        return
    if isinstance(old, dict) and isinstance(new, dict):
        for name in {**new, **old}:
            if name not in old or name not in new:
                yield (*path, name)
            else:
                yield from _changed(old[name], new[name], (*path, name))
    elif _keyed(old) and _keyed(new):
        before, after = _keyed(old), _keyed(new)
        if [key for key in before if key in after] != [k for k in after if k in before]:
            yield path
        for number, (key, entry) in enumerate(after.items()):
            if key not in before:
                yield (*path, number)
            else:
                yield from _changed(before[key], entry, (*path, number))
        yield from ((*path, key) for key in before if key not in after)
    else:
        yield path


def _keyed(rows: object) -> dict[str, object]:
    """Return {key: row} of a list whose rows have keys of their own; else {}."""
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        return {}
    keys = [row.get("key", row.get("slug")) for row in rows]
    return {} if None in keys else dict(zip(keys, rows, strict=True))
