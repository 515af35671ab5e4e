"""Knowing a caller by the key that was sent along."""

from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from rest_framework.authentication import (
    BaseAuthentication,
    SessionAuthentication,
    get_authorization_header,
)
from rest_framework.exceptions import AuthenticationFailed, PermissionDenied

from api.actions import note_use
from api.models import ApiKey
from api.rules import is_secret, key_parts


class KeyAuthentication(BaseAuthentication):
    """``Authorization: Bearer enc_…``. Both request.user and request.auth are the key."""

    def authenticate(self, request):
        scheme, _space, words = get_authorization_header(request).partition(b" ")
        if scheme.lower() != b"bearer":
            return None
        parts = key_parts(words.strip().decode("latin-1"))
        key = parts and _usable_key(*parts)
        if not key:
            # One answer for unknown, expired and revoked: it tells nobody which.
            raise AuthenticationFailed(_("This key does not open this door."))
        note_use(key=key, today=key.today())
        return key, key

    def authenticate_header(self, request):
        return 'Bearer realm="Encore"'


class PersonAuthentication(SessionAuthentication):
    """Whoever is signed in to the pages; what writes needs the token of a page of ours."""

    def enforce_csrf(self, request):
        try:
            super().enforce_csrf(request)
        except PermissionDenied as refusal:
            message = _("This did not come from a page of ours. Use a key instead.")
            raise PermissionDenied(message) from refusal


def _usable_key(prefix, secret):
    keys = ApiKey.objects.usable_at(now()).with_time_zone().select_related("team")
    key = keys.filter(prefix=prefix).first()
    return key if key and is_secret(secret, key.digest) else None
