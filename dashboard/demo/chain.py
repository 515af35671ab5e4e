"""The tree of teams: regions, their sites, and shift teams where a site is large."""

from dataclasses import dataclass
from itertools import count, islice, product

NAME = "Lantern Kitchens"
REGIONS = (
    *("North", "South", "West", "East", "Lakes", "Coast", "Hills", "Plains"),
    *("Rivers", "Islands"),
)
SITES = (
    *("Harbour Street", "Mill Lane", "Old Exchange", "Garden Row", "Station Hall"),
    *("Call desk", "Cathedral Steps", "Lock House", "Tannery", "North Pier"),
    *("Glassworks", "Orchard Road", "Town Hall Cellar", "Ferry Landing", "Brickyard"),
    *("University Corner", "Opera Passage", "Weavers’ Yard", "Market Hall", "Airport"),
)
STREETS = (
    *("Linden", "Chapel", "Bridge", "Castle", "Spring", "Maple", "Abbey", "Quarry"),
    *("Willow", "Foundry", "Heron", "Beacon", "Saddler", "Copper", "Rose", "Vine"),
)
KINDS = ("Street", "Square", "Lane", "Gate", "Court", "Hill", "Yard", "Way")
SHIFTS = ("Early shift", "Late shift", "Weekend shift")
# People who serve in one team, about.
TEAM_SIZE = 10
# Every so many sites one is large; the second of them is the first.
LARGE_EVERY = 4


@dataclass(frozen=True)
class Site:
    """One restaurant: ``teams`` are the indices of the teams that serve in it.

    is_large: its teams are shifts, and it has a manager of its own above them.
    """

    name: str
    region: int
    teams: tuple[int, ...]
    is_large: bool
    asks_nps: bool
    is_phone: bool


@dataclass(frozen=True)
class Chain:
    """regions: names. sites: in order; team indices run through them.

    serving: how many people serve at a time, in all teams together.
    """

    regions: tuple[str, ...]
    sites: tuple[Site, ...]
    serving: int

    @property
    def teams(self):
        return sum(len(site.teams) for site in self.sites)

    @property
    def site_of_team(self):
        """The index of the site of each team."""
        return [n for n, site in enumerate(self.sites) for _team in site.teams]


def chain_of(employees):
    """Return the Chain for about ``employees`` people on the payroll."""
    teams = max(4, round(employees / TEAM_SIZE))
    sizes = list(_site_sizes(teams))
    regions = REGIONS[: min(len(REGIONS), max(2, len(sizes) // 5))]
    names, taken, sites = _site_names(), count(), []
    for number, (size, name) in enumerate(zip(sizes, names, strict=False)):
        sites.append(
            Site(
                name=name,
                region=number * len(regions) // len(sizes),
                teams=tuple(islice(taken, size)),
                is_large=size > 1,
                asks_nps=number % 3 == 1,
                is_phone=name == "Call desk",
            )
        )
    # HR, a manager for each region and each large site; all others serve.
    leading = 1 + len(regions) + sum(site.is_large for site in sites)
    return Chain(tuple(regions), tuple(sites), max(employees - leading, 2 * teams))


def _site_sizes(teams):
    """Yield how many teams each site has, ``teams`` in all."""
    number = 0
    while teams:
        is_large = number % LARGE_EVERY == 1 and teams >= 2 * len(SHIFTS)
        size = len(SHIFTS) if is_large else 1
        yield size
        teams, number = teams - size, number + 1


def _site_names():
    yield from SITES
    for number in count():
        part = f" {number + 1}" if number else ""
        for kind, street in product(KINDS, STREETS):
            yield f"{street} {kind}{part}"
