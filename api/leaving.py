"""Somebody leaves, and with them whoever looks after some keys."""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from api.actions import let_go
from api.queries import keys_kept_by
from staff.access import keeps_people, only
from staff.forms.employment import LeaveForm
from staff.forms.refusals import add_refusal
from staff.models import Employee

KEEP, REVOKE = "keep", "revoke"


class LeaveWithKeysForm(LeaveForm):
    """When somebody goes, and for each of the keys they look after what becomes of it.

    Clean, it holds what ``let_go`` asks. is_self: whether they record it themselves, so
    that they cannot take the keys over.
    """

    def __init__(self, *args, keys, is_self, **kwargs):
        super().__init__(*args, **kwargs)
        keeping = (
            gettext_lazy("Leave it for somebody else to look after")
            if is_self
            else gettext_lazy("Keep it: I look after it from now on")
        )
        self.keys = list(keys)
        for key in self.keys:
            self.fields[f"key_{key.pk}"] = forms.ChoiceField(
                label=_("The key “%(key)s”, with which a program reads from Encore")
                % {"key": key},
                choices=[
                    (KEEP, keeping),
                    (REVOKE, gettext_lazy("Revoke it when they leave")),
                ],
                widget=forms.RadioSelect,
                initial=KEEP,
            )

    def clean(self):
        chosen = dict(self.cleaned_data)
        revoked = {key.pk for key in self.keys if chosen.get(f"key_{key.pk}") == REVOKE}
        return super().clean() | {"revoked": revoked}


@require_http_methods(["GET", "POST"])
@only(keeps_people)
def person_leave(request, pk):
    user = request.user
    people = Employee.objects.visible_to(user, user.today()).with_time_zone()
    employee = get_object_or_404(people, pk=pk)
    latest = employee.employments.order_by("hired_on").last()
    form = LeaveWithKeysForm(
        request.POST or None,
        today=employee.today(),
        hired_on=latest and latest.hired_on,
        keys=keys_kept_by(employee, now()),
        is_self=user == employee,
    )
    if form.is_valid():
        try:
            let_go(employee=employee, **form.cleaned_data, by=user, at=now())
        except ValidationError as refusal:
            add_refusal(form, refusal)
        else:
            said = _("Noted that %(person)s leaves. What they have learned stays.")
            messages.success(request, said % {"person": employee})
            return redirect(employee)
    context = {"employee": employee, "form": form}
    return render(request, "api/person_leave.html", context)
