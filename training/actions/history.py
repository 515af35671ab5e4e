"""Past training: what people completed before Encore kept the record."""

from collections import defaultdict

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from events.record import record, record_many, unsaved_event
from staff.importing.kind import Counts
from staff.models import Employee
from staff.rules.person import code_from
from training.actions.enrolments import lock_and_date
from training.choices import EnrolmentSource, EnrolmentStatus
from training.importing.history import refusal_of
from training.models import Enrolment, Module
from training.queries.history import stretches_of

LONGEST_SLUG = 80

SENTENCES = {
    "completed_later": _("It was completed on a day that is still to come."),
    "assigned_after": _("It was assigned after it was completed."),
    "assigned_long_before": _("It was assigned decades before it was completed."),
    "not_employed": _("This person did not work here on that day."),
}


@transaction.atomic
def record_past_trainings(*, trainings, at, by=None, batch=None):
    """Keep ``trainings``, PastTrainings, as completed enrolments; return the Counts.

    at: the moment. by: who brings them, an Employee or None. batch: a UUID that the new
    enrolments and their events share. What somebody is learning now stays as it is: what
    they completed before is a row of its own, with the next cycle. The same person,
    module and day again is known: nothing is written, but that a day of assigning or a
    score that nobody knew is filled in. One event a row, so that whoever follows
    enrolments sees each. Costs the same few statements for any number; the caller cuts
    long lists.
    Raises ValidationError with a code of SENTENCES; then nothing is saved.
    """
    trainings = list(trainings)
    people = Employee.objects.in_bulk({each.employee_id for each in trainings})
    days = lock_and_date(people.values(), at)
    stretches = stretches_of(people)
    known, cycles = _had_before(people, {each.module_id for each in trainings})
    new, filled, changed = [], {}, 0
    for each in trainings:
        _refuse_wrong(each, stretches[each.employee_id], days[each.employee_id])
        enrolment = known.get(each.key)
        if enrolment is None:
            cycles[each.employee_id, each.module_id] += 1
            enrolment = _completed(each, people, cycles, batch)
            new.append(enrolment)
            known[each.key] = enrolment
        elif fields := _fill(enrolment, each):
            # Counted as if each had come alone, so that the cut makes no difference.
            changed += 1
            if enrolment.pk:
                filled.setdefault(enrolment, set()).update(fields)
    new = Enrolment.objects.bulk_create(new, batch_size=500)
    Enrolment.objects.bulk_update(filled, ["assigned_on", "score_percent"], 500)
    facts = {"at": at, "by": by, "batch": batch}
    record_many(
        unsaved_event("enrolment.imported", employee=e.employee, subject=e, **facts)
        for e in new
    )
    record_many(
        unsaved_event(
            "enrolment.corrected",
            employee=e.employee,
            subject=e,
            fields=fields,
            **facts,
        )
        for e, fields in filled.items()
    )
    same = len(trainings) - len(new) - changed
    return Counts(new=len(new), changed=changed, known=same)


@transaction.atomic
def add_outside_modules(*, minutes, language, at, by=None):
    """Return {title: Module} of modules that were learned elsewhere; add what is new.

    minutes: {title: how long it took, at least one}, titles in ``language``. They have
    no version, so nobody can learn them here until one is published under their slug.
    """
    outside = Module.objects.filter(versions=None).order_by("-pk")
    known = {module.title.get(language): module for module in outside}
    if new := [title for title in minutes if title not in known]:
        taken = set(Module.objects.values_list("slug", flat=True))
    for title in new:
        # An address is made of it: small Latin letters and digits only.
        slug = code_from(slugify(title) or "module", taken, LONGEST_SLUG)
        taken.add(slug)
        known[title] = Module.objects.create(
            slug=slug, title={language: title}, minutes=minutes[title]
        )
        record("module.added", at=at, by=by, subject=known[title])
    return {title: known[title] for title in minutes}


def _refuse_wrong(training, stretches, today):
    code = refusal_of(training.completed_on, training.assigned_on, stretches, today)
    if code:
        raise ValidationError(SENTENCES[code], code=code)


def _had_before(people, modules):
    """Return ({key: completed Enrolment}, {(employee id, module id): last cycle})."""
    known, cycles = {}, defaultdict(int)
    for enrolment in Enrolment.objects.filter(
        employee__in=people, module__in=modules
    ).order_by("pk"):
        pair = enrolment.employee_id, enrolment.module_id
        cycles[pair] = max(cycles[pair], enrolment.cycle)
        if enrolment.completed_on:
            enrolment.employee = people[enrolment.employee_id]
            known.setdefault((*pair, enrolment.completed_on), enrolment)
    return known, cycles


def _completed(training, people, cycles, batch):
    return Enrolment(
        employee=people[training.employee_id],
        module_id=training.module_id,
        cycle=cycles[training.employee_id, training.module_id],
        assigned_on=training.assigned_on,
        source=EnrolmentSource.IMPORT,
        batch_uuid=batch,
        status=EnrolmentStatus.COMPLETED,
        progress_percent=100,
        score_percent=training.score_percent,
        completed_on=training.completed_on,
    )


def _fill(enrolment, training):
    """Fill in what nobody knew of ``enrolment``, from a file; return the fields."""
    if enrolment.source != EnrolmentSource.IMPORT:
        return []
    fields = [
        name
        for name in ("assigned_on", "score_percent")
        if getattr(enrolment, name) is None and getattr(training, name) is not None
    ]
    for name in fields:
        setattr(enrolment, name, getattr(training, name))
    return fields
