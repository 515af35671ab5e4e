"""Sources, answers and visits for tests, recorded as every door records them."""

import datetime as dt
import itertools

import factory
from django.conf import settings

from feedback.actions.recording import record_services
from feedback.actions.recovering import put_right
from feedback.actions.sources import record_complete_days
from feedback.choices import SourceKind
from feedback.models import Interaction, Metric, Response, Source
from feedback.queries.who import Postings
from feedback.rules.keys import customer_hash
from feedback.rules.served import Served, Value
from tests.factories.staff import TODAY, moment

_numbers = itertools.count(1)


class SourceFactory(factory.django.DjangoModelFactory):
    """A survey tool; ``kind`` SourceKind.VISITS makes it a till."""

    class Meta:
        model = Source

    key = factory.Sequence(lambda n: f"source-{n}")
    name = factory.LazyAttribute(lambda source: source.key.title())
    kind = SourceKind.ANSWERS


def metric(key):
    """Return the Metric with ``key``."""
    return Metric.objects.get(key=key)


def source_of(kind):
    """Return the one source of ``kind`` that tests share unless they name another."""
    return Source.objects.get_or_create(
        key=f"the-{kind}", defaults={"name": kind.title(), "kind": kind}
    )[0]


def served(
    employee=None,
    day=TODAY,
    *,
    team=None,
    hour=12,
    identity=None,
    customer="",
    values=(),
    **fields,
):
    """Return a Served: ``hour`` is that of the clock in the team on ``day``.

    values: {metric key: value} or Values. customer: what the source calls them. team:
    states the team; else it follows from the employee's posting.
    """
    where = Postings().place(
        moment=dt.datetime.combine(day, dt.time(hour)),  # noqa: DTZ001, a wall clock
        employee_id=employee and employee.pk,
        team_id=team and team.pk,
    )
    if isinstance(values, dict):
        values = tuple(Value(key, value) for key, value in values.items())
    return Served(
        identity=identity or f"id:{next(_numbers)}",
        occurred_at=where.occurred_at,
        served_on=where.served_on,
        week=where.week,
        employee_id=employee and employee.pk,
        team_id=where.team_id,
        job_role_id=where.job_role_id,
        customer_hash=customer_hash(customer, settings.CUSTOMER_SECRET),
        values=values,
        is_team_stated=team is not None,
        **fields,
    )


def record_all(services, source=None, at=None):
    """Record ``services``, Served, of ``source``; return their Interactions in order."""
    source = source or source_of(SourceKind.ANSWERS)
    record_services(source=source, services=services, at=at or moment())
    identities = [each.identity for each in services]
    rows = Interaction.objects.filter(source=source, identity__in=identities)
    by_identity = {row.identity: row for row in rows}
    return [by_identity[identity] for identity in identities]


def answer(employee=None, day=TODAY, score=4, *, source=None, values=None, **words):
    """Record one answer and return its Response.

    score: satisfaction, 1 to 5; None leaves it out. values: further {metric key: value}.
    words: as ``served``.
    """
    values = dict(values or {})
    if score is not None:
        values["csat"] = score
    [interaction] = record_all([served(employee, day, values=values, **words)], source)
    return Response.objects.select_related("interaction").get(interaction=interaction)


def answers(employee, scores, day=TODAY, *, source=None, **words):
    """Record an answer of each of ``scores``; return the Responses in order."""
    services = [
        served(employee, day, values={"csat": score}, **words) for score in scores
    ]
    rows = record_all(services, source)
    found = {
        response.interaction_id: response
        for response in Response.objects.filter(interaction__in=rows)
    }
    return [found[row.pk] for row in rows]


def visit(employee=None, day=TODAY, customer="Ann", *, source=None, **words):
    """Record that ``customer`` came on ``day`` and return the Interaction."""
    source = source or source_of(SourceKind.VISITS)
    [interaction] = record_all(
        [served(employee, day, customer=customer, **words)], source
    )
    return interaction


def recovered(interaction, by, day=TODAY, *, customer="", did="Said sorry.", **words):
    """Put the complaint about ``interaction`` right on ``day``; return the Recovery.

    customer: what the till calls them. words: more of what ``put_right`` takes.
    """
    said = {"apologised": True, "cost": None, "skill": None, "at": moment(), **words}
    return put_right(
        interaction=interaction,
        put_right_on=day,
        did=did,
        customer_hash=customer_hash(customer, settings.CUSTOMER_SECRET),
        by=by,
        today=TODAY,
        **said,
    )


def till_knows(first, last):
    """Say that the till has told of every visit from ``first`` to ``last``."""
    record_complete_days(
        source=source_of(SourceKind.VISITS), first_day=first, last_day=last, at=moment()
    )
