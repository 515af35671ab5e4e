"""Cases from the floor, for those who told them and for those who write."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, OuterRef, Subquery
from django.utils.timezone import localdate

from staff.models import Employee, Posting, Team
from studio.choices import SuggestionState
from studio.models import Suggestion
from training.models import Scenario, ScenarioVersion


@dataclass(frozen=True)
class Teller:
    """Who told a case. team: where they worked that day, None when nowhere."""

    person: Employee
    team: Team | None


def own_suggestions(employee):
    """Return what ``employee`` told, the newest first, each with
    ``scenario_document``: that of the scenario it became, or None."""
    told = Suggestion.objects.filter(employee=employee)
    return _with_scenario(told).select_related("skill").order_by("-made_at", "-pk")


def suggestions_in(state):
    """Return the suggestions in ``state``, those that have waited longest first.

    What is closed: the newest first.
    """
    order = ("made_at", "pk")
    if state in (SuggestionState.DECLINED, SuggestionState.DONE):
        order = ("-answered_at", "-pk")
    return (
        Suggestion.objects.filter(state=state).select_related("skill").order_by(*order)
    )


def suggestion_counts():
    """Return {state: how many suggestions are in it}, all states."""
    counted = Suggestion.objects.values("state").annotate(count=Count("pk"))
    counts = dict(counted.order_by().values_list("state", "count"))
    return {state: counts.get(state, 0) for state in SuggestionState}


def readable_suggestions():
    """Return all suggestions as an author opens them, each with
    ``scenario_document``: that of the scenario it became, or None."""
    return _with_scenario(Suggestion.objects.select_related("skill", "answered_by"))


def case_to_write_from(asked):
    """Return the Suggestion with the uuid ``asked``, any text, that an author has taken
    up; None for any other."""
    try:
        uuid = UUID(asked)
    except ValueError:
        return None
    taken_up = Suggestion.objects.filter(state=SuggestionState.TAKEN_UP)
    return taken_up.select_related("skill").filter(uuid=uuid).first()


def teller_of(suggestion):
    """Return the Teller of ``suggestion``; None when authors are not to know."""
    if not suggestion.is_named:
        return None
    postings = Posting.objects.valid_on(localdate(suggestion.made_at))
    posting = postings.filter(employee=suggestion.employee_id).select_related("team")
    return Teller(suggestion.employee, next((each.team for each in posting), None))


def named_scenarios():
    """Return the scenarios that were published, each with ``document``, its newest."""
    return Scenario.objects.annotate(document=_newest_document(OuterRef("pk"))).filter(
        document__isnull=False
    )


def _with_scenario(suggestions):
    document = _newest_document(OuterRef("scenario"))
    return suggestions.annotate(scenario_document=document)


def _newest_document(scenario):
    newest = ScenarioVersion.objects.filter(scenario=scenario).order_by("-number")
    return Subquery(newest.values("document")[:1])
