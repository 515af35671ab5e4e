"""Recording what a program sent: in chunks that keep nobody else waiting."""

import time
from dataclasses import dataclass
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q

from api.choices import RowStatus
from feedback.actions.recording import record_services
from feedback.actions.sources import open_source
from feedback.choices import SourceKind
from feedback.models import (
    Credit,
    DeletedInteraction,
    Interaction,
    Response,
    Source,
)
from feedback.tasks import sum_weeks

# Rows of the first chunk; then as many as take this long, in seconds.
FIRST_CHUNK, SMALLEST_CHUNK, LARGEST_CHUNK = 500, 100, 2_000
CHUNK_SECONDS = 0.2
# SQLite has one writer, and those who wait look again ten times a second.
GAP_SECONDS = 0.12


@dataclass(frozen=True)
class Outcome:
    """What came of one service.

    response: the uuid of its answer; None where it was refused, or deleted here before.
    """

    status: RowStatus
    response: UUID | None = None


def record_responses(*, source_key, services, by, at):
    """Record ``services`` of the source called ``source_key``; return their Outcomes.

    services: feedback.rules.served.Served in their order; of one identity several times
    the later ones say the same and count as known. by: the key or the employee who sends
    them. at: the moment. Sent again, they change nothing; broken off, those of finished
    chunks are there. Weeks are summed afterwards by a task.
    Raises ValidationError, code "other_kind" for a source that sends no answers.
    """
    if not services:
        return []
    source = open_source(key=source_key, kind=SourceKind.ANSWERS, by=by, at=at)
    first = {}
    for served in services:
        first.setdefault(served.identity, served)
    outcomes = {}
    for chunk in _chunks(list(first.values())):
        outcomes |= record_chunk(source=source, services=chunk, by=by, at=at)
    written = (RowStatus.NEW, RowStatus.CHANGED)
    if any(outcome.status in written for outcome in outcomes.values()):
        sum_weeks.enqueue()
    return [
        outcomes[served.identity]
        if first[served.identity] is served
        else _known_again(outcomes[served.identity])
        for served in services
    ]


@transaction.atomic
def record_chunk(*, source, services, by, at):
    """Record some ``services``, each of another identity; return {identity: Outcome}.

    The statements are the same few for any number. A key limited to a team changes no
    service that somebody outside its reach gave: it is refused.
    """
    # As record_services does: from here on nobody else writes services of this source.
    Source.objects.select_for_update(no_key=True).get(pk=source.pk)
    identities = [served.identity for served in services]
    there = Interaction.objects.filter(source=source, identity__in=identities)
    contents = dict(there.values_list("identity", "content"))
    deleted = DeletedInteraction.objects.filter(source=source, identity__in=identities)
    gone = set(deleted.values_list("identity", flat=True))
    foreign = set()
    if not by.reach.is_everybody:
        beyond = _beyond(there, by.reach)
        foreign = set(beyond.values_list("identity", flat=True))
    own = [served for served in services if served.identity not in foreign]
    record_services(source=source, services=own, at=at, by=by)
    responses = Response.objects.original().filter(
        interaction__source=source,
        interaction__identity__in=[served.identity for served in own],
    )
    uuids = dict(responses.values_list("interaction__identity", "uuid"))
    refused = dict.fromkeys(foreign, Outcome(RowStatus.REFUSED))
    return refused | {
        served.identity: Outcome(
            _status(served, contents, gone), uuids.get(served.identity)
        )
        for served in own
    }


def _status(served, contents, gone):
    if served.identity in gone or contents.get(served.identity) == served.content:
        return RowStatus.KNOWN
    return RowStatus.CHANGED if served.identity in contents else RowStatus.NEW


def _known_again(outcome):
    if outcome.status == RowStatus.REFUSED:
        return outcome
    return Outcome(RowStatus.KNOWN, outcome.response)


def _beyond(interactions, reach):
    """Keep the ``interactions`` that somebody beyond ``reach`` gave, or helped to give."""
    inside = Q(pk__in=[])
    for path in reach.team_paths:
        inside |= Q(team__path__startswith=path)
    credits = Credit.objects.filter(~inside, interaction=OuterRef("pk"))
    return interactions.filter(Exists(credits))


def _chunks(services):
    """Yield ``services`` in parts that take about CHUNK_SECONDS to write each."""
    size, start = FIRST_CHUNK, 0
    while start < len(services):
        if start and connection.vendor == "sqlite":
            time.sleep(GAP_SECONDS)
        chunk = services[start : start + size]
        began = time.perf_counter()
        yield chunk
        seconds = max(time.perf_counter() - began, 0.001)
        wanted = int(len(chunk) * min(CHUNK_SECONDS / seconds, 2))
        start, size = start + size, min(max(wanted, SMALLEST_CHUNK), LARGEST_CHUNK)
