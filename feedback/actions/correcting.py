"""Putting right who served, and deleting what should not be there."""

from dataclasses import replace
from uuid import uuid4
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from events.record import record
from feedback.choices import SourceKind
from feedback.models import (
    Credit,
    DeletedInteraction,
    DirtyWeek,
    Interaction,
    Response,
    ReturnsMark,
    Source,
)
from feedback.rules.served import monday, share_refusal
from staff.models import Team


@transaction.atomic
def correct_credit(*, interaction, shares, reason, by, at):
    """Say anew who served; return the Interaction. Its source no longer decides that.

    shares: feedback.rules.served.Share of everybody who served; their weeks are worked
    out here. reason: a CreditReason. by: an employee or a key. at: the moment.
    Raises ValidationError, code "weights" or "twice" (see ``share_refusal``), and
    Interaction.DoesNotExist when it was deleted meanwhile.
    """
    if refusal := share_refusal(tuple(shares)):
        raise ValidationError(_SHARE_REFUSALS[refusal](), code=refusal)
    interaction = locked_interaction(interaction)
    old = list(interaction.credits.all())
    Credit.objects.filter(interaction=interaction).delete()
    new = [
        Credit(
            interaction=interaction,
            employee_id=share.employee_id,
            team_id=share.team_id,
            job_role_id=share.job_role_id,
            week=share.week,
            weight=share.weight,
        )
        for share in _dated(shares, interaction.occurred_at)
    ]
    Credit.objects.bulk_create(new)
    _mark_weeks([*old, *new])
    interaction.is_credit_corrected = True
    interaction.batch = uuid4()
    interaction.save(update_fields=["is_credit_corrected", "batch"])
    record(
        "credit.corrected",
        at=at,
        by=by,
        subject=interaction,
        fields=[str(reason)],
        batch=interaction.batch,
    )
    return interaction


@transaction.atomic
def delete_interaction(*, interaction, reason, by, at):
    """Delete a service with all that was said of it; return the DeletedInteraction.

    Its source cannot bring it back: the same identity again counts as known. reason: a
    DeletionReason. by: an employee or a key. at: the moment.
    Raises Interaction.DoesNotExist when it was deleted meanwhile.
    """
    interaction = locked_interaction(interaction)
    original = Response.objects.original().filter(interaction=interaction)
    deleted = DeletedInteraction.objects.create(
        source=interaction.source,
        identity=interaction.identity,
        uuid=interaction.uuid,
        response_uuid=original.values_list("uuid", flat=True).first(),
        deleted_at=at,
    )
    _mark_weeks(interaction.credits.all())
    if interaction.customer_id and interaction.source.kind == SourceKind.VISITS:
        ReturnsMark.objects.create(customer_id=interaction.customer_id)
    record(
        "interaction.deleted",
        at=at,
        by=by,
        subject=interaction,
        fields=[str(reason)],
    )
    interaction.delete()
    return deleted


def locked_interaction(interaction):
    """Return ``interaction`` as it is now, with its source locked, as recording does.

    Inside a transaction. Raises Interaction.DoesNotExist when it was deleted meanwhile.
    """
    source = Source.objects.select_for_update(no_key=True).get(pk=interaction.source_id)
    fresh = Interaction.objects.select_for_update(no_key=True).get(pk=interaction.pk)
    fresh.source = source
    return fresh


def _dated(shares, occurred_at):
    """Return ``shares`` with the week it was in the zone of each team."""
    teams = Team.objects.filter(pk__in=[share.team_id for share in shares])
    zones = dict(teams.values_list("pk", "time_zone"))
    return [
        replace(
            share,
            week=monday(localdate(occurred_at, ZoneInfo(zones[share.team_id]))),
        )
        for share in shares
    ]


def _mark_weeks(credits):
    places = sorted({(credit.team_id, credit.week) for credit in credits})
    DirtyWeek.objects.bulk_create(
        DirtyWeek(team_id=team_id, week=week) for team_id, week in places
    )


_SHARE_REFUSALS = {
    "weights": lambda: _("The parts have to come to one whole."),
    "twice": lambda: _("Somebody is named twice."),
}
