"""Writing the demo's people: set-up, teams, careers and who manages what."""

import datetime as dt
import itertools
from dataclasses import dataclass, field

from dashboard.demo.chain import NAME, SHIFTS
from dashboard.demo.sign_ins import AMAL, MONA, NADIA, PASSWORD
from outcomes.engine.panel import NEVER
from staff.actions.careers import Change, lock_people, write_changes
from staff.actions.passwords import change_password
from staff.actions.set_up import set_up_organisation
from staff.actions.teams import create_team
from staff.models import Employee, JobRole, Team
from staff.rules.career import Career, Charge, Post, Stay

ZONE = "Europe/Berlin"
AN_HOUR = dt.timedelta(hours=1)
JOB_ROLES = {"floor": "Floor", "till": "Till", "phone": "Phone", "lead": "Lead"}
# Of those who serve guests in the room: how many stand at the till, or take calls.
AT_THE_TILL, ON_THE_PHONE = 0.25, 0.12
GERMAN = 0.15

FIRST_NAMES = (
    *("Ben", "Chiara", "Dara", "Emeka", "Farah", "Goran", "Hana", "Idris", "Jonas"),
    *(
        "Kofi",
        "Luca",
        "Mei",
        "Nour",
        "Olga",
        "Petra",
        "Quinn",
        "Rosa",
        "Sana",
        "Tomasz",
    ),
    *("Uma", "Viktor", "Wen", "Ximena", "Yusuf", "Zofia", "Aylin", "Bruno", "Carla"),
    *("Dimitri", "Elif", "Finn", "Greta", "Hugo", "Ines", "Jana", "Karim", "Lena"),
    *("Malik", "Nina", "Oskar", "Paula", "Rafael", "Selma", "Timo", "Ute", "Vera"),
    *("Wanda", "Yara", "Anton", "Birgit", "Cem", "Dunja", "Erik", "Fatma", "Georg"),
)
LAST_NAMES = (
    *(
        "Okafor",
        "Rossi",
        "Brandt",
        "Weber",
        "Marin",
        "Novak",
        "Qureshi",
        "Kaya",
        "Lind",
    ),
    *("Moreau", "Nakamura", "Osei", "Petrov", "Reyes", "Silva", "Tanaka", "Varga"),
    *("Walsh", "Yilmaz", "Adler", "Bianchi", "Costa", "Demir", "Ek", "Farkas", "Graf"),
    *("Horvat", "Ivanov", "Jansen", "Keller", "Lopes", "Meier", "Nowak", "Olsen"),
    *("Pires", "Richter", "Sato", "Torres", "Ueda", "Vogel", "Wolff", "Zimmer"),
    *("Arslan", "Berger", "Cohen", "Dubois", "Engel", "Fischer", "Gomez", "Hofer"),
)


@dataclass
class House:
    """What is written: rows by the indices that the Story knows them by.

    calendar: a Calendar. people: Employees; job_roles: the ids of theirs. teams: ids;
    managers: the Employee who manages each of them.
    """

    calendar: object
    nadia: Employee
    people: list = field(default_factory=list)
    teams: list = field(default_factory=list)
    job_roles: list = field(default_factory=list)
    managers: list = field(default_factory=list)


class Calendar:
    """The weeks of a story as dates; its last week is the one of ``at``."""

    def __init__(self, at, weeks, zone):
        self.at, self.zone, self.weeks = at.astimezone(zone), zone, weeks
        self.today = self.at.date()
        monday = self.today - dt.timedelta(days=self.today.weekday())
        self.first = monday - dt.timedelta(weeks=weeks - 1)

    def day(self, week, weekday=0):
        """Return a date; ``week`` may be negative."""
        return self.first + dt.timedelta(days=int(week) * 7 + int(weekday))

    def moment(self, day, hour=9, minute=0):
        """Return the aware moment on ``day`` when clocks of the house show that time."""
        return dt.datetime(day.year, day.month, day.day, hour, minute, tzinfo=self.zone)

    def past(self, day, hour=9, minute=0):
        """Return that moment, or an hour ago where it still lies ahead."""
        return min(self.moment(day, hour, minute), self.at - AN_HOUR)


def set_up_house(calendar):
    """Set up the organisation, some weeks before its history; return the House."""
    nadia = set_up_organisation(
        name=NAME,
        time_zone=ZONE,
        person={
            "employee_number": NADIA.number,
            "first_name": NADIA.first_name,
            "last_name": NADIA.last_name,
            "email": "nadia@lantern.example",
            "language": "en",
        },
        password=PASSWORD,
        at=calendar.moment(calendar.day(-4)),
    )
    return House(calendar, nadia)


def write_people(house, story, chance):
    """Write the teams of ``story`` and everybody who ever worked in them.

    chance: a random.Random.
    """
    at = house.calendar.moment(house.calendar.day(-3))
    roles = {
        code: JobRole.objects.get_or_create(code=code, defaults={"name": name})[0].pk
        for code, name in JOB_ROLES.items()
    }
    offices = _write_teams(house, story.chain, at)
    names = _names(chance)
    changes = [
        _career(house, story, person, names, roles, chance)
        for person in range(story.careers.people)
    ]
    bosses = [
        _boss(house, team_id, number, names, roles)
        for number, team_id in enumerate(offices)
    ]
    lock_people()
    write_changes(
        [*changes, *bosses], by=house.nadia, at=at, today=house.calendar.today
    )
    people = Employee.objects.in_bulk([c.employee.pk for c in changes])
    house.people = [people[change.employee.pk] for change in changes]
    house.managers = [None] * story.chain.teams
    for person, change in zip(house.people, changes, strict=True):
        for charge in change.after.charges:
            house.managers[house.teams.index(charge.team_id)] = person
    for person in house.people[:2]:
        change_password(employee=person, password=PASSWORD, at=at)


def _write_teams(house, chain, at):
    """Hang up regions, sites and shift teams; return the teams with an office."""
    by, root = house.nadia, Team.objects.get(depth=1)
    regions = [
        create_team(name=name, parent=root, by=by, at=at) for name in chain.regions
    ]
    offices = [region.pk for region in regions]
    for site in chain.sites:
        team = create_team(name=site.name, parent=regions[site.region], by=by, at=at)
        if not site.is_large:
            house.teams.append(team.pk)
            continue
        offices.append(team.pk)
        house.teams += [
            create_team(
                code=f"{team.code}-{shift.split()[0].lower()}",
                name=f"{site.name}, {shift}",
                parent=team,
                by=by,
                at=at,
            ).pk
            for shift in SHIFTS
        ]
    return offices


def _career(house, story, person, names, roles, chance):
    """Return the Change that hires one person, with all that became of them."""
    careers, calendar = story.careers, house.calendar
    team, later = careers.first_team[person], careers.second_team[person]
    site = story.chain.sites[story.chain.site_of_team[team]]
    job_role = roles[_role(person, careers, site, chance)]
    house.job_roles.append(job_role)
    hired = calendar.day(careers.hired[person])
    left, moved = careers.left[person], careers.moved[person]
    last = None if left == NEVER else calendar.day(left)
    if moved == NEVER:
        posts = (Post(house.teams[team], job_role, hired, last),)
    else:
        day = calendar.day(moved)
        posts = (
            Post(house.teams[team], job_role, hired, day),
            Post(house.teams[later], job_role, day, last),
        )
    charges = (Charge(house.teams[team], hired),) if careers.is_leader[person] else ()
    number, first_name, last_name = _called(person, names)
    employee = Employee(
        employee_number=number,
        first_name=first_name,
        last_name=last_name,
        language="de" if person > 1 and chance.random() < GERMAN else "en",
    )
    return Change(employee, Career(), Career((Stay(hired, last),), posts, charges))


def _boss(house, team_id, number, names, roles):
    """Return the Change that hires the manager of a region or a large site."""
    hired = house.calendar.day(-150 - number)
    first_name, last_name = next(names)
    employee = Employee(
        employee_number=f"{1101 + number}",
        first_name=first_name,
        last_name=last_name,
        language="en",
    )
    career = Career(
        (Stay(hired),),
        (Post(team_id, roles["lead"], hired),),
        (Charge(team_id, hired),),
    )
    return Change(employee, Career(), career)


def _role(person, careers, site, chance):
    draw = chance.random()
    if careers.is_leader[person]:
        return "lead"
    if site.is_phone:
        return "phone"
    if person == 1 or draw > AT_THE_TILL + ON_THE_PHONE:
        return "floor"
    return "till" if draw < AT_THE_TILL else "phone"


def _called(person, names):
    known = {0: MONA, 1: AMAL}.get(person)
    if known:
        return known.number, known.first_name, known.last_name
    return f"{2000 + person}", *next(names)


def _names(chance):
    """Return an endless stream of (first name, last name), no two alike at first."""
    pairs = list(itertools.product(FIRST_NAMES, LAST_NAMES))
    chance.shuffle(pairs)
    return itertools.cycle(pairs)
