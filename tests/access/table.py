"""The table in docs/access.md, read."""

import re
from dataclasses import dataclass
from functools import cache

from django.conf import settings

PAGE = settings.BASE_DIR / "docs" / "access.md"
ROLES = ("visitor", "staff", "author", "manager", "HR", "administrator")
WHOM = ("own", "team", "other", "left")
# What a cell of one word says of every row, or of the one door without rows.
WHOLE = {"yes": "done", "no": "403", "sign in": "sign in", "gone": "404"}
# What a key for one team may, where its manager may not.
FOR_A_TEAM = ", for a team: "
DOOR = re.compile(r"([A-Z]+) `/([^`?]*)(?:\?([^`]*))?`")


@dataclass(frozen=True)
class Act:
    """One line: an act, its door, and what the table says about it for each role.

    method: of HTTP. route: the path without its first stroke, <names> in the place of
    values. query: what follows the question mark. cells: {column: what stands there}.
    """

    name: str
    method: str
    route: str
    query: str
    cells: dict

    @property
    def door(self):
        return self.method, self.route

    @property
    def is_api(self):
        return self.route.startswith("api/v1/")

    @property
    def scope(self):
        """The scope a key needs, "" where no key is let in."""
        return self.cells["key"].partition(FOR_A_TEAM)[0]

    def told(self, role, rows, unnamed):
        """Return {row: answer} as the table has it for ``role``.

        rows: the kinds of rows there are. unnamed: the answer for one not named.
        """
        return self._told(self.cells[role], rows, unnamed)

    def told_of_key(self, role, rows, unnamed):
        """Return the same for a key that reaches what ``role`` does."""
        of_team = self.cells["key"].partition(FOR_A_TEAM)[2]
        cell = of_team if of_team and role == "manager" else self.cells[role]
        return self._told(cell, rows, unnamed)

    def _told(self, cell, rows, unnamed):
        if cell in WHOLE:
            return dict.fromkeys(rows, WHOLE[cell])
        answers = dict.fromkeys(rows, unnamed)
        for part in cell.split(", "):
            if part == "all":
                answers = dict.fromkeys(rows, "done")
            elif part != "none":
                whom, _space, answer = part.partition(" ")
                if whom not in rows or answer not in ("", "403", "refused"):
                    raise ValueError(f"“{part}” means nothing for “{self.name}”")
                answers[whom] = answer or "done"
        return answers


@cache
def acts():
    """Return {name: Act} of every line."""
    found = {}
    for line in PAGE.read_text().splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        door = DOOR.fullmatch(cells[1]) if len(cells) == len(ROLES) + 3 else None
        if not door:
            continue
        name, _door, *answers = cells
        name = f"{name}, over the API" if name in found else name
        method, route, query = door.groups(default="")
        columns = dict(zip((*ROLES, "key"), answers, strict=True))
        found[name] = Act(name, method, route, query, columns)
    return found
