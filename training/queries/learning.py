"""What a learner has before them."""

from dataclasses import dataclass

from django.db.models import Case, F, OuterRef, Subquery, Sum, When
from django.db.models.functions import Coalesce

from training.choices import OPEN_STATUSES, EnrolmentStatus
from training.models import Enrolment, Module, ModuleVersion, Step

# History from a file is the newest cycle, and yet older than what is being learned.
OPEN_FIRST = (Case(When(status__in=OPEN_STATUSES, then=0), default=1), "-cycle")


@dataclass(frozen=True)
class StepOnPath:
    """One step of an enrolment, as the learner walks them: done, next, or still ahead.

    number: from 1.
    """

    number: int
    step: Step
    is_done: bool
    is_next: bool
    score_percent: int | None

    @property
    def is_open(self):
        """Whether the learner may open it: all that is done, and the next."""
        return self.is_done or self.is_next


def open_enrolments(employee):
    """Return what ``employee`` still has to do, the most pressing first.

    Each with its module and ``minutes_left``, those of the steps that are not done.
    """
    ahead = Step.objects.filter(version=OuterRef("version")).exclude(
        completions__enrolment=OuterRef("pk")
    )
    minutes = ahead.values("version").annotate(sum=Sum("minutes")).values("sum")
    return (
        employee.enrolments.open()
        .select_related("module")
        .annotate(minutes_left=Coalesce(Subquery(minutes), F("module__minutes")))
        .order_by(F("due_on").asc(nulls_last=True), "assigned_on", "pk")
    )


def lately_learned(employee, most=5):
    """Return the last ``most`` modules that ``employee`` completed, newest first."""
    done = employee.enrolments.filter(status=EnrolmentStatus.COMPLETED)
    return done.select_related("module").order_by("-completed_on", "-pk")[:most]


def own_enrolments(employee):
    """Return the enrolments of ``employee`` with what their pages need."""
    return Enrolment.objects.filter(employee=employee).select_related(
        "module", "assigned_by"
    )


def path_of(enrolment):
    """Return the steps of ``enrolment`` in order, as a list of StepOnPath.

    Before it is started: the steps of the newest version.
    """
    if enrolment.version_id is None:
        steps, done = steps_on_offer(enrolment.module), {}
    else:
        steps = Step.objects.filter(version=enrolment.version_id).order_by("position")
        done = dict(enrolment.step_completions.values_list("step", "score_percent"))
    first_open = next((step.pk for step in steps if step.pk not in done), None)
    return [
        StepOnPath(
            number=number,
            step=step,
            is_done=step.pk in done,
            is_next=step.pk == first_open,
            score_percent=done.get(step.pk),
        )
        for number, step in enumerate(steps, start=1)
    ]


def is_step_open(step, enrolment):
    """Return whether ``step``, of the enrolment's version, may be opened: done, or next.

    The same as StepOnPath.is_open, without reading the path.
    """
    undone = (
        Step.objects.filter(version=step.version_id, position__lte=step.position)
        .exclude(completions__enrolment=enrolment)
        .order_by("position")
        .values_list("pk", flat=True)
    )
    return step.pk not in undone or step.pk == undone[0]


def next_step(path):
    """Return the step of ``path``, a list of StepOnPath, that comes next, or None."""
    return next((place.step for place in path if place.is_next), None)


def steps_on_offer(module):
    """Return the steps that somebody who starts ``module`` now would walk, in order."""
    newest = ModuleVersion.objects.latest_of_each().filter(module=module)
    return Step.objects.filter(version__in=newest).order_by("position")


def catalogue_for(employee):
    """Return the modules on offer, each with ``my_status``: that of the learner's open or
    else newest enrolment in it, None where there is none or it was taken back.
    """
    mine = (
        Enrolment.objects.filter(employee=employee, module=OuterRef("pk"))
        .exclude(status=EnrolmentStatus.WITHDRAWN)
        .order_by(*OPEN_FIRST)
    )
    return (
        Module.objects.on_offer()
        .annotate(my_status=Subquery(mine.values("status")[:1]))
        .prefetch_related("skills")
        .order_by("slug")
    )


def newest_enrolment(employee, module):
    """Return the newest enrolment of ``employee`` in ``module`` that was not taken back,
    the open one where there is one; or None.
    """
    enrolments = employee.enrolments.filter(module=module)
    kept = enrolments.exclude(status=EnrolmentStatus.WITHDRAWN)
    return kept.order_by(*OPEN_FIRST).first()
