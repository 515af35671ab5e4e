"""Every threshold of the method, each with the default that calibration was done for."""

from dataclasses import asdict, dataclass

HIGHER, LOWER = "higher", "lower"
JACKKNIFE, ANALYTIC = "jackknife", "analytic"


@dataclass(frozen=True)
class Settings:
    """What an analysis of one metric goes by. All of it is shown with the result.

    better: whether a HIGHER or a LOWER value of the metric is the better one.
    worthwhile: the smallest effect worth having, in units of the metric.

    exclude: weeks before the assignment (strict) or the completion (generous) that are
    left out of the fit. window: first and last week after completion that the effect
    is averaged over; last None = all. bins: the weeks of the curve. leads: weeks
    before assignment that are drawn and tested for a trend. tenure_bins and
    module_bins: first weeks of the steps since hire and since the completion of
    another module. control_teams: teams with untreated answers a week needs to serve
    as comparison; 2, so that each team can be left out in turn. spread: where standard
    errors come from, JACKKNIFE (leaving out a team at a time) or ANALYTIC (residuals by
    cohort and horizon; for panels without teams).

    teams, teams_shown: teams with a trained person needed for a verdict, and for an
    interval. people, answers_before, answers_after: trained people needed, each with
    that many answers. answers: answers after training in all. weeks_before and
    weeks_before_share: so many usable weeks before, for that share of the people.
    compared_share: so much of the person-weeks with answers in the window needs
    somebody to compare with. team_share: the largest share of trained answers that
    one team may have. effective_teams: teams counted by how evenly trained answers
    are spread.
    leaves_out_few: whether people below answers_before or answers_after are left out
    of the estimate too (they never count for ``people``).

    level: of the interval. false_share: of the Benjamini-Hochberg step. power: of the
    smallest detectable effect.

    pretrend_p, gap: a pre-trend below that p, or fits apart by more than that many
    standard errors, make a verdict fragile. waiting_people, waiting_weeks: who must
    have waited how long for the wait-list line. lags: the spans of weeks before
    completion that the lagged-outcome line holds fixed. side_people: in an organisation
    with more people, the leads and both lines are drawn from every second, third, ...
    team, so that about this many are left; 0 = they are not drawn. high_top_share:
    above it the mean can hardly rise.

    tries: how often completions are drawn on the own past to tell what would show
    (placebo.py). tried_people: in an organisation with more people they are drawn in
    some of its teams, so that about this many are left.
    """

    better: str = HIGHER
    worthwhile: float = 0.10

    exclude: int = 4
    window: tuple[int, int | None] = (0, 12)
    bins: tuple[tuple[int, int], ...] = ((0, 3), (4, 7), (8, 12), (13, 25))
    leads: tuple[tuple[int, int], ...] = ((-16, -13), (-12, -9), (-8, -5))
    tenure_bins: tuple[int, ...] = (0, 3, 7, 13)
    module_bins: tuple[int, ...] = (0, 4, 13)
    control_teams: int = 2
    spread: str = JACKKNIFE

    teams: int = 8
    teams_shown: int = 5
    people: int = 20
    answers_before: int = 10
    answers_after: int = 5
    answers: int = 300
    weeks_before: int = 4
    weeks_before_share: float = 0.80
    compared_share: float = 0.80
    team_share: float = 0.40
    effective_teams: float = 6.0
    leaves_out_few: bool = True

    level: float = 0.95
    false_share: float = 0.05
    power: float = 0.80

    pretrend_p: float = 0.01
    gap: float = 2.0
    waiting_people: int = 30
    waiting_weeks: int = 4
    lags: tuple[tuple[int, int], ...] = ((-4, -1), (-16, -5))
    side_people: int = 20_000
    high_top_share: float = 0.85

    tries: int = 200
    tried_people: int = 2_000

    @property
    def sign(self) -> int:
        """1 when a higher value is better, -1 when a lower one is."""
        return -1 if self.better == LOWER else 1

    def as_stored(self) -> dict:
        """Return the settings as plain values, for the record of a run."""
        return asdict(self)
