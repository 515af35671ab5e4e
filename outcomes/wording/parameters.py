"""The parameters of a run, as they are in force: what each is for, and its value."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from feedback.choices import Better
from outcomes.engine.settings import Settings
from outcomes.wording.amounts import Amounts
from outcomes.wording.effects import chip_name

# Every field of Settings, in the order of the method: what is good, what is left out,
# what is needed, how it is judged.
MEANINGS = {
    "better": _("Which way is better, metric by metric"),
    "worthwhile": _("Smallest effect worth having, metric by metric"),
    "exclude": _("Weeks before being assigned or completing that are left out"),
    "window": _("Weeks after completing that count, first and last"),
    "bins": _("Stretches of weeks of the curve"),
    "leads": _("Stretches of weeks before being assigned that are checked for a trend"),
    "tenure_bins": _("First weeks of the steps since somebody was hired"),
    "module_bins": _("First weeks of the steps since another module was completed"),
    "control_teams": _("Teams with somebody to compare with, in every week"),
    "spread": _("Where standard errors come from"),
    "teams": _("Teams needed for a verdict"),
    "teams_shown": _("Teams needed for an interval to be drawn"),
    "people": _("People needed, with enough answers"),
    "answers_before": _("Answers before, of each of them"),
    "answers_after": _("Answers after, of each of them"),
    "answers": _("Answers after, of all of them"),
    "weeks_before": _("Usable weeks before"),
    "weeks_before_share": _("Share of the people who need those weeks"),
    "compared_share": _("Share of the weeks after with somebody to compare with"),
    "team_share": _("Largest share of the answers that one team may have"),
    "effective_teams": _("Teams, counted by how evenly the answers are spread"),
    "leaves_out_few": _("Whether people with fewer answers are left out of the figure"),
    "level": _("Level of the interval"),
    "false_share": _("False claims allowed among all modules called"),
    "power": _("Chance to find an effect of the smallest size that can be detected"),
    "pretrend_p": _("A trend before that is less likely than this makes it fragile"),
    "gap": _("Readings further apart than so many standard errors make it fragile"),
    "waiting_people": _("People who wait, needed for a comparison with them"),
    "waiting_weeks": _("Weeks they must have waited"),
    "lags": _("Stretches of weeks before that are held the same"),
    "side_people": _("Above so many people, trend and comparisons rest on some teams"),
    "high_top_share": _("Share of best marks above which a mean can hardly rise"),
    "tries": _("How often trainings are drawn on the own past"),
    "tried_people": _("Above so many people, they are drawn in some teams"),
}
# Fields of Settings that each metric of a run has its own of.
OF_EACH_METRIC = ("better", "worthwhile")
# What a run went by beside the settings of its engine.
OPTIONS = {
    "most_weeks": _("Weeks looked back, at most"),
    "trusts_same_day_imports": _(
        "Whether a file’s day of assignment counts that is the day of completion"
    ),
    "seed": _("Seed of what is drawn by lot"),
}


@dataclass(frozen=True)
class ParameterRow:
    key: str
    meaning: str
    value: str


@dataclass(frozen=True)
class MetricRow:
    """What one metric of a run was judged by. worth: "–" where it was not told."""

    name: str
    is_primary: bool
    better: str
    worth: str


def parameter_rows(analysis):
    """Return a ParameterRow for each threshold that ``analysis`` went by.

    What differs from metric to metric is in ``metric_rows``.
    """
    settings = analysis.parameters.get("settings") or Settings().as_stored()
    told = {key: settings[key] for key in MEANINGS if key in settings}
    told |= {
        key: analysis.parameters[key] for key in OPTIONS if key in analysis.parameters
    }
    return [
        ParameterRow(key, str((MEANINGS | OPTIONS)[key]), _said(value))
        for key, value in told.items()
        if key not in OF_EACH_METRIC
    ]


def metric_rows(analysis, metrics):
    """Return a MetricRow for each of ``metrics``, those that ``analysis`` judged."""
    told = {each["key"]: each for each in analysis.parameters.get("metrics", ())}
    return [
        MetricRow(
            name=chip_name(metric),
            is_primary=metric.pk == analysis.primary_metric_id,
            better=str(Better(told[metric.key]["better"]).label),
            worth=_worth(metric, told[metric.key]["worthwhile"]),
        )
        for metric in metrics
    ]


def _worth(metric, worthwhile):
    return "–" if worthwhile is None else Amounts.of(metric).amount(worthwhile)


def _said(value):
    """Return a value as a machine would write it: this table is for whoever checks."""
    if isinstance(value, (list, tuple)):
        return ", ".join(
            f"{each[0]} … {each[1]}" if isinstance(each, (list, tuple)) else str(each)
            for each in value
        )
    return str(value)
