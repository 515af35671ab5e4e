"""Signing in and out."""

from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.auth.views import LoginView, LogoutView
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from staff.backends import account_name, client_address
from staff.choices import Door
from staff.forms.sign_in import SignInForm
from staff.queries.failed_tries import waiting_until
from staff.queries.organisation import is_set_up

with_password = LoginView.as_view(
    template_name="staff/sign_in.html",
    authentication_form=SignInForm,
    redirect_authenticated_user=True,
)
sign_out = LogoutView.as_view()


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_in(request):
    if not is_set_up():
        return redirect("staff:set-up")
    if request.method == "POST":
        address = client_address(request)
        until = waiting_until(door=Door.SIGN_IN, address=address, at=now())
        if until:
            return closed_door(request, until)
    return with_password(request)


def sign_in_locked(request, response, credentials):
    """Answer in the place of ``response`` when axes has closed an account here."""
    attempts = AccessAttempt.objects.filter(
        username=account_name(request, credentials), ip_address=client_address(request)
    )
    last_at = attempts.latest("attempt_time").attempt_time
    return closed_door(request, last_at + settings.AXES_COOLOFF_TIME)


def closed_door(request, until):
    """Answer that too many tries were wrong, and when this door opens again."""
    seconds = max(1, int((until - now()).total_seconds()))
    context = {"minutes": -(-seconds // 60)}
    response = render(request, "staff/sign_in_locked.html", context, status=429)
    response.headers["Retry-After"] = str(seconds)
    return response
