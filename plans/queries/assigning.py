"""What an assignment would do, before anybody is assigned anything."""

from collections import defaultdict
from dataclasses import dataclass, replace

from django.core.exceptions import ValidationError
from django.db.models import Count
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from plans.choices import WAYS_OUT, ConflictKind, WayOut
from plans.judged import judged_modules
from plans.models import AssignmentBatch
from plans.rules import MOST_ENROLMENTS, digest
from staff.models import Employee, Employment
from training.choices import OPEN_STATUSES, EnrolmentStatus
from training.models import Enrolment, Module
from training.queries.prerequisites import (
    SETTLED_OR_UNDER_WAY,
    prerequisites_missing,
)

# Conflicts of one kind that a page lists to be settled one by one, and by name.
MOST_ALONE, MOST_NAMED = 20, 100


@dataclass(frozen=True)
class Conflict:
    """One person cannot simply be given one module; ``ways_out`` says what can be done.

    since: for FINISHED_BEFORE the day it was finished, for LEARNING_ALREADY the day it
    is due; None when unknown. missing: for PREREQUISITE_MISSING the modules that come
    first, as a tuple in the order they have to be learned.
    answer: the WayOut that was chosen, None while it is open. is_alone: whether it was
    chosen for this one alone, not for all of its kind.
    """

    kind: str
    employee: Employee
    module: Module
    since: object = None
    missing: tuple = ()
    answer: str | None = None
    is_alone: bool = False

    @property
    def key(self):
        """The name of this conflict in a form: kind:person:module."""
        return f"{self.kind}:{self.employee.pk}:{self.module.pk}"

    @property
    def ways_out(self):
        return WAYS_OUT[self.kind]

    @property
    def has_choice(self):
        return len(self.ways_out) > 1

    @property
    def is_open(self):
        return self.answer is None


@dataclass(frozen=True)
class ConflictGroup:
    """The conflicts of one kind; ``answer``: the WayOut for all of them, or None."""

    kind: ConflictKind
    conflicts: tuple
    answer: str | None = None

    @property
    def ways_out(self):
        return WAYS_OUT[self.kind]

    @property
    def has_choice(self):
        return len(self.ways_out) > 1

    @property
    def is_for_all(self):
        """Whether one answer for all is worth asking for."""
        return self.has_choice and len(self.conflicts) > 1

    @property
    def open_count(self):
        return sum(conflict.is_open for conflict in self.conflicts)

    @property
    def to_settle_alone(self):
        """The first few, and whichever was settled alone before."""
        first, rest = self.conflicts[:MOST_ALONE], self.conflicts[MOST_ALONE:]
        return (*first, *(conflict for conflict in rest if conflict.is_alone))

    @property
    def not_listed(self):
        """How many can be settled only with all the others."""
        return len(self.conflicts) - len(self.to_settle_alone)

    @property
    def is_unfolded(self):
        """Whether the page shows the single ones at once: few, or some settled alone."""
        few = len(self.conflicts) <= 3
        return few or any(conflict.is_alone for conflict in self.conflicts)

    @property
    def named(self):
        return self.conflicts[:MOST_NAMED]


@dataclass(frozen=True)
class AssignmentPreview:
    """What would be assigned: ``pairs`` of (employee, module), and what stands against it.

    While conflicts are open, ``pairs`` counts only what is settled. harmful: ids of the
    modules that were judged so. drawn: ids of those with a drawn order to start in.
    """

    pairs: tuple
    conflicts: tuple
    employees: tuple
    modules: tuple
    answers: dict
    harmful: frozenset = frozenset()
    drawn: frozenset = frozenset()

    @cached_property
    def conflict_groups(self):
        """The ConflictGroups there are: harm first, then those with a choice."""
        of_kind = defaultdict(list)
        for conflict in self.conflicts:
            of_kind[conflict.kind].append(conflict)
        groups = [
            ConflictGroup(kind, tuple(of_kind[kind]), self.answers.get(kind))
            for kind in ConflictKind
            if kind in of_kind
        ]
        return sorted(
            groups,
            key=lambda group: (
                group.kind != ConflictKind.HARMFUL,
                not group.has_choice,
            ),
        )

    @cached_property
    def left_out(self):
        """The conflicts whose person is not given the module they are about: the last
        one of each, which decided.
        """
        given = {(employee.pk, module.pk) for employee, module in self.pairs}
        decided = {
            (conflict.employee.pk, conflict.module.pk): conflict
            for conflict in self.conflicts
        }
        return tuple(decided[pair] for pair in decided if pair not in given)

    @property
    def asked_count(self):
        """How many enrolments were asked for: each of the modules for each person."""
        return len(self.employees) * len(self.modules)

    @cached_property
    def in_spite(self):
        """The harmful modules among those that are given, each once."""
        given = {module.pk: module for _employee, module in self.pairs}
        return tuple(given[pk] for pk in sorted(given) if pk in self.harmful)

    @cached_property
    def to_draw(self):
        """The modules asked for and given that people should start in drawn order."""
        given = {module.pk for _employee, module in self.pairs}
        return tuple(each for each in self.modules if each.pk in self.drawn & given)

    @cached_property
    def seen(self):
        """What one sees here, in short, to be sent back: "people.enrolments.digest".

        It differs as soon as people, modules, enrolments or answers do.
        """
        what = [
            sorted(employee.pk for employee in self.employees),
            sorted(module.pk for module in self.modules),
            sorted((employee.pk, module.pk) for employee, module in self.pairs),
            sorted(
                (conflict.key, conflict.answer or "") for conflict in self.conflicts
            ),
        ]
        return f"{len(self.employees)}.{len(self.pairs)}.{digest(what)}"

    @cached_property
    def open_conflicts(self):
        return tuple(each for each in self.conflicts if each.is_open)

    @cached_property
    def minutes(self):
        """Minutes of learning in all."""
        return sum(module.minutes for _employee, module in self.pairs)

    @cached_property
    def added(self):
        """How many enrolments come before what was asked for, as prerequisites."""
        asked = {module.pk for module in self.modules}
        return sum(module.pk not in asked for _employee, module in self.pairs)


def assignment_preview(*, employees, modules, answers, today):
    """Return the AssignmentPreview of giving ``modules`` to ``employees`` on ``today``.

    employees, modules: model instances. answers: {conflict key or kind: WayOut}; the
    answer to one conflict counts before the answer to its kind. A conflict with one way
    out settles itself. A harmful module that is assigned all the same may still have a
    second conflict. Costs the same number of statements for any number of people.
    """
    employees, modules = _once(employees), _once(modules)
    record = _LearningRecord(employees, today)
    missing = prerequisites_missing(employees, modules, counting=SETTLED_OR_UNDER_WAY)
    asked = {module.pk for module in modules}
    judged = judged_modules() if modules else {}
    harmful = frozenset(pk for pk, known in judged.items() if known.is_harmful)
    pairs, conflicts = {}, []
    for employee in employees:
        for module in modules:
            lacked = missing.get((employee.pk, module.pk), ())
            before = tuple(each for each in lacked if each.pk not in asked)
            conflict = _conflict(employee, module, before, record)
            if module.pk in harmful and (conflict is None or conflict.has_choice):
                doubt = Conflict(ConflictKind.HARMFUL, employee, module)
                doubt = _answered(doubt, answers)
                conflicts.append(doubt)
                if doubt.answer != WayOut.ASSIGN_ALL_THE_SAME:
                    continue
            if conflict is None:
                pairs[employee.pk, module.pk] = (employee, module)
                continue
            conflict = _answered(conflict, answers)
            conflicts.append(conflict)
            if conflict.answer == WayOut.ADD_BEFORE:
                for before in conflict.missing:
                    pairs[employee.pk, before.pk] = (employee, before)
            if conflict.answer in (WayOut.ADD_BEFORE, WayOut.ASSIGN_AGAIN):
                pairs[employee.pk, module.pk] = (employee, module)
    _refuse_too_many(len(pairs))
    return AssignmentPreview(
        tuple(pairs.values()),
        tuple(conflicts),
        tuple(employees),
        tuple(modules),
        answers,
        harmful,
        frozenset(pk for pk, known in judged.items() if known.is_drawn),
    )


def _refuse_too_many(enrolments):
    if enrolments > MOST_ENROLMENTS:
        raise ValidationError(
            _(
                "These are %(count)s enrolments, and %(most)s is the most at one go. "
                "Assign them in parts, such as team by team."
            ),
            code="too_many",
            params={"count": enrolments, "most": MOST_ENROLMENTS},
        )


def _conflict(employee, module, missing, record):
    """Return what stands against giving ``module`` to ``employee``, or None.

    missing: the modules that come before it and that they lack.
    """
    if employee.pk in record.leavers:
        return Conflict(ConflictKind.LEAVING, employee, module)
    key = (employee.pk, module.pk)
    if key in record.open:
        return Conflict(
            ConflictKind.LEARNING_ALREADY, employee, module, since=record.open[key]
        )
    if key in record.finished:
        return Conflict(
            ConflictKind.FINISHED_BEFORE, employee, module, since=record.finished[key]
        )
    if missing:
        return Conflict(
            ConflictKind.PREREQUISITE_MISSING, employee, module, missing=missing
        )
    return None


def _answered(conflict, answers):
    """Return ``conflict`` with its answer, or with its only way out."""
    if not conflict.has_choice:
        return replace(conflict, answer=conflict.ways_out[0])
    alone, for_all = answers.get(conflict.key), answers.get(conflict.kind)
    if alone in conflict.ways_out:
        return replace(conflict, answer=alone, is_alone=True)
    if for_all in conflict.ways_out:
        return replace(conflict, answer=for_all)
    return conflict


class _LearningRecord:
    """What the people have or are learning, and who has left: two statements."""

    def __init__(self, employees, today):
        ids = [employee.pk for employee in employees]
        self.open, self.finished = {}, {}
        rows = Enrolment.objects.filter(employee__in=ids).order_by("cycle")
        for employee, module, status, due_on, completed_on in rows.values_list(
            "employee", "module", "status", "due_on", "completed_on"
        ):
            if status in OPEN_STATUSES:
                self.open[employee, module] = due_on
            elif status == EnrolmentStatus.COMPLETED:
                self.finished[employee, module] = completed_on
        here = Employment.objects.filter(employee__in=ids).current_or_future_on(today)
        self.leavers = set(ids) - set(here.values_list("employee", flat=True))


def _once(rows):
    return list({row.pk: row for row in rows}.values())


def settled_learners(modules):
    """Return the ids, a query, of whoever has each of ``modules`` done or open."""
    known = Enrolment.objects.filter(
        module__in=[module.pk for module in modules],
        status__in=[*OPEN_STATUSES, EnrolmentStatus.COMPLETED],
    )
    counted = known.order_by().values("employee")
    counted = counted.annotate(settled=Count("module", distinct=True))
    return counted.filter(settled=len(modules)).values("employee")


def known_batch(*, batch_uuid, asked, by):
    """Return the batch that ``by`` confirmed as ``batch_uuid`` before, or None.

    asked: what was sent, as plain values, and as plans.actions.confirm_assignment was
    given it. Doors ask first, so that a second tap is answered before anybody is looked
    for. Raises ValidationError, code "batch_differs", when the uuid stands for something
    else or somebody else's batch.
    """
    batch = AssignmentBatch.objects.filter(uuid=batch_uuid).first()
    if batch is None:
        return None
    is_own = AssignmentBatch.objects.made_by(by).filter(pk=batch.pk).exists()
    if not is_own or batch.request_digest != digest(asked):
        raise ValidationError(
            _("This was sent before with other people, modules or dates."),
            code="batch_differs",
        )
    return batch


def may_be_asked(user, today):
    """Return the people whom ``user`` may assign to and take back from, a queryset:
    those in reach who work here on ``today``, or soon will.
    """
    return Employee.objects.visible_to(user, today).not_left_by(today)


def open_enrolments(user, today, modules):
    """Return who has one of ``modules`` open, as enrolments by name; whoever has left
    is not among them, for there is nobody to take it back from.

    Wherever it is told how many have a module open, these are counted.
    """
    people = may_be_asked(user, today)
    return (
        Enrolment.objects.open()
        .filter(module__in=list(modules), employee__in=people.values("pk"))
        .select_related("employee")
        .order_by("employee__last_name", "employee__first_name", "pk")
    )


def batch_enrolments(batch, people):
    """Return the enrolments of ``batch`` whose learner is among ``people``, a queryset."""
    return (
        Enrolment.objects.filter(batch_uuid=batch.uuid, employee__in=people)
        .select_related("employee", "module")
        .order_by("module__slug", "employee__last_name", "employee__first_name", "pk")
    )


def module_counts(enrolments):
    """Return {module id: how many of ``enrolments``, a queryset, are of it}."""
    return dict(enrolments.order_by().values_list("module").annotate(count=Count("pk")))
