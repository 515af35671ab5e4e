"""What plans are told of modules; see MODULES_ARE_JUDGED_BY in the settings."""

from django.db.models import F

from outcomes.choices import Verdict
from outcomes.models import Analysis, Estimate
from outcomes.queries.doubt import has_order
from outcomes.queries.payoff import is_hidden
from outcomes.wording.verdicts import MARKS
from plans.judged import Judged


def judged_modules():
    """Return {module id: Judged} as the latest run judged them; one statement.

    Only the metric chosen in advance judges. Modules that nobody with answers has
    completed are not in it.
    """
    judging = Estimate.objects.filter(
        analysis=Analysis.objects.done().values("pk")[:1],
        metric=F("analysis__primary_metric"),
    )
    # Of the findings, which are long, this is all that is needed.
    unknown = F("findings__counts__no_assigned_day")
    judging = judging.defer("findings").annotate(unknown=unknown)
    return {each.module_id: _judged(each) for each in judging}


def _judged(estimate):
    verdict = Verdict(estimate.verdict or Verdict.NOT_ENOUGH_DATA)
    if is_hidden(estimate):
        verdict = Verdict.NOT_ENOUGH_DATA
    return Judged(
        mark=MARKS[verdict],
        words=str(verdict.label),
        is_fragile=estimate.is_fragile and not is_hidden(estimate),
        is_harmful=verdict == Verdict.HARMFUL,
        is_drawn=has_order(estimate, estimate.unknown or 0),
    )
