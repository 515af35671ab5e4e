"""How the people of a team stand: figures, and the rows behind each."""

from dataclasses import dataclass, fields
from datetime import date, timedelta

from django.db.models import Count, F, Max, Q

from plans.choices import Coverage
from plans.queries.coverage import Standing, people_at, standings
from plans.queries.progress import PlanProgress, progress_of_plans
from staff.models import Employee, Posting
from training.choices import OPEN_STATUSES, EnrolmentStatus
from training.models import Enrolment
from training.rules import SOON_DAYS

# "Done" on My team looks back this far.
DONE_DAYS = 30


@dataclass(frozen=True)
class TeamFigures:
    """How a manager's people stand: counts of enrolments, of people for ``people``.

    done: completed within DONE_DAYS. due_soon: open, due within SOON_DAYS.
    """

    people: int
    assigned: int
    in_progress: int
    overdue: int
    due_soon: int
    done: int


def enrolment_filters(today):
    """Return {name: Q} of the figures on My team, as conditions on Enrolment.

    The figure and the list it opens are cut with the same condition.
    """
    is_open = Q(status__in=OPEN_STATUSES)
    soon = today + timedelta(days=SOON_DAYS)
    return {
        "open": is_open,
        "assigned": Q(status=EnrolmentStatus.ASSIGNED),
        "in_progress": Q(status=EnrolmentStatus.IN_PROGRESS),
        "overdue": is_open & Q(due_on__lt=today),
        "due_soon": is_open & Q(due_on__gte=today, due_on__lt=soon),
        "done": Q(
            status=EnrolmentStatus.COMPLETED,
            completed_on__gt=today - timedelta(days=DONE_DAYS),
        ),
        "ever_done": Q(status=EnrolmentStatus.COMPLETED),
    }


def people_of_team(user, today, team=None):
    """Return the people ``user`` looks after on ``today`` as a queryset, by name.

    team: only those posted in this team or below it. The user is one of them only where
    they are posted below a team they manage.
    """
    people = Employee.objects.visible_to(user, today).not_left_by(today)
    if not user.reach.is_everybody:
        people = people.posted_below(user.reach.team_paths, today)
    if team:
        postings = Posting.objects.current_or_next_on(today).below([team.path])
        people = people.filter(pk__in=postings.values("employee"))
    return people.order_by("last_name", "first_name", "pk")


def people_waiting_for(user, today, team=None):
    """Return those of ``people_of_team`` whose plan waits for the yes of ``user``.

    Their own plan waits for somebody else's.
    """
    others = people_of_team(user, today, team).exclude(pk=user.pk)
    return people_at(others, Coverage.WAITS_FOR_MANAGER, today)


def team_on(employee, day):
    """Return the team ``employee`` is posted to on ``day``, a date, or None."""
    posting = employee.postings.valid_on(day).select_related("team").first()
    return posting and posting.team


def team_figures(people, today):
    """Return the TeamFigures of ``people``, a queryset, on ``today``: two statements."""
    names = [field.name for field in fields(TeamFigures) if field.name != "people"]
    counts = _counts(names, today)
    enrolments = Enrolment.objects.filter(employee__in=people)
    return TeamFigures(people=people.count(), **enrolments.aggregate(**counts))


def _counts(names, today):
    """Return {name: Count} of some ``enrolment_filters``."""
    filters = enrolment_filters(today)
    return {name: Count("pk", filter=filters[name]) for name in names}


@dataclass(frozen=True)
class PersonProgress:
    """How one person stands: counts of enrolments, and their plan."""

    person: Employee
    standing: Standing
    open: int
    overdue: int
    ever_done: int
    last_completed_on: date | None


def progress_of(people, today):
    """Return the PersonProgress of each of ``people``, the rows of one page, in order."""
    counts = _counts(["open", "overdue", "ever_done"], today)
    counted = (
        Enrolment.objects.filter(employee__in=[person.pk for person in people])
        .values("employee")
        .annotate(**counts, last_completed_on=Max("completed_on"))
    )
    nothing = {**dict.fromkeys(counts, 0), "last_completed_on": None}
    figures = {row.pop("employee"): row for row in counted}
    plans = standings(people, today)
    return [
        PersonProgress(person, plans[person.pk], **figures.get(person.pk, nothing))
        for person in people
    ]


def enrolments_of(people, today, which=None):
    """Return the enrolments of ``people``, a queryset, the most pressing first.

    which: the name of a figure of My team; None for all that was not taken back.
    """
    enrolments = Enrolment.objects.filter(employee__in=people)
    if which is None:
        enrolments = enrolments.exclude(status=EnrolmentStatus.WITHDRAWN)
    else:
        enrolments = enrolments.filter(enrolment_filters(today)[which])
    return enrolments.select_related("employee", "module").order_by(
        F("due_on").asc(nulls_last=True), "pk"
    )


@dataclass(frozen=True)
class PlanRow:
    """One person of the list of plans; ``progress`` is None for who has no open plan."""

    person: Employee
    standing: Standing
    progress: PlanProgress | None


def plan_rows(people, today):
    """Return the PlanRow of each of ``people``, the rows of one page: three statements."""
    people = list(people)
    standing_of = standings(people, today)
    plans = [standing.plan for standing in standing_of.values() if standing.plan]
    progress = progress_of_plans(plans, today)
    return [
        PlanRow(person, standing, progress.get(standing.plan and standing.plan.pk))
        for person in people
        for standing in [standing_of[person.pk]]
    ]
