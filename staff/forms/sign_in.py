"""Coming in: with a password, with a code, and changing the password later."""

from django import forms
from django.contrib.auth.forms import (
    AuthenticationForm,
    SetPasswordMixin,
    UsernameField,
)
from django.core.exceptions import ValidationError
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from staff.actions.failed_tries import count_failed_try
from staff.backends import client_address
from staff.choices import Door


class SignInForm(AuthenticationForm):
    """Number or e-mail, and a password; one sentence for whatever is wrong with them."""

    error_messages = {
        "invalid_login": _(
            "This number and this password do not go together. Please look at both "
            "again. If you have a new code instead of a password, use it below."
        ),
    }

    username = UsernameField(
        label=_("Employee number or e-mail"),
        widget=forms.TextInput(attrs={"autofocus": True}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # The parent takes the length of a number; an e-mail may be longer.
        self.fields["username"].max_length = 254
        self.fields["username"].widget.attrs["maxlength"] = 254

    def get_invalid_login_error(self):
        # Axes counts for one account; this counts for the whole place, so that nobody
        # can try one password on every number. A closed account is no try.
        if not getattr(self.request, "axes_locked_out", False):
            address = client_address(self.request)
            count_failed_try(door=Door.SIGN_IN, address=address, at=now())
        return super().get_invalid_login_error()


def password_field(label, **options):
    widget = forms.PasswordInput(attrs={"autocomplete": "new-password"})
    return forms.CharField(label=label, strip=False, widget=widget, **options)


class NewPasswordForm(SetPasswordMixin, forms.Form):
    """A new password, typed twice."""

    error_messages = {
        "password_mismatch": _("The two passwords are not the same. Type both again."),
    }

    # In one breath what the four AUTH_PASSWORD_VALIDATORS ask for.
    password = password_field(
        _("New password"),
        help_text=_(
            "At least 10 characters. Not your name or number, not only digits, and not "
            "one that everybody uses. Three words in a row are easy to remember."
        ),
    )
    password_again = password_field(_("The same password again"))

    def clean(self):
        cleaned = super().clean()
        self.validate_passwords("password", "password_again")
        return cleaned


class RedeemForm(NewPasswordForm):
    """A number, the code that was handed out with it, and the password to be."""

    number = forms.CharField(
        label=_("Employee number"),
        max_length=254,
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none"}
        ),
    )
    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        help_text=_("8 letters and digits, from your sheet or your manager."),
        widget=forms.TextInput(
            attrs={
                "autocomplete": "one-time-code",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "class": "letters",
            }
        ),
    )

    field_order = ["number", "code", "password", "password_again"]


class ChangePasswordForm(NewPasswordForm):
    """The present password and, twice, the new one."""

    old_password = forms.CharField(
        label=_("Your present password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    field_order = ["old_password", "password", "password_again"]

    def __init__(self, *args, employee, **kwargs):
        super().__init__(*args, **kwargs)
        self.employee = employee

    def clean_old_password(self):
        old_password = self.cleaned_data["old_password"]
        if not self.employee.check_password(old_password):
            raise ValidationError(
                _("This is not your present password."), code="wrong_password"
            )
        return old_password
