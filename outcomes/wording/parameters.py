"""The parameters of a run, as they are in force: what each is for, and its value."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from outcomes.engine.settings import Settings

# In the order of the method: what is left out, what is needed, how it is judged.
MEANINGS = {
    "exclude": _("Weeks before being assigned or completing that are left out"),
    "window": _("Weeks after completing that count, first and last"),
    "bins": _("Stretches of weeks of the curve"),
    "leads": _("Stretches of weeks before being assigned that are checked for a trend"),
    "tenure_bins": _("First weeks of the steps since somebody was hired"),
    "module_bins": _("First weeks of the steps since another module was completed"),
    "control_teams": _("Teams with somebody to compare with, in every week"),
    "teams": _("Teams needed for a verdict"),
    "teams_shown": _("Teams needed for an interval to be drawn"),
    "people": _("People needed, with enough answers"),
    "answers_before": _("Answers before, of each of them"),
    "answers_after": _("Answers after, of each of them"),
    "answers": _("Answers after, of all of them"),
    "weeks_before": _("Usable weeks before"),
    "weeks_before_share": _("Share of the people who need those weeks"),
    "assigned_share": _("Share of the people whose day of assignment is known"),
    "team_share": _("Largest share of the answers that one team may have"),
    "effective_teams": _("Teams, counted by how evenly the answers are spread"),
    "level": _("Level of the interval"),
    "false_share": _("False claims allowed among all modules called"),
    "power": _("Chance to find an effect of the smallest size that can be detected"),
    "pretrend_p": _("A trend before that is less likely than this makes it fragile"),
    "gap": _("Readings further apart than so many standard errors make it fragile"),
    "waiting_people": _("People who wait, needed for a comparison with them"),
    "waiting_weeks": _("Weeks they must have waited"),
    "lags": _("Stretches of weeks before that are held the same"),
    "high_top_share": _("Share of best marks above which a mean can hardly rise"),
}


@dataclass(frozen=True)
class ParameterRow:
    key: str
    meaning: str
    value: str


def parameter_rows(analysis):
    """Return a ParameterRow for each threshold that ``analysis`` went by."""
    settings = analysis.parameters.get("settings") or Settings().as_stored()
    return [
        ParameterRow(key, str(meaning), _said(settings[key]))
        for key, meaning in MEANINGS.items()
        if key in settings
    ]


def _said(value):
    """Return a value as a machine would write it: this table is for whoever checks."""
    if isinstance(value, (list, tuple)):
        return ", ".join(
            f"{each[0]} … {each[1]}" if isinstance(each, (list, tuple)) else str(each)
            for each in value
        )
    return str(value)
