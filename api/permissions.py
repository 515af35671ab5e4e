"""Who may do what over the API: the scopes of a key, or what a person's roles allow."""

from django.utils.translation import gettext_lazy as _
from rest_framework.permissions import SAFE_METHODS, IsAuthenticated

from api.choices import Scope
from api.models import ApiKey
from staff.access import keeps_people, leads


def scopes_of(caller):
    """Return the scopes of ``caller``, an Employee or an ApiKey, as a set.

    Everybody reads what is in their reach; whoever looks after others also assigns and
    reads what pays off; whoever keeps people also sends what customers said.
    """
    if isinstance(caller, ApiKey):
        return set(caller.scopes)
    scopes = {
        Scope.PEOPLE_READ,
        Scope.TRAINING_READ,
        Scope.FEEDBACK_READ,
        Scope.PLANS_READ,
    }
    if leads(caller):
        scopes |= {Scope.TRAINING_ASSIGN, Scope.OUTCOMES_READ}
    if keeps_people(caller):
        scopes |= {Scope.FEEDBACK_WRITE}
    return scopes


class HasScope(IsAuthenticated):
    """Asks for the view's ``scope``, to write for its ``scope_to_write``."""

    message = _("This key, or you, may not do that.")
    code = "scope_missing"

    def has_permission(self, request, view):
        if not super().has_permission(request, view):
            return False
        is_read = request.method in SAFE_METHODS
        scope = view.scope if is_read else view.scope_to_write
        return scope is None or scope in scopes_of(request.user)
