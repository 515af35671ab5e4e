"""Recording services: the one act through which files, the API and the demo go."""

from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.db import connection, transaction

from events.pouring import overwrite, pour, taken_ids
from events.record import record
from feedback.choices import ResponseKind, SourceKind
from feedback.models import (
    Credit,
    Customer,
    DeletedInteraction,
    DirtyWeek,
    Interaction,
    Measurement,
    Metric,
    Response,
    ReturnsMark,
    Source,
)
from feedback.rules.served import served_refusal

# What services fill, by the thousand.
FILLED = (Customer, Interaction, Credit, Response, Measurement, DirtyWeek, ReturnsMark)


@dataclass(frozen=True)
class Recorded:
    """What came of one chunk: numbers of services, and the batch that names it.

    new: not there before. changed: there, and the source says something else now.
    known: there with the same content, or deleted here for good; nothing was written.
    """

    new: int
    changed: int
    known: int
    batch: UUID


@transaction.atomic
def record_services(*, source, services, at, by=None, batch=None):
    """Record ``services`` of ``source``; return the Recorded.

    services: feedback.rules.served.Served, some thousands at most: the statements are the
    same few for any number, and hold the source's lock until they are done. at: the
    moment. by: who sends them, an employee, a key or None. batch: a UUID that no other
    chunk has; None draws one. The same identity again with the same content is known;
    with another it changes the rows, but who served stays as it is where an act has
    corrected that, and also where the same people served on the same day. A service
    that was deleted here is not brought back. Of one identity several times the last
    counts, and so in any cut into chunks.
    Raises ValueError for a service that ``served_refusal`` refuses.
    """
    services, batch = list(services), batch or uuid4()
    metrics = _sound_metrics(services)
    # One chunk of a source at a time: two that bring the same service take turns.
    Source.objects.select_for_update(no_key=True).get(pk=source.pk)
    contents = [served.content for served in services]
    old = _old_interactions(source, services)
    gone = _gone_identities(source, services)
    counts, last = _counted(services, contents, old, gone)
    fresh = [pair for identity, pair in last.items() if identity not in old]
    changed = [
        (*pair, old[identity])
        for identity, pair in last.items()
        if identity in old and old[identity].content != pair[1]
    ]
    if fresh or changed:
        written = [served for served, *_rest in (*fresh, *changed)]
        chunk = _Chunk(source, at, batch, metrics, _customer_ids(written))
        chunk.change(changed)
        chunk.add(fresh)
        chunk.mark()
        for kind, rows in (("recorded", fresh), ("changed", changed)):
            if rows:
                record(f"feedback.{kind}", at=at, by=by, subject=source, batch=batch)
    return Recorded(**counts, batch=batch)


def _sound_metrics(services):
    """Return {metric key: id}; raise ValueError for what cannot be kept."""
    measured = Metric.objects.filter(derived_from=None, window_days=None)
    rows = list(measured.values_list("key", "id", "low", "high"))
    scales = {key: (low, high) for key, _pk, low, high in rows}
    for served in services:
        if refusal := served_refusal(served, scales):
            raise ValueError(f"{served.identity}: {refusal}")
    return {key: pk for key, pk, _low, _high in rows}


def _old_interactions(source, services):
    """Return {identity: row} of those that are there: what a change has to know."""
    identities = {served.identity for served in services}
    rows = Interaction.objects.filter(source=source, identity__in=identities)
    fields = ["identity", "id", "content", "served_on", "customer_id"]
    named = rows.values_list(*fields, "is_credit_corrected", named=True)
    return {row.identity: row for row in named}


def _gone_identities(source, services):
    identities = {served.identity for served in services}
    gone = DeletedInteraction.objects.filter(source=source, identity__in=identities)
    return set(gone.values_list("identity", flat=True))


def _counted(services, contents, old, gone):
    """Return (numbers of new, changed, known; {identity: (its last Served, content)}).

    Counted one by one, as if each had come alone.
    """
    counts = {"new": 0, "changed": 0, "known": 0}
    now = {identity: interaction.content for identity, interaction in old.items()}
    last = {}
    for served, content in zip(services, contents, strict=True):
        identity = served.identity
        if identity in gone or now.get(identity) == content:
            counts["known"] += 1
            continue
        counts["changed" if identity in now else "new"] += 1
        now[identity] = content
        last[identity] = served, content
    return counts, last


def _customer_ids(services):
    """Return {key hash: id} of the customers of ``services``; unknown ones are added."""
    # Sorted: two chunks that add the same customers wait for each other in one order.
    hashes = sorted({served.customer_hash for served in services} - {""})
    if not hashes:
        return {}
    found = dict(_customers(hashes))
    if missing := [key_hash for key_hash in hashes if key_hash not in found]:
        _add_customers(missing)
        found |= dict(_customers(missing))
    return found


def _customers(hashes):
    customers = Customer.objects.filter(key_hash__in=hashes)
    return customers.values_list("key_hash", "id")


def _add_customers(hashes):
    """Add customers, also where another chunk adds the same ones at the same time."""
    if connection.vendor == "sqlite":
        pour(Customer, ["key_hash", "segment"], [(key, "") for key in hashes])
        return
    Customer.objects.bulk_create(
        [Customer(key_hash=key_hash) for key_hash in hashes], ignore_conflicts=True
    )


class _Chunk:
    """One chunk on its way into the tables.

    ``fresh``: [(Served, content)]; ``changed``: [(Served, content, the row it was)].
    """

    _fields = (
        "occurred_at",
        "served_on",
        "channel",
        "customer",
        "spend",
        "content",
        "batch",
    )

    def __init__(self, source, at, batch, metrics, customers):
        self.source, self.at, self.batch = source, at, batch
        self.metrics, self.customers = metrics, customers
        self.places, self.visitors = set(), set()

    def add(self, fresh):
        if not fresh:
            return
        ids = taken_ids(Interaction, len(fresh))
        pour(
            Interaction,
            ["id", "uuid", "source", "identity", "is_credit_corrected", *self._fields],
            [
                (pk, uuid4(), self.source.pk, served.identity, False)
                + self._values(served, content)
                for (served, content), pk in zip(fresh, ids, strict=True)
            ],
        )
        numbered = [(served, pk) for (served, _), pk in zip(fresh, ids, strict=True)]
        self._add_credits(numbered)
        self._add_answers(numbered)
        self._look_for(self.customers.get(served.customer_hash) for served, _ in fresh)

    def change(self, changed):
        if not changed:
            return
        overwrite(
            Interaction,
            self._fields,
            [
                (*self._values(served, content), was.id)
                for served, content, was in changed
            ],
        )
        numbered = [(served, was.id) for served, _content, was in changed]
        self._change_credits(changed)
        self._change_answers(numbered)
        # Of nobody in particular nobody can say whether they came back.
        nameless = [pk for served, pk in numbered if not served.customer_hash]
        Measurement.objects.filter(interaction__in=nameless, response=None).delete()
        self._look_for(was.customer_id for *_served, was in changed)
        self._look_for(self.customers.get(s.customer_hash) for s, _id in numbered)

    def mark(self):
        """Mark the weeks to sum, and the customers of whom to measure who came back."""
        pour(DirtyWeek, ["team", "week"], sorted(self.places))
        visitors = [(pk, 0) for pk in sorted(self.visitors)]
        pour(ReturnsMark, ["customer", "done_through"], visitors)

    def _values(self, served, content):
        return (
            served.occurred_at,
            served.served_on,
            served.channel,
            self.customers.get(served.customer_hash),
            served.spend,
            content,
            self.batch,
        )

    def _look_for(self, customer_ids):
        if self.source.kind == SourceKind.VISITS:
            self.visitors.update(pk for pk in customer_ids if pk is not None)

    def _add_credits(self, numbered):
        rows = [
            (pk, share.employee_id, share.team_id, share.job_role_id)
            + (share.week, share.weight)
            for served, pk in numbered
            for share in served.shares
        ]
        fields = ["interaction", "employee", "team", "job_role", "week", "weight"]
        pour(Credit, fields, rows)
        self.places.update((row[2], row[4]) for row in rows)

    def _change_credits(self, changed):
        """Credit the changed services again, where that is not settled already."""
        old = defaultdict(list)
        credited = Credit.objects.filter(
            interaction__in=[was.id for *_, was in changed]
        )
        for credit in credited:
            old[credit.interaction_id].append(credit)
            self.places.add((credit.team_id, credit.week))
        anew, moved = [], []
        for served, _content, was in changed:
            if was.is_credit_corrected:
                moved += [(served.week, credit.pk) for credit in old[was.id]]
                self.places.update((c.team_id, served.week) for c in old[was.id])
            elif was.served_on != served.served_on or not _is_like(old[was.id], served):
                anew.append((served, was.id))
        overwrite(Credit, ["week"], moved)
        Credit.objects.filter(interaction__in=[pk for _served, pk in anew]).delete()
        self._add_credits(anew)

    def _add_answers(self, numbered):
        answered = [(served, pk) for served, pk in numbered if served.is_answer]
        ids = taken_ids(Response, len(answered)) if answered else []
        pour(
            Response,
            ["id", "uuid", "interaction", "kind", *self._answer_fields],
            [
                (new_id, uuid4(), pk, ResponseKind.ORIGINAL.value, *_answer(served))
                for (served, pk), new_id in zip(answered, ids, strict=True)
            ],
        )
        self._measure(
            (served, pk, new_id)
            for (served, pk), new_id in zip(answered, ids, strict=True)
        )

    _answer_fields = ("answered_at", "comment", "language")

    def _change_answers(self, numbered):
        """Put what is said now in the place of the old; the answer stays the same row."""
        originals = Response.objects.original().filter(
            interaction__in=[pk for _served, pk in numbered]
        )
        old = dict(originals.values_list("interaction", "id"))
        Measurement.objects.filter(response__in=old.values()).delete()
        kept = [
            (served, pk, old[pk])
            for served, pk in numbered
            if served.is_answer and pk in old
        ]
        overwrite(
            Response,
            self._answer_fields,
            [(*_answer(served), answer) for served, _pk, answer in kept],
        )
        self._measure(kept)
        silent = [
            old[pk] for served, pk in numbered if pk in old and not served.is_answer
        ]
        Response.objects.filter(pk__in=silent).delete()
        self._add_answers([pair for pair in numbered if pair[1] not in old])

    def _measure(self, answered):
        rows = [
            (pk, answer, self.metrics[value.metric], float(value.value))
            + (value.raw, value.scale)
            for served, pk, answer in answered
            for value in served.values
        ]
        fields = ["interaction", "response", "metric", "value", "raw", "scale"]
        pour(Measurement, fields, rows)


def _answer(served):
    return served.answered_at or served.occurred_at, served.comment, served.language


def _is_like(credits, served):
    """Whether the same people served as ``credits`` say, as far as the source tells."""
    told = [(s.employee_id, s.weight, _team_told(s, served)) for s in served.shares]
    kept = [(c.employee_id, c.weight, _team_told(c, served)) for c in credits]
    return sorted(told, key=str) == sorted(kept, key=str)


def _team_told(share, served):
    is_told = served.is_team_stated or share.employee_id is None
    return share.team_id if is_told else None
