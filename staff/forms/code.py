"""Who is to get a sign-in code."""

from django import forms
from django.utils.translation import gettext_lazy as _

from staff.access import keeps_people
from staff.forms.person import RowsField, TeamField
from staff.models import Employee, PeopleImport, Team


class CodeScopeForm(forms.Form):
    """Where the people come from who are offered codes: one person, a team, an import."""

    team = TeamField(queryset=Team.objects.none(), required=False)
    employee = forms.ModelChoiceField(queryset=None, required=False)

    def __init__(self, *args, user, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["team"].queryset = Team.objects.within(user.reach)
        people = Employee.objects.visible_to(user, today)
        self.fields["employee"].queryset = people
        imports = PeopleImport.objects.all()
        # "import" is a word of Python's own and cannot be declared above.
        self.fields["import"] = forms.ModelChoiceField(
            queryset=imports if keeps_people(user) else imports.none(),
            to_field_name="uuid",
            required=False,
        )


class CodeSheetForm(forms.Form):
    """The people who were picked."""

    employees = RowsField(
        queryset=None,
        widget=forms.MultipleHiddenInput,
        error_messages={
            "required": _("Nobody is picked yet. Pick who is to get a code."),
            "invalid_choice": _("Somebody among them is out of your reach by now."),
            "invalid_pk_value": _("Somebody among them is out of your reach by now."),
        },
    )

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["employees"].queryset = people
