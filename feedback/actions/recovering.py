"""Putting a complaint right, or saying anew how it was done."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from events.record import record
from feedback.actions.correcting import locked_interaction
from feedback.models import Customer, Recovery
from feedback.queries.complaints import is_complaint

SAID = ("put_right_on", "did", "apologised", "cost", "skill", "customer")


@transaction.atomic
def put_right(
    *,
    interaction,
    put_right_on,
    did,
    apologised,
    cost,
    skill,
    customer_hash,
    by,
    at,
    today,
):
    """Say how the complaint about ``interaction`` was put right; return its Recovery.

    Said again it changes what was said; the very same again writes nothing. did: what
    was done, 1 to 1,000 characters. cost: a Decimal from 0, or None. skill: the Skill
    that was missing, or None. customer_hash: of feedback.rules.keys, or "" for nobody
    new: whoever was named before stays. by: an Employee. at: the moment; today: the
    date where they are.
    Raises ValidationError by field, code "before_service", "in_the_future",
    "nothing_said" or those of the model; code "no_complaint" where the customer was not
    unhappy, or is not any more; Interaction.DoesNotExist when it was deleted meanwhile.
    """
    interaction = locked_interaction(interaction)
    if not is_complaint(interaction):
        raise ValidationError(_("This is no complaint any more."), code="no_complaint")
    did = did.strip()
    _refuse_days(put_right_on, interaction.served_on, today)
    if not did:
        _refuse("did", _("Say what was done."), "nothing_said")
    recovery = Recovery.objects.filter(interaction=interaction).first()
    is_new = recovery is None
    recovery = recovery or Recovery(interaction=interaction)
    before = _as_said(recovery)
    recovery.put_right_on, recovery.did = put_right_on, did
    recovery.apologised, recovery.cost, recovery.skill = apologised, cost, skill
    if customer_hash:
        recovery.customer = _customer(customer_hash)
    after = _as_said(recovery)
    changed = [field for field in SAID if before[field] != after[field]]
    if not is_new and not changed:
        return recovery
    recovery.by, recovery.recorded_at = by, at
    recovery.full_clean()
    recovery.save()
    record(
        "recovery.recorded" if is_new else "recovery.changed",
        at=at,
        by=by,
        subject=interaction,
        fields=changed,
    )
    return recovery


def _as_said(recovery):
    """Return {field: value} of what was said so far; the skill and customer by id."""
    return {field: getattr(recovery, _ATTRIBUTES[field]) for field in SAID}


_ATTRIBUTES = {field: Recovery._meta.get_field(field).attname for field in SAID}


def _customer(key_hash):
    return Customer.objects.get_or_create(key_hash=key_hash)[0]


def _refuse_days(put_right_on, served_on, today):
    if put_right_on > today:
        text = _("This day is still to come.")
        _refuse("put_right_on", text, "in_the_future")
    if put_right_on < served_on:
        text = _("That was before the service itself.")
        _refuse("put_right_on", text, "before_service")


def _refuse(field, text, code):
    raise ValidationError({field: ValidationError(text, code=code)})
