"""HR's pages for keys. What the keys open is in urls.py."""

from datetime import datetime, time, timedelta

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import make_aware, now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from api.actions import hand_over_key, issue_key, revoke_key
from api.choices import Scope
from api.forms import KeyForm
from api.models import ApiKey
from api.queries import keys_for_table
from staff.access import keeps_people, only


@require_safe
@only(keeps_people)
def key_list(request):
    at = now()
    keys = list(keys_for_table(request.user.today()))
    for key in keys:
        key.may = [scope.label for scope in Scope if scope in key.scopes]
        key.is_usable = key.is_usable_at(at)
        key.last_day_on = last_day_of(key)
    return render(request, "api/key_list.html", {"keys": keys})


@never_cache
@require_http_methods(["GET", "POST"])
@only(keeps_people)
def key_add(request):
    today = request.user.today()
    form = KeyForm(request.POST or None, user=request.user, today=today)
    if form.is_valid():
        asked = dict(form.cleaned_data)
        asked["expires_at"] = end_of(asked.pop("last_day_on"))
        try:
            key, text = issue_key(by=request.user, at=now(), **asked)
        except ValidationError as refusal:
            add_refusal(form, refusal)
        else:
            # Shown by this very answer: kept nowhere, it cannot be shown by another.
            context = {"key": key, "text": text, "last_day_on": last_day_of(key)}
            return render(request, "api/key_made.html", context)
    return render(request, "api/key_add.html", {"form": form})


@require_POST
@only(keeps_people)
def key_keep(request, pk):
    key = get_object_or_404(ApiKey, pk=pk)
    hand_over_key(key=key, to=request.user, by=request.user, at=now())
    messages.success(request, _("You look after “%(key)s” now.") % {"key": key})
    return redirect("api-keys:key-list")


@require_http_methods(["GET", "POST"])
@only(keeps_people)
def key_revoke(request, pk):
    key = get_object_or_404(ApiKey, pk=pk)
    if request.method == "POST":
        revoke_key(key=key, by=request.user, at=now())
        messages.success(request, _("The key “%(key)s” is revoked.") % {"key": key})
        return redirect("api-keys:key-list")
    return render(request, "api/key_revoke.html", {"key": key})


def end_of(day):
    """Return the moment at which ``day`` ends on the clock of who asks."""
    return make_aware(datetime.combine(day + timedelta(days=1), time()))


def last_day_of(key):
    """Return the last moment at which ``key`` is good, for pages that show its day."""
    return key.expires_at - timedelta(seconds=1)


def add_refusal(form, refusal):
    """Add a ValidationError by field to ``form``, whose date has a name of its own."""
    for field, errors in refusal.error_dict.items():
        place = "last_day_on" if field == "expires_at" else field
        form.add_error(place if place in form.fields else None, errors)
