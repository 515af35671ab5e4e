"""One's own settings: language and password."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from staff.actions.failed_tries import count_failed_try
from staff.actions.passwords import change_password
from staff.actions.people import correct_person
from staff.backends import client_address
from staff.choices import Door
from staff.forms.account import AccountForm
from staff.forms.refusals import add_refusal
from staff.forms.sign_in import ChangePasswordForm
from staff.queries.failed_tries import waiting_until
from staff.views.sign_in import closed_door


@require_http_methods(["GET", "POST"])
@login_required
def account_edit(request):
    user = request.user
    form = AccountForm(request.POST or None, initial={"language": user.language})
    if form.is_valid():
        correct_person(employee=user, by=user, at=now(), **form.cleaned_data)
        with override(form.cleaned_data["language"] or None):
            messages.success(request, _("Saved."))
        return redirect("staff:account-edit")
    context = {"form": form, "employee": user}
    return render(request, "staff/account_edit.html", context)


@sensitive_post_parameters("old_password", "password", "password_again")
@require_http_methods(["GET", "POST"])
@login_required
def password_edit(request):
    user, at = request.user, now()
    guess = {"door": Door.PASSWORD, "address": client_address(request)}
    guess |= {"account": str(user.pk), "at": at}
    if request.method == "POST" and (until := waiting_until(**guess)):
        return closed_door(request, until)
    form = ChangePasswordForm(request.POST or None, employee=user)
    if form.is_valid():
        try:
            change_password(
                employee=user, password=form.cleaned_data["password"], at=at
            )
        except ValidationError as refusal:
            add_refusal(form, refusal)
        else:
            update_session_auth_hash(request, user)
            messages.success(
                request,
                _("Your password is changed. Everywhere else you are signed out now."),
            )
            return redirect("staff:account-edit")
    elif form.has_error("old_password", "wrong_password"):
        count_failed_try(**guess)
    return render(request, "staff/password_edit.html", {"form": form})
