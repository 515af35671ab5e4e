"""The assign desk's form: who, what, by when, and what to do about conflicts."""

import re
import uuid
from functools import cached_property

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from plans.queries.assigning import known_batch, may_be_asked, settled_learners
from plans.rules import MOST_ENROLMENTS
from staff.forms.person import RowsField, TeamField
from staff.models import Employee, JobRole, Posting, Team
from staff.rules.person import number_key
from training.choices import EnrolmentStatus
from training.models import LearningPath, Module
from training.queries.paths import modules_along

MOST_SHOWN = 100
# Between two pasted numbers, also as they are typed in Chinese or Japanese.
SEPARATORS = re.compile(r"[\r\n\t,;，；、]+")


class AssignForm(forms.Form):
    """Everything on the desk. It is valid while people still choose; what is missing for
    the act itself is said by the action.

    user, today: whose reach the people are chosen from, and on which date.
    """

    batch = forms.UUIDField(widget=forms.HiddenInput, required=False)
    seen = forms.CharField(required=False, max_length=100)
    q = forms.CharField(label=_("Name or number"), required=False, max_length=100)
    team = TeamField(
        Team.objects.none(),
        label=_("Team"),
        required=False,
        empty_label=_("Every team"),
    )
    job_role = forms.ModelChoiceField(
        JobRole.objects.order_by("name"),
        label=_("Job role"),
        required=False,
        empty_label=_("Every job role"),
    )
    without = forms.ModelChoiceField(
        Module.objects.none(),
        label=_("Has not finished"),
        required=False,
        empty_label=_("Whatever they finished"),
    )
    lacking = forms.BooleanField(
        label=_("Only who has something chosen neither done nor open"), required=False
    )
    people = RowsField(Employee.objects.none(), required=False)
    everybody = forms.BooleanField(required=False)
    numbers = forms.CharField(
        label=_("Or paste employee numbers"),
        help_text=_("One a line, or with commas, semicolons or blanks between them."),
        required=False,
        max_length=200_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    modules = RowsField(Module.objects.none(), required=False)
    paths = RowsField(LearningPath.objects.none(), required=False)
    due_on = forms.DateField(
        label=_("Due on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    reason = forms.CharField(
        label=_("Why, in a sentence"),
        help_text=_("They read it. It helps to know why one was asked."),
        required=False,
        max_length=300,
    )

    def __init__(self, *args, user, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.user, self.today = user, today
        self.fields["people"].queryset = self.within_reach
        self.fields["team"].queryset = Team.objects.within(user.reach_on(today))
        on_offer = Module.objects.on_offer().order_by("slug")
        self.fields["modules"].queryset = on_offer.prefetch_related("skills")
        paths = LearningPath.objects.on_offer().order_by("slug")
        self.fields["paths"].queryset = paths.prefetch_related("places")
        self.fields["without"].queryset = on_offer

    @cached_property
    def within_reach(self):
        """The people one may assign to: those in reach who work here, or soon will."""
        people = may_be_asked(self.user, self.today)
        return people.order_by("last_name", "first_name", "pk")

    @cached_property
    def matching(self):
        """The people in reach whom the filters let through."""
        people = self.within_reach
        wanted = self.cleaned_data
        for word in wanted.get("q", "").split():
            people = people.filter(
                Q(first_name__icontains=word)
                | Q(last_name__icontains=word)
                | Q(employee_number__iexact=word)
            )
        postings = Posting.objects.current_or_next_on(self.today)
        if team := wanted.get("team"):
            postings_there = postings.below([team.path])
            people = people.filter(pk__in=postings_there.values("employee"))
        if job_role := wanted.get("job_role"):
            in_role = postings.filter(job_role=job_role)
            people = people.filter(pk__in=in_role.values("employee"))
        if wanted.get("lacking") and self.chosen_modules:
            people = people.exclude(pk__in=settled_learners(self.chosen_modules))
        if module := wanted.get("without"):
            finished = module.enrolments.filter(status=EnrolmentStatus.COMPLETED)
            people = people.exclude(pk__in=finished.values("employee"))
        return people

    @cached_property
    def asked(self):
        """What was sent, as plain values: tells a second tap from another request."""
        return sorted(
            [name, values]
            for name, values in self.data.lists()
            if name not in ("csrfmiddlewaretoken", "act")
        )

    def known_batch(self):
        """Return the batch that this very form has confirmed before, or None.

        Raises ValidationError, code "batch_differs"; the form then stands for a new one.
        """
        try:
            batch_uuid = self.fields["batch"].clean(self.data.get("batch"))
        except ValidationError:
            return None
        try:
            return known_batch(batch_uuid=batch_uuid, asked=self.asked, by=self.user)
        except ValidationError:
            self.data["batch"] = str(uuid.uuid4())
            raise

    @cached_property
    def shown(self):
        """The matching people that fit on the page."""
        return self.matching[:MOST_SHOWN]

    @cached_property
    def matching_count(self):
        return self.matching.count()

    @property
    def most(self):
        return MOST_ENROLMENTS

    @property
    def is_beyond_most(self):
        """Whether more people match than can be assigned to at one go."""
        return self.matching_count > MOST_ENROLMENTS

    @cached_property
    def chosen(self):
        """The people chosen: ticked, pasted, or everybody who matches; each once."""
        wanted = self.cleaned_data
        chosen = {person.pk: person for person in wanted.get("people", [])}
        chosen |= {person.pk: person for person in wanted.get("numbers", [])}
        if wanted.get("everybody") and not self.is_beyond_most:
            chosen |= {person.pk: person for person in self.matching}
        return list(chosen.values())

    @cached_property
    def chosen_modules(self):
        """The modules chosen, each once: those of the paths in order, then the others."""
        along = modules_along(self.cleaned_data.get("paths", []))
        ticked = self.cleaned_data.get("modules", [])
        return list(dict.fromkeys([*along, *ticked]))

    @cached_property
    def chosen_ids(self):
        return {person.pk for person in self.chosen}

    @cached_property
    def chosen_elsewhere(self):
        """Those ticked before the filters were changed, so that nobody is lost."""
        shown = {person.pk for person in self.shown}
        ticked = self.cleaned_data.get("people", [])
        return [person for person in ticked if person.pk not in shown]

    def clean_batch(self):
        return self.cleaned_data["batch"] or uuid.uuid4()

    def clean_numbers(self):
        """Return the people with the pasted numbers; name the numbers nobody has.

        A number may have blanks in it. So what stands between two separators is tried as
        one number first, and then as several with blanks between them.
        """
        pieces = [
            piece.strip() for piece in SEPARATORS.split(self.cleaned_data["numbers"])
        ]
        found = self._by_number(pieces)
        others = [piece for piece in pieces if piece and number_key(piece) not in found]
        found |= self._by_number(word for piece in others for word in piece.split())
        unknown = {}
        for piece in others:
            words = {number_key(word): word for word in piece.split()}
            strangers = words.keys() - found.keys()
            if strangers == words.keys():
                unknown[number_key(piece)] = piece
            else:
                unknown |= {key: words[key] for key in strangers}
        if unknown:
            raise ValidationError(
                ngettext(
                    "Nobody you can assign to has this number: %(numbers)s.",
                    "Nobody you can assign to has these numbers: %(numbers)s.",
                    len(unknown),
                ),
                params={"numbers": ", ".join(sorted(unknown.values())[:20])},
            )
        return list(found.values())

    def _by_number(self, numbers):
        """Return {number key: Employee} of those in reach who have one of ``numbers``."""
        numbers = {number_key(number): number for number in numbers if number}
        if len(numbers) > MOST_ENROLMENTS:
            raise ValidationError(
                _("These are more than %(most)s numbers. Assign them in parts."),
                code="too_many",
                params={"most": MOST_ENROLMENTS},
            )
        found = self.within_reach.numbered(numbers.values()) if numbers else []
        return {number_key(person.employee_number): person for person in found}

    def clean(self):
        if self.cleaned_data.get("everybody") and self.is_beyond_most:
            raise ValidationError(
                _(
                    "%(count)s people match, and %(most)s is the most at one go. Narrow "
                    "the choice, or assign team by team."
                ),
                code="too_many",
                params={"count": self.matching_count, "most": MOST_ENROLMENTS},
            )
        return self.cleaned_data

    def answers(self):
        """Return {conflict key or kind: way out} as chosen on the desk."""
        prefix = "answer:"
        return {
            name.removeprefix(prefix): value
            for name, value in self.data.items()
            if name.startswith(prefix) and isinstance(value, str)
        }
