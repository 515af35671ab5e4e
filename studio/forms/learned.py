"""Which plays an author looks at."""

from django import forms
from django.utils.translation import gettext_lazy as _

from staff.forms.person import TeamField
from staff.models import Team
from studio.choices import Period, Plays
from training.models import ModuleVersion, ScenarioVersion


class VersionField(forms.ModelChoiceField):
    """A published version, by its number."""

    def label_from_instance(self, version):
        return _("Version %(number)s") % {"number": version.number}


class LearnedForm(forms.Form):
    """A version, whose plays, how far back and a team; a wrong choice is none.

    versions: the ScenarioVersions there are, the newest first.
    """

    version = VersionField(
        ScenarioVersion.objects.none(),
        label=_("Version"),
        required=False,
        empty_label=None,
        to_field_name="number",
    )
    plays = forms.ChoiceField(label=_("Plays"), choices=Plays, required=False)
    period = forms.ChoiceField(label=_("How far back"), choices=Period, required=False)
    team = TeamField(
        Team.objects.none(),
        label=_("Team"),
        required=False,
        empty_label=_("Everybody"),
    )

    def __init__(self, asked, *, versions):
        self.newest = versions.first()
        chosen = {
            "version": self.newest and self.newest.number,
            "plays": Plays.FIRST,
            "period": Period.ALL,
        }
        super().__init__({**chosen, **asked.dict()})
        self.fields["version"].queryset = versions
        self.fields["team"].queryset = Team.objects.all()

    def chosen(self):
        """Return {version, which, period, team}, as ``learned_of`` takes them."""
        self.is_valid()
        clean = self.cleaned_data
        return {
            "version": clean.get("version") or self.newest,
            "which": clean.get("plays") or Plays.FIRST,
            "period": clean.get("period") or Period.ALL,
            "team": clean.get("team"),
        }

    def offer(self, teams):
        """Offer only ``teams``: those of which something is told."""
        field = self.fields["team"]
        field.choices = [
            ("", field.empty_label),
            *((team.pk, field.label_from_instance(team)) for team in teams),
        ]


class QuestionsForm(forms.Form):
    """A version of a module; a wrong choice is the newest.

    versions: the ModuleVersions there are, the newest first.
    """

    version = VersionField(
        ModuleVersion.objects.none(),
        label=_("Version"),
        required=False,
        empty_label=None,
        to_field_name="number",
    )

    def __init__(self, asked, *, versions):
        self.newest = versions.first()
        chosen = {"version": self.newest and self.newest.number}
        super().__init__({**chosen, **asked.dict()})
        self.fields["version"].queryset = versions

    def chosen(self):
        """Return the ModuleVersion to look at; None where there is none."""
        self.is_valid()
        return self.cleaned_data.get("version") or self.newest
