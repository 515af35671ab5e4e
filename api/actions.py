"""Making keys, handing them over and taking them back."""

import secrets
from datetime import datetime, time
from zoneinfo import ZoneInfo

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils.timezone import make_aware
from django.utils.translation import gettext as _

from api.models import ApiKey
from api.permissions import scopes_of
from api.queries import keys_kept_by
from api.rules import LONGEST_LIFE, PREFIX_BYTES, SECRET_BYTES, digest_of, key_text
from events.record import record
from staff.actions.people import record_leaving


@transaction.atomic
def issue_key(*, name, scopes, team, expires_at, by, at):
    """Make a key; return (ApiKey, its text), which is never to be had again.

    scopes: values of Scope. team: the Team to whose subtree it is limited, or None.
    expires_at, at: aware moments. by: the Employee who makes it.

    Raises PermissionDenied for more than ``by`` may do; ValidationError by field, among
    them code "too_long" for a life beyond LONGEST_LIFE, "no_scope" for a key that may
    do nothing. Then nothing is saved.
    """
    is_in_reach = by.reach.holds_path(team.path) if team else by.reach.is_everybody
    if not (set(scopes) <= scopes_of(by) and is_in_reach):
        raise PermissionDenied
    if not scopes:
        _refuse("scopes", _("A key has to be good for something."), "no_scope")
    if expires_at > at + LONGEST_LIFE:
        _refuse("expires_at", _("A key lasts two years at most."), "too_long")
    prefix, secret = (
        secrets.token_hex(PREFIX_BYTES),
        secrets.token_urlsafe(SECRET_BYTES),
    )
    key = ApiKey(
        name=name,
        prefix=prefix,
        digest=digest_of(secret),
        scopes=sorted(scopes),
        team=team,
        created_at=at,
        created_by=by,
        kept_by=by,
        expires_at=expires_at,
    )
    key.full_clean()
    try:
        with transaction.atomic():
            key.save()
    except IntegrityError:
        # The same button, pressed twice at once: say what full_clean would have said.
        key.full_clean()
        raise
    record("key.issued", at=at, by=by, subject=key)
    return key, key_text(prefix, secret)


@transaction.atomic
def revoke_key(*, key, by, at):
    """Close the door to ``key`` from this moment on; a second time changes nothing."""
    if ApiKey.objects.filter(pk=key.pk, revoked_at=None).update(revoked_at=at):
        record("key.revoked", at=at, by=by, subject=key)


@transaction.atomic
def hand_over_key(*, key, to, by, at):
    """Let ``to``, an Employee, look after ``key`` from now on; a repeat changes nothing."""
    keys = ApiKey.objects.filter(pk=key.pk).exclude(kept_by=to)
    if keys.update(kept_by=to):
        record("key.handed_over", at=at, by=by, subject=key, fields=["kept_by"])


@transaction.atomic
def let_go(*, employee, left_on, revoked, by, at):
    """Record that ``employee`` leaves, and settle what becomes of the keys they keep.

    revoked: ids of the keys that are good until then; the others are handed over to
    ``by``, whose own stay with them. Else arguments and refusals as for
    staff.actions.people.record_leaving.
    """
    record_leaving(employee=employee, left_on=left_on, by=by, at=at)
    away = make_aware(datetime.combine(left_on, time()), ZoneInfo(employee.time_zone))
    for key in keys_kept_by(employee, at).select_for_update(of=("self",)):
        if key.pk not in revoked:
            if by != employee:
                hand_over_key(key=key, to=by, by=by, at=at)
        elif away <= at:
            revoke_key(key=key, by=by, at=at)
        elif away < key.expires_at:
            ApiKey.objects.filter(pk=key.pk).update(expires_at=away)
            record("key.changed", at=at, by=by, subject=key, fields=["expires_at"])


def note_use(*, key, today):
    """Write down that ``key`` was used on ``today``, a date; at most one write a day."""
    if key.last_used_on is None or key.last_used_on < today:
        ApiKey.objects.filter(pk=key.pk).exclude(last_used_on__gte=today).update(
            last_used_on=today
        )


def _refuse(field, message, code):
    raise ValidationError({field: ValidationError(message, code=code)})
