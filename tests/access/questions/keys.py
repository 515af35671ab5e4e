"""How the acts of “Keys” are asked."""

from api.models import ApiKey
from tests.access.questions.asking import Asked, asks


@asks("Make a key")
def key_add(asker, whom):
    sent = {"name": "Till", "scopes": ["people:read"], "last_day_on": "2026-12-31"}
    return Asked(sent=sent)


@asks("Be asked before revoking", "Revoke a key")
def key_revoke(asker, whom):
    return Asked({"pk": asker.scene.key_of_hr.pk}, {})


@asks("Take over a key")
def key_keep(asker, whom):
    key = asker.scene.key_of_hr
    ApiKey.objects.filter(pk=key.pk).update(kept_by=asker.scene.people["left"])
    return Asked({"pk": key.pk}, {})
