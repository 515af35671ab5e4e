"""Practice on the job: who waits to be observed, and what was observed."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Prefetch, Q, Subquery

from staff.models import Employee
from staff.queries.people import managers_of
from training.choices import EnrolmentStatus, ObserverKind, Seen, StepKind
from training.models import Enrolment, NamedObserver, Observation, Skill, Step
from training.scenario.document import Text


@dataclass(frozen=True)
class ItemSeen:
    """One point of a checklist; ``seen`` is None before anybody looked."""

    key: str
    text: Text
    hint: Text | None
    seen: str | None

    @property
    def is_observed(self):
        return self.seen == Seen.OBSERVED


@dataclass(frozen=True)
class PracticeRow:
    """An enrolment that waits to be observed at ``step``.

    is_mine: whether the asker may fill the checklist; else somebody has to be named.
    """

    enrolment: Enrolment
    step: Step
    is_mine: bool

    @property
    def observers(self):
        """The people named for it."""
        return [named.employee for named in self.enrolment.named_observers.all()]


@dataclass(frozen=True)
class Evidence:
    """What the newest observation of one practice step shows of the module's skills."""

    observation: Observation
    skills: tuple[Skill, ...]


def led_enrolments(user, today):
    """Return the enrolments of the people whom ``user`` looks after on ``today``, those
    who have not left. Never one's own, and none for somebody who looks after nobody.
    """
    reach = user.reach_on(today)
    if not reach.is_beyond_self:
        return Enrolment.objects.none()
    people = Employee.objects.within(reach, today).not_left_by(today)
    return Enrolment.objects.filter(employee__in=people.exclude(pk=user.pk))


def observable_by(user, today):
    """Return the enrolments whose practice ``user`` may see on ``today``, never one's own.

    Those of the people one looks after, and those one is named for: the one way to
    reach them. ``may_fill`` says whether one may also observe.
    """
    named = NamedObserver.objects.filter(employee=user).values("enrolment")
    led = led_enrolments(user, today).values("pk")
    return Enrolment.objects.filter(Q(pk__in=led) | Q(pk__in=named))


def may_fill(user, enrolment, step, *, leads):
    """Return whether ``user`` may say what was observed at ``step``.

    enrolment: one of ``observable_by``, its named_observers fetched. leads: whether it
    is one of ``led_enrolments``. A step for named observers asks for one, also of a
    manager, who may name themselves.
    """
    is_named = any(n.employee_id == user.pk for n in enrolment.named_observers.all())
    for_managers = step.document["observer"] == ObserverKind.MANAGER
    return is_named or leads and for_managers


def waiting_for(user, today):
    """Return the enrolments whose next step is practice that ``user`` may see.

    Each with ``practice_step``, the id of that step. The longest begun first.
    """
    ahead = (
        Step.objects.filter(version=OuterRef("version"))
        .exclude(completions__enrolment=OuterRef("pk"))
        .order_by("position")
    )
    with_practice = Step.objects.filter(
        version=OuterRef("version"), kind=StepKind.PRACTICE
    )
    return (
        observable_by(user, today)
        .filter(Exists(with_practice), status=EnrolmentStatus.IN_PROGRESS)
        .annotate(
            next_kind=Subquery(ahead.values("kind")[:1]),
            practice_step=Subquery(ahead.values("pk")[:1]),
        )
        .filter(next_kind=StepKind.PRACTICE)
        .order_by("started_at", "pk")
    )


def named_waiting(user, today):
    """Return how many of ``waiting_for`` wait for ``user`` by name."""
    named = NamedObserver.objects.filter(employee=user)
    if not named.exists():
        return 0
    return waiting_for(user, today).filter(pk__in=named.values("enrolment")).count()


def practice_rows(enrolments, user, today):
    """Return the PracticeRows of ``enrolments``, one page of ``waiting_for``."""
    page = list(enrolments)
    steps = Step.objects.in_bulk([enrolment.practice_step for enrolment in page])
    named = NamedObserver.objects.select_related("employee").order_by("pk")
    ids = [enrolment.pk for enrolment in page]
    full = Enrolment.objects.select_related("employee", "module").prefetch_related(
        Prefetch("named_observers", named)
    )
    found = full.in_bulk(ids)
    led = set(
        led_enrolments(user, today).filter(pk__in=ids).values_list("pk", flat=True)
    )
    return [
        PracticeRow(
            found[each.pk],
            step := steps[each.practice_step],
            may_fill(user, found[each.pk], step, leads=each.pk in led),
        )
        for each in page
    ]


def observations_at(enrolment, step):
    """Return the observations of ``enrolment`` at ``step``, the newest first."""
    made = enrolment.observations.filter(step=step).select_related("observer", "step")
    return list(made.order_by("-at", "-pk"))


def items_seen(step, observation=None):
    """Return the checklist of ``step`` as ItemSeens, as ``observation`` saw it."""
    seen = observation.items if observation else {}
    return [
        ItemSeen(item["key"], item["text"], item.get("hint"), seen.get(item["key"]))
        for item in step.document["checklist"]
    ]


def evidence_of(employee):
    """Return what practice on the job shows of ``employee``, the newest first.

    One Evidence for each practice step that was observed, by its newest observation;
    its share observed counts for every skill of the module.
    """
    later = Observation.objects.filter(
        enrolment=OuterRef("enrolment"), step=OuterRef("step")
    ).order_by("-at", "-pk")
    newest = (
        Observation.objects.filter(
            enrolment__employee=employee, pk=Subquery(later.values("pk")[:1])
        )
        .select_related("observer", "step", "enrolment__module")
        .prefetch_related("enrolment__module__skills")
        .order_by("-at", "-pk")
    )
    return [
        Evidence(each, tuple(each.enrolment.module.skills.all())) for each in newest
    ]


def observers_of(enrolment):
    """Return the people named to observe ``enrolment``, in the order they were named."""
    named = enrolment.named_observers.select_related("employee").order_by("pk")
    return [each.employee for each in named]


def managers_today(employee):
    """Return who manages ``employee`` today, nearest team only."""
    today = employee.today()
    posting = employee.postings.valid_on(today).select_related("team").first()
    return managers_of(employee, posting, today) if posting else []
