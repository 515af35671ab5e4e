"""Which complaints are listed, and how one was put right."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from dashboard.forms.my_team import EARLIEST, LATEST
from feedback.choices import ComplaintState
from feedback.models.recovery import LONGEST_DID
from feedback.queries.cells import WEEK
from feedback.rules.keys import customer_hash
from feedback.rules.served import monday
from staff.forms.employment import day_field
from staff.forms.person import TeamField
from staff.models import Team
from training.models import Skill

# The stretch of time that an address names, and that no list can know beforehand.
NAMED = "named"
SPANS = {"4": 4, "13": 13, "52": 52}
USUAL_SPAN, LONGEST_SPAN = "13", "52"


@dataclass(frozen=True)
class Asked:
    """What is listed: a Team or None for all in reach, a ComplaintState, and the weeks
    from the Monday ``first`` up to, without, the Monday ``end``."""

    team: Team | None
    state: str
    first: date
    end: date

    @property
    def weeks(self):
        return (self.end - self.first) // WEEK


class ComplaintsForm(forms.Form):
    """A team in reach, what became of the complaints, and how far back.

    A wrong choice is as none. first, last: days whose weeks are listed instead; that is
    how a figure opens the rows it was counted from. user, today: whose reach, on which
    date.
    """

    team = TeamField(
        Team.objects.none(),
        label=_("Team"),
        required=False,
        empty_label=_("All my teams"),
    )
    state = forms.ChoiceField(
        label=_("Show"), required=False, choices=ComplaintState.choices
    )
    span = forms.ChoiceField(
        label=_("How far back"),
        required=False,
        choices=[("4", _("4 weeks")), ("13", _("13 weeks")), ("52", _("A year"))],
    )
    first = forms.DateField(required=False, widget=forms.HiddenInput)
    last = forms.DateField(required=False, widget=forms.HiddenInput)

    def __init__(self, asked, *, user, today):
        usual = {"state": ComplaintState.WAITING.value, "span": USUAL_SPAN}
        super().__init__({**usual, **asked.dict()})
        self._today = today
        self.fields["team"].queryset = Team.objects.within(user.reach_on(today))
        self._named = self._named_weeks()
        if self._named:
            if "span" not in asked:
                self.data["span"] = NAMED
            span = self.fields["span"]
            span.choices = [(NAMED, _("These weeks")), *span.choices]
        else:
            del self.fields["first"], self.fields["last"]

    def asked(self):
        """Return what is asked for, as Asked."""
        self.is_valid()
        chosen = self.cleaned_data
        state = chosen.get("state") or ComplaintState.WAITING.value
        span = chosen.get("span") or USUAL_SPAN
        if span == NAMED:
            first, end = monday(self._named[0]), monday(self._named[1]) + WEEK
        else:
            first, end = self._latest_weeks(span)
        return Asked(chosen.get("team"), state, first, end)

    def longest(self):
        """Return as Asked what waits in the longest span there is, of the same team."""
        weeks = self._latest_weeks(LONGEST_SPAN)
        return Asked(self.asked().team, ComplaintState.WAITING.value, *weeks)

    def _latest_weeks(self, span):
        end = monday(self._today) + WEEK
        return end - SPANS[span] * WEEK, end

    def _named_weeks(self):
        """Return the (first, last) days that are asked for; None where they are none."""
        try:
            first, last = (
                self.fields[name].clean(self.data.get(name))
                for name in ("first", "last")
            )
        except forms.ValidationError:
            return None
        if not first or not last or not EARLIEST <= first <= last <= LATEST:
            return None
        return first, last


class UnseenInput(forms.TextInput):
    """A field that never says what was typed into it."""

    def format_value(self, value):
        return None


class RecoveryForm(forms.Form):
    """How a complaint was put right.

    recovery: what was said before, or None. is_nameless: whether the answer does not say
    who complained; only then a card is asked for. today: the day that is put in.
    """

    did = forms.CharField(
        label=_("What was done"),
        help_text=_("So that a colleague could do the same. No names of customers."),
        max_length=LONGEST_DID,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    apologised = forms.BooleanField(label=_("We said sorry"), required=False)
    put_right_on = day_field(_("When"))
    cost = forms.DecimalField(
        label=_("What it cost"),
        help_text=_("What was given away or paid, as an amount of money."),
        required=False,
        min_value=Decimal(0),
        max_digits=12,
        decimal_places=2,
    )
    skill = forms.ModelChoiceField(
        Skill.objects.order_by("position", "pk"),
        label=_("What it was about"),
        help_text=_("The skill that would have kept it from happening."),
        required=False,
        empty_label=_("None of these"),
    )
    card = forms.CharField(
        label=_("The customer’s card"),
        help_text=_(
            "Number or e-mail as the till knows it, to see whether the customer comes "
            "back. It is kept as a key that nobody can read, and never shown again."
        ),
        max_length=200,
        required=False,
        widget=UnseenInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args, recovery, is_nameless, today, **kwargs):
        super().__init__(*args, **kwargs)
        if not is_nameless:
            del self.fields["card"]
        self.initial = {"put_right_on": today}
        if recovery is not None:
            names = [name for name in self.fields if name != "card"]
            self.initial = {name: getattr(recovery, name) for name in names}

    @property
    def is_card_lost(self):
        """Whether a card was typed and has to be typed again, since it is not shown."""
        return bool(self.errors and self.data.get("card"))

    def said(self):
        """Return the arguments of ``put_right`` that were typed, once it is valid."""
        said = dict(self.cleaned_data)
        card = said.pop("card", "")
        return {**said, "customer_hash": customer_hash(card, settings.CUSTOMER_SECRET)}
