"""What is known before a file comes: people, teams and job roles as plain values."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from staff.rules.career import Career


@dataclass(frozen=True)
class KnownTeam:
    id: int
    code: str
    name: str
    parent_id: int | None


@dataclass(frozen=True)
class KnownRole:
    id: int
    code: str
    name: str


@dataclass(frozen=True)
class KnownPerson:
    id: int
    number: str
    first_name: str
    last_name: str
    email: str
    language: str


@dataclass(frozen=True)
class House:
    """teams: the whole tree, those above first. people: by number_key. careers: by id, of
    everybody in the file and everybody who manages a team. administrators: ids of those
    whom nobody has given a last day.
    """

    teams: tuple[KnownTeam, ...] = ()
    roles: tuple[KnownRole, ...] = ()
    people: Mapping[str, KnownPerson] = field(default_factory=dict)
    careers: Mapping[int, Career] = field(default_factory=dict)
    administrators: frozenset[int] = frozenset()
