"""Arithmetic and policy of staff on plain values."""

from dataclasses import dataclass
from ipaddress import IPv6Network, ip_address

# A manager sees people this many days before their first one, to prepare it.
NEWCOMER_DAYS = 30

# Aggregates about people and customers with fewer behind them are hidden from everybody
# above the direct manager.
SMALLEST_GROUP = 5


@dataclass(frozen=True)
class Reach:
    """Which people somebody, or an API key, may reach.

    employee_id: the person themselves, None for a key. is_everybody: no limit.
    team_paths: tree paths of the teams whose whole subtrees are reached.
    """

    employee_id: int | None
    is_everybody: bool = False
    team_paths: tuple[str, ...] = ()

    @property
    def is_beyond_self(self) -> bool:
        """Whether anybody but the person themselves can be in reach."""
        return self.is_everybody or bool(self.team_paths)

    def holds_path(self, path: str) -> bool:
        """Return whether the team at tree path ``path`` lies within this reach."""
        return self.is_everybody or path.startswith(self.team_paths)


def network_of(address: str | None) -> str:
    """Return by what to count the tries that come from ``address``.

    An IPv4 address stands for itself, an IPv6 address for its /64: that is what one
    household is given, and whoever guesses can use all of it. What is no address (a
    local socket, a broken header) counts as one place, "".
    """
    try:
        parsed = ip_address(address or "")
    except ValueError:
        return ""
    if parsed.version == 4:
        return str(parsed)
    return str(parsed.ipv4_mapped or IPv6Network((int(parsed), 64), strict=False))
