"""People as lists and pages show them."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, F, OuterRef, Prefetch, Q

from staff.choices import Role
from staff.models import Employee, Employment, Posting, SignInCode, Team, TeamManager


@dataclass(frozen=True)
class PersonRow:
    """One person as a list shows them, with all it takes to draw the line.

    posting: the one of the day or the next to begin, None without one. manages: Teams.
    begins_on: set while the first day is still to come. last_day_on: set once it is
    known. code_until: how long an unused code is good.
    """

    employee: Employee
    posting: Posting | None
    manages: tuple[Team, ...]
    roles: tuple[str, ...]
    begins_on: date | None
    last_day_on: date | None
    has_left: bool
    code_until: datetime | None

    @property
    def has_password(self):
        return self.employee.has_usable_password()


def person_rows(people, *, today, at):
    """Return PersonRows of ``people``, an Employee queryset, in its order.

    today: a date. at: an aware moment. The same number of statements for any number.
    """
    postings = Posting.objects.current_or_next_on(today).order_by("-valid_from")
    managed = TeamManager.objects.valid_on(today).order_by("team__path")
    open_codes = SignInCode.objects.filter(used_at=None, withdrawn_at=None)
    rows = people.prefetch_related(
        Prefetch("postings", postings.select_related("team", "job_role"), "posts"),
        Prefetch("managed_teams", managed.select_related("team"), "charges"),
        Prefetch("sign_in_codes", open_codes.filter(expires_at__gt=at), "codes"),
        Prefetch("employments", Employment.objects.order_by("-hired_on"), "stays"),
        "role_grants",
    )
    return [_row(employee, today) for employee in rows]


def _row(employee, today):
    last = employee.stays[0] if employee.stays else None
    return PersonRow(
        employee=employee,
        posting=employee.posts[0] if employee.posts else None,
        manages=tuple(charge.team for charge in employee.charges),
        roles=tuple(grant.get_role_display() for grant in employee.role_grants.all()),
        begins_on=last.hired_on if last and last.hired_on > today else None,
        last_day_on=last.last_day_on if last else None,
        has_left=bool(last and last.left_on and last.left_on <= today),
        code_until=employee.codes[0].expires_at if employee.codes else None,
    )


def matching(people, text):
    """Keep of ``people`` those whom every word of ``text`` fits: name, number, e-mail."""
    for word in text.split():
        people = people.filter(
            Q(first_name__icontains=word)
            | Q(last_name__icontains=word)
            | Q(employee_number__icontains=word)
            | Q(email__icontains=word)
        )
    return people


def holding(people, role, today):
    """Keep of ``people`` those who hold ``role``, a Role or "manager", on ``today``."""
    if role in Role.values:
        return people.filter(role_grants__role=role)
    charges = TeamManager.objects.valid_on(today)
    return people.filter(Exists(charges.filter(employee=OuterRef("pk"))))


def working_as(people, job_role_id, today):
    """Keep of ``people`` those whose posting on ``today``, or next, has the job role."""
    posts = Posting.objects.current_or_next_on(today).filter(job_role=job_role_id)
    return people.filter(Exists(posts.filter(employee=OuterRef("pk"))))


def gone_by(people, today, team=None):
    """Keep of ``people`` those who have left by ``today``; once below ``team``, if any."""
    gone = people.exclude(pk__in=people.not_left_by(today).values("pk"))
    if team is None:
        return gone
    posts = Posting.objects.below([team.path])
    return gone.filter(Exists(posts.filter(employee=OuterRef("pk"))))


def without_password(people):
    """Keep of ``people`` those who cannot sign in until they redeem a code."""
    return people.filter(Q(password="") | Q(password__startswith="!"))


@dataclass(frozen=True)
class PersonPage:
    """What the page of one person tells of their place here."""

    row: PersonRow
    postings: list[Posting]
    employments: list[Employment]
    managers: list[Employee]


def person_page(employee, *, today, at):
    """Return the PersonPage of ``employee`` on ``today``; newest history first."""
    [row] = person_rows(Employee.objects.filter(pk=employee.pk), today=today, at=at)
    postings = employee.postings.exclude(valid_to=F("valid_from"))
    return PersonPage(
        row=row,
        postings=list(
            postings.select_related("team", "job_role").order_by("-valid_from")
        ),
        employments=list(employee.employments.order_by("-hired_on")),
        managers=managers_of(employee, row.posting, today) if row.posting else [],
    )


def managers_of(employee, posting, today):
    """Return who manages ``employee`` by ``posting`` on ``today``, nearest team only.

    Nobody manages themselves: who manages their own team is managed from above.
    """
    charges = TeamManager.objects.valid_on(today).exclude(employee=employee)
    above = charges.filter(team__path__in=paths_above(posting.team.path))
    nearest_first = sorted(
        above.select_related("team", "employee"),
        key=lambda charge: (-charge.team.depth, charge.employee.last_name),
    )
    return [
        charge.employee
        for charge in nearest_first
        if charge.team_id == nearest_first[0].team_id
    ]


def paths_above(path):
    """Return the tree paths of the team at ``path`` and of all above it."""
    return [path[:end] for end in range(Team.steplen, len(path) + 1, Team.steplen)]
