"""What the pages of a step send. Only a page of ours sends them, so no words are wanted:
what does not fit leads back to the present state.
"""

from django import forms


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
    nobody but oneself. The answer comes beside it.
    """

    shown = forms.IntegerField(required=False, min_value=0, max_value=10**10)

    def seconds_until(self, at):
        """Return the seconds from seeing the page to ``at``, None when unknown."""
        shown = self.cleaned_data["shown"]
        return None if shown is None else at.timestamp() - shown
