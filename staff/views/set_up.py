"""First set-up: three steps behind a key, gone for good once they are done."""

from functools import wraps

from django.conf import settings
from django.contrib.auth import login
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.crypto import constant_time_compare
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from staff.access import is_administrator, only
from staff.actions.failed_tries import count_failed_try
from staff.actions.set_up import set_up_organisation
from staff.backends import client_address
from staff.choices import Door
from staff.forms.refusals import add_refusal
from staff.forms.set_up import FirstPersonForm, KeyForm, OrganisationForm
from staff.models import Employee
from staff.queries.failed_tries import waiting_until
from staff.queries.organisation import is_set_up
from staff.views.sign_in import closed_door

STEPS = [gettext_lazy("Organisation"), gettext_lazy("You"), gettext_lazy("People")]


def fits(key):
    return settings.SET_UP_KEY and constant_time_compare(key, settings.SET_UP_KEY)


@never_cache
@sensitive_post_parameters("key")
@require_http_methods(["GET", "POST"])
def set_up(request):
    if is_set_up():
        raise Http404
    address = client_address(request)
    until = waiting_until(door=Door.SET_UP, address=address, at=now())
    if until:
        return closed_door(request, until)
    form = KeyForm(request.POST or None)
    if form.is_valid() and settings.SET_UP_KEY:
        if fits(form.cleaned_data["key"]):
            request.session["set_up_key"] = form.cleaned_data["key"]
            return redirect("staff:organisation-add")
        count_failed_try(door=Door.SET_UP, address=address, at=now())
        form.add_error("key", _("This key does not fit. Please look at it again."))
    context = {"form": form, "has_key": bool(settings.SET_UP_KEY)}
    return render(request, "staff/set_up.html", context)


def with_key(view):
    """Let in whoever has given the right key, while there is nothing here yet."""

    @wraps(view)
    @never_cache
    def guarded(request):
        if is_set_up():
            raise Http404
        if fits(request.session.get("set_up_key", "")):
            return view(request)
        return redirect("staff:set-up")

    return guarded


@require_http_methods(["GET", "POST"])
@with_key
def organisation_add(request):
    known = request.session.get("organisation")
    form = OrganisationForm(
        request.POST or None, initial=known or {"time_zone": settings.TIME_ZONE}
    )
    if form.is_valid():
        request.session["organisation"] = form.cleaned_data
        return redirect("staff:first-person-add")
    context = {"form": form, "walk": STEPS, "at": 1}
    return render(request, "staff/organisation_add.html", context)


@sensitive_post_parameters("password", "password_again")
@require_http_methods(["GET", "POST"])
@with_key
def first_person_add(request):
    house = request.session.get("organisation")
    if not house:
        return redirect("staff:organisation-add")
    form = FirstPersonForm(request.POST or None)
    if form.is_valid():
        person = dict(form.cleaned_data)
        password = person.pop("password")
        person.pop("password_again")
        try:
            owner = set_up_organisation(
                **house, person=person, password=password, at=now()
            )
        except ValidationError as refusal:
            add_refusal(form, refusal)
        else:
            del request.session["organisation"], request.session["set_up_key"]
            login(request, owner, backend="staff.backends.EmployeeBackend")
            return redirect("staff:set-up-people")
    context = {"form": form, "walk": STEPS, "at": 2, "house": house}
    return render(request, "staff/first_person_add.html", context)


@require_safe
@only(is_administrator)
def set_up_people(request):
    if Employee.objects.exclude(pk=request.user.pk).exists():
        raise Http404
    context = {"walk": STEPS, "at": 3}
    return render(request, "staff/set_up_people.html", context)
