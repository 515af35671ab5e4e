"""Keys for tests."""

import factory
from django.utils.timezone import now

from api.actions import issue_key
from api.choices import Scope
from api.models import ApiKey
from api.rules import USUAL_LIFE
from staff.choices import Role
from tests.factories.staff import EmployeeFactory


class ApiKeyFactory(factory.django.DjangoModelFactory):
    """A key made by an HR person; ``text`` holds what is shown once."""

    class Meta:
        model = ApiKey

    name = factory.Sequence(lambda n: f"Key {n}")
    team = None
    scopes = tuple(Scope.values)

    @classmethod
    def _create(
        cls, model_class, *args, name, scopes, team, at=None, by=None, **fields
    ):
        at = at or now()
        by = by or EmployeeFactory(roles=[Role.HR])
        key, text = issue_key(
            name=name,
            scopes=scopes,
            team=team,
            expires_at=fields.pop("expires_at", at + USUAL_LIFE),
            by=by,
            at=at,
        )
        key.text = text
        return key
