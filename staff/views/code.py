"""Sign-in codes: redeeming one, and printing them for others."""

from urllib.parse import quote

from django.contrib import messages
from django.contrib.auth import login
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime, now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from staff.access import code_receivers, leads, only
from staff.actions.sign_in_codes import CODES_AT_ONCE, issue_codes, redeem_code
from staff.backends import client_address
from staff.forms.code import CodeScopeForm, CodeSheetForm
from staff.forms.refusals import add_refusal
from staff.forms.sign_in import RedeemForm
from staff.models import Employee
from staff.qr_code import qr_code
from staff.queries.organisation import is_set_up
from staff.queries.people import person_rows
from staff.queries.sign_in_codes import waiting_for_code
from staff.views.sign_in import closed_door

BY_NAME = ["last_name", "first_name", "pk"]


@never_cache
@sensitive_post_parameters("code", "password", "password_again")
@require_http_methods(["GET", "POST"])
def code_redeem(request):
    if not is_set_up():
        return redirect("staff:set-up")
    form = RedeemForm(request.POST or None)
    if form.is_valid():
        try:
            redeemed = redeem_code(
                number=form.cleaned_data["number"],
                code=form.cleaned_data["code"],
                password=form.cleaned_data["password"],
                address=client_address(request),
                at=now(),
            )
        except ValidationError as refusal:
            if getattr(refusal, "code", "") == "wait":
                return closed_door(request, refusal.params["until"])
            add_refusal(form, refusal)
        else:
            backend = "staff.backends.EmployeeBackend"
            login(request, redeemed.employee, backend=backend)
            messages.success(request, welcome(redeemed))
            return redirect("dashboard:today")
    return render(request, "staff/code_redeem.html", {"form": form})


def welcome(redeemed):
    """Say that the password is set, and who had handed out the code."""
    name = redeemed.employee.first_name
    if redeemed.created_by is None:
        return _("Welcome, %(name)s. Your password is set.") % {"name": name}
    return _(
        "Welcome, %(name)s. Your password is set. The code was handed out by "
        "%(giver)s on %(day)s."
    ) % {
        "name": name,
        "giver": redeemed.created_by,
        "day": date_format(localtime(redeemed.created_at), "j M Y"),
    }


@never_cache
@require_http_methods(["GET", "POST"])
@only(leads)
def code_sheet(request):
    user, today = request.user, request.user.today()
    visible = Employee.objects.visible_to(user, today)
    sent = request.POST if request.method == "POST" else None
    form = CodeSheetForm(sent, people=visible.order_by(*BY_NAME))
    if form.is_valid():
        try:
            issued = issue_codes(
                employees=list(form.cleaned_data["employees"]), by=user, at=now()
            )
        except ValidationError as refusal:
            add_refusal(form, refusal)
        else:
            return render(request, "staff/code_sheet.html", sheet(request, issued))
    return code_choose(request, form, today)


def code_choose(request, form, today):
    """Answer with the people who may be handed a code, to pick from."""
    scope = CodeScopeForm(request.GET, user=request.user, today=today)
    if not scope.is_valid():
        raise Http404
    person, team = scope.cleaned_data["employee"], scope.cleaned_data["team"]
    if person:
        people = code_receivers(request.user, today).filter(pk=person.pk)
        if not people:
            raise PermissionDenied
    else:
        people = waiting_for_code(
            request.user, today, team=team, people_import=scope.cleaned_data["import"]
        )
    total = people.count()
    firsts = people.order_by(*BY_NAME)[:CODES_AT_ONCE]
    context = {
        "form": form,
        "rows": person_rows(firsts, today=today, at=now()),
        "person": person,
        "team": team,
        "total": total,
        "most": CODES_AT_ONCE,
        "address": request.get_host(),
        "is_local": is_local(request),
    }
    return render(request, "staff/code_choose.html", context)


def sheet(request, issued):
    """Return what the sheet shows: every code with the address that leads to its form."""
    door = request.build_absolute_uri(reverse("staff:code-redeem"))
    return {
        "cards": [(one, qr_code(door + fragment_of(one))) for one in issued],
        "address": request.get_host() + reverse("staff:code-redeem"),
        "is_local": is_local(request),
    }


def is_local(request):
    """Tell whether Encore was opened by an address that no phone finds.

    A phone that reads "localhost" asks itself and finds nobody there.
    """
    return request.get_host().partition(":")[0] in {"localhost", "127.0.0.1"}


def fragment_of(issued):
    """Return number and code as static/fragment.js reads them: browsers do not send it."""
    return f"#{quote(issued.employee.employee_number, safe='')}/{issued.code}"
