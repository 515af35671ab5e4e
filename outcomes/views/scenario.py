"""One scenario: what its modules did, and what good players show later."""

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from outcomes.queries.payoff import latest_analysis, rows_of_scenario
from outcomes.queries.scenario import WEEKS_AFTER, skill_pictures
from outcomes.wording.amounts import percent, whole
from outcomes.wording.effects import gain_name
from outcomes.wording.rows import shown_table
from staff.access import leads, only
from staff.rules import SMALLEST_GROUP
from training.models import Scenario, ScenarioVersion


@require_safe
@only(leads)
def scenario(request, slug):
    shown = get_object_or_404(Scenario, slug=slug)
    newest = ScenarioVersion.objects.filter(scenario=shown).order_by("-number").first()
    analysis = latest_analysis()
    picture, by_skill = skill_pictures(shown)
    compared = [each for each in by_skill if each.is_shown]
    highest = _highest(each.bins for each in compared)
    context = {
        "scenario": shown,
        "title": newest.title if newest else shown.slug,
        "analysis": analysis,
        "picture": picture,
        "bins": _bins(picture.bins, _highest([picture.bins])),
        "skills": [(each.name, _bins(each.bins, highest)) for each in compared],
        "skills_unknown": [each.name for each in by_skill if not each.is_shown],
        "weeks_after": WEEKS_AFTER,
    }
    if analysis:
        metric = analysis.primary_metric
        table = shown_table(rows_of_scenario(shown, analysis, metric), metric, analysis)
        context |= {"table": table, "gain_name": gain_name(table.amounts)}
    return render(request, "outcomes/scenario.html", context)


def _highest(several):
    """Return the highest share in ``several`` rows of bins: the longest bar."""
    return max((each.low_share or 0 for bins in several for each in bins), default=0)


def _bins(bins, highest):
    """Return the lines of the description; "–" where too few people are behind one."""
    return [
        {
            "first": each.first,
            "last": each.last,
            "people": "–" if each.people < SMALLEST_GROUP else whole(each.people),
            "answers": whole(each.answers) if each.is_shown else "–",
            "share": percent(each.low_share) if each.is_shown else "–",
            "width": f"{each.low_share / highest * 100:.1f}"
            if each.low_share and highest
            else "",
        }
        for each in bins
    ]
