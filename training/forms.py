"""What the pages of a step send, and the forms of who observes practice.

Only a page of ours sends a step's answer, so no words are wanted there: what does not
fit leads back to the present state.
"""

from django import forms
from django.utils.translation import gettext_lazy as _

from staff.models import Employee, Posting
from training.choices import Seen, Stars


class GoForm(forms.Form):
    """number: which go at a quiz or scenario is meant, 1 for the first."""

    number = forms.IntegerField(min_value=1, max_value=10_000)


class ChoiceForm(forms.Form):
    """One choice of a play: which play, after how many choices, and its key."""

    attempt = forms.UUIDField()
    position = forms.IntegerField(min_value=0, max_value=10_000)
    choice = forms.CharField(max_length=60)


class AnswerForm(GoForm):
    """One answer: which go at the quiz, the question's key. The ticks come beside it."""

    question = forms.CharField(max_length=60)


class AfterForm(forms.Form):
    """after: the choice, from 0, whose reaction is to be shown."""

    after = forms.IntegerField(min_value=0, max_value=10_000)


class CardForm(forms.Form):
    """card: the refresher that is meant."""

    card = forms.UUIDField()


class RefresherForm(CardForm):
    """One answer to a refresher. shown: the second at which its page was made; it times
    nobody but oneself. since: the date of the review before, so that an answer that was
    kept over midnight counts once. The answer comes beside it.
    """

    shown = forms.IntegerField(required=False, min_value=0, max_value=10**10)
    since = forms.DateField(required=False)

    def seconds_until(self, at):
        """Return the seconds from seeing the page to ``at``, None when unknown."""
        shown = self.cleaned_data["shown"]
        return None if shown is None else at.timestamp() - shown


class ObservationForm(forms.Form):
    """What an observer saw: one field an item of the checklist, and a comment.

    step: the practice step. ``uuid`` tells a second tap from another look.
    """

    uuid = forms.UUIDField(widget=forms.HiddenInput)
    comment = forms.CharField(
        label=_("What you would tell them"),
        help_text=_("They read it, and so do their managers."),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args, step, **kwargs):
        super().__init__(*args, **kwargs)
        self.item_keys = [item["key"] for item in step.document["checklist"]]
        for key in self.item_keys:
            self.fields[f"item-{key}"] = forms.ChoiceField(
                choices=Seen.choices,
                error_messages={"required": _("Say whether you observed it.")},
            )

    def items(self):
        """Return {key: Seen} of a valid form."""
        return {key: self.cleaned_data[f"item-{key}"] for key in self.item_keys}


class ObserverForm(forms.Form):
    """Who is to observe: somebody of the learner's team, or anybody within reach.

    user, today: who asks, on which date. learner: whom it is about.
    """

    colleague = forms.ModelChoiceField(
        Employee.objects.none(),
        label=_("Somebody of the same team"),
        required=False,
        empty_label=_("Nobody of them"),
    )
    number = forms.CharField(
        label=_("Or an employee number or e-mail"), required=False, max_length=254
    )

    def __init__(self, *args, user, learner, today, **kwargs):
        super().__init__(*args, **kwargs)
        people = Employee.objects.visible_to(user, today).not_left_by(today)
        self.reached = people.exclude(pk=learner.pk)
        teams = Posting.objects.current_or_next_on(today).filter(employee=learner)
        colleagues = Posting.objects.current_or_next_on(today).filter(
            team__in=teams.values("team")
        )
        in_team = self.reached.filter(pk__in=colleagues.values("employee"))
        self.fields["colleague"].queryset = (
            in_team | self.reached.filter(pk=user.pk)
        ).order_by("last_name", "first_name", "pk")

    def clean(self):
        """Put the person chosen into ``observer``."""
        chosen = self.cleaned_data.get("colleague")
        number = self.cleaned_data.get("number", "")
        if number and not chosen:
            chosen = self.reached.named(number).first()
            if chosen is None:
                self.add_error("number", _("Nobody you look after has this number."))
        elif not chosen:
            self.add_error("colleague", _("Choose somebody first."))
        self.cleaned_data["observer"] = chosen
        return self.cleaned_data


class RatingForm(forms.Form):
    """Whether a module would help at work, and what to better in it."""

    stars = forms.TypedChoiceField(
        choices=Stars.choices,
        coerce=int,
        error_messages={"required": _("Choose one of the five.")},
    )
    comment = forms.CharField(
        label=_("What would make it better?"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
