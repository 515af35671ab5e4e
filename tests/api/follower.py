"""Whoever follows a list of the API and keeps a copy of it."""


class Follower:
    """A program that pulls once, then only what has changed, and keeps what it has."""

    def __init__(self, caller, path, **asked):
        self.caller, self.path, self.asked, self.kept = caller, path, asked, {}
        rows, end = caller.pull(path, **asked)
        self._keep(rows, end)

    def _keep(self, rows, end):
        self.after = end["sequence"]
        for row in rows:
            if row.get("is_removed"):
                self.kept.pop(row["id"], None)
            else:
                self.kept[row["id"]] = row

    def catch_up(self):
        """Pull what has changed; return how many rows that were."""
        rows, end = self.caller.pull(self.path, after=self.after, **self.asked)
        self._keep(rows, end)
        return len(rows)

    def is_up_to_date(self):
        """Tell whether what was followed is what a whole pull would bring."""
        rows, _end = self.caller.pull(self.path, **self.asked)
        return self.kept == {row["id"]: row for row in rows}
