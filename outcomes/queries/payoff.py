"""Where upskilling pays off: what the latest run says of every module.

Nothing here works anything out: a page reads what a run has stored. ``findings`` of an
Estimate is described in docs/evidence.md.
"""

from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils.functional import cached_property

from feedback.models import Metric
from outcomes.choices import AnalysisState, Place
from outcomes.engine.verdict import TOO_WIDE
from outcomes.models import Analysis, Estimate, EstimatePerson, Judging
from outcomes.rules.cost import Cost, learning_cost, seats_and_building
from outcomes.rules.ranking import is_good, reading_order
from outcomes.rules.settling import people_to_settle, people_tried
from staff.models import Employee
from staff.rules import SMALLEST_GROUP
from training.models import Module


@dataclass(frozen=True)
class Runs:
    """How it stands with the runs.

    done: the latest that has struck its verdicts; every page shows that one. open: the
    one that waits or is being worked out, with ``estimates_found`` of its
    ``estimates_expected``. failed: one that did not work after ``done``. None = none.
    """

    done: Analysis | None
    open: Analysis | None
    failed: Analysis | None
    estimates_found: int = 0


@dataclass(frozen=True)
class PayoffRow:
    """One module in one metric.

    estimate: None when nobody has completed the module by the end of the run, or
    nothing was measured. is_judgement: whether the metric is the one the run judges by;
    verdicts in other metrics are exploratory. cost: of everybody who completed it.
    worthwhile: the smallest effect worth having that the run went by. people_tried: with
    how many people it showed when the run was planned ahead of, None where it did not.
    """

    module: Module
    estimate: Estimate | None
    is_judgement: bool
    cost: Cost
    worthwhile: float | None = None
    people_tried: int | None = None

    @property
    def verdict(self):
        """The Verdict value; "" without an estimate."""
        return self.estimate.verdict if self.estimate else ""

    @property
    def beside(self):
        """What it cost beside working time, in ``beside_currency``; None = not told."""
        module = self.module
        return seats_and_building(
            self.cost.people, module.cost_per_seat, module.cost_to_build
        )

    @property
    def beside_currency(self):
        """That of the module; that of the house where its author named none."""
        return self.module.cost_currency or self.cost.currency

    @property
    def is_good(self):
        """Whether the effect is to the better; None where there is none."""
        if self.estimate is None or self.estimate.effect is None:
            return None
        return is_good(self.estimate.effect, self.estimate.metric.better)

    @property
    def is_interval_shown(self):
        """Whether there are teams enough for the interval to be drawn."""
        return self.estimate is not None and self.estimate.low is not None

    @property
    def has_few_teams(self):
        """Whether the interval is drawn, but flagged for resting on few teams."""
        return bool(self.estimate and self.estimate.findings["is_flagged_few_teams"])

    @property
    def people_to_settle(self):
        """About how many trained people would settle it; None when it cannot be said.

        Only where every gate is passed: the spread of a few teams tells no number. What
        was tried on the own past comes first; it tells nothing of a module that has as
        many people and is still open, and there the spread of its own figure does.
        """
        estimate = self.estimate
        if estimate is None or estimate.findings["reason"] != TOO_WIDE:
            return None
        if self.people_tried and self.people_tried > estimate.used_count:
            return self.people_tried
        return people_to_settle(
            estimate.used_count,
            estimate.smallest_detectable,
            self.worthwhile,
        )


@dataclass(frozen=True)
class PlaceCount:
    """How many of those who completed a module stand at one Place in its estimate."""

    place: Place
    people: int


@dataclass(frozen=True)
class ModulePayoff:
    """What the page of one module shows.

    row: in the metric asked for. others: PayoffRows of the module in the run's other
    metrics, the judging one first. places: where those who completed it stand, used
    first, empty ones left out; they add up to estimate.completed_count.
    """

    row: PayoffRow
    others: tuple[PayoffRow, ...]
    places: tuple[PlaceCount, ...]

    @cached_property
    def failed_gates(self):
        """The gates of ``findings`` that were not passed, in order."""
        estimate = self.row.estimate
        gates = estimate.findings["gates"] if estimate else ()
        return tuple(gate for gate in gates if not gate["is_passed"])


@dataclass(frozen=True)
class PeopleThere:
    """Who stands at a place. people: a queryset of those the asker may see, by name.

    total: how many there are in all.
    """

    people: object
    total: int


def latest_analysis():
    """Return the Analysis whose verdicts count; None if none.

    With its primary metric, and with its PlanAhead where there is one.
    """
    done = Analysis.objects.done()
    return done.select_related("primary_metric", "plan_ahead").first()


def runs():
    """Return Runs: three statements, four while one is open."""
    done = latest_analysis()
    judging = Analysis.objects.judging()
    opened = judging.open().order_by("-asked_at", "-pk").first()
    failed = judging.filter(state=AnalysisState.FAILED)
    if done:
        failed = failed.filter(finished_at__gt=done.finished_at)
    return Runs(
        done=done,
        open=opened,
        failed=failed.order_by("-finished_at", "-pk").first(),
        estimates_found=opened.estimates.count() if opened else 0,
    )


def later_curve(analysis, module):
    """Return the Estimate that draws ``module`` further than ``analysis`` does; or None.

    It has a curve, leads and selection zone, and no verdict: see AnalysisKind.CURVE.
    """
    drawn = Analysis.objects.drawn().filter(through_week__gt=analysis.through_week)
    found = Estimate.objects.filter(
        analysis=drawn.values("pk")[:1],
        module=module,
        metric=analysis.primary_metric_id,
    )
    return found.select_related("analysis", "metric", "module").first()


def metrics_of(analysis):
    """Return the Metrics that ``analysis`` has estimates in, the judging one first."""
    found = Estimate.objects.filter(analysis=analysis).order_by("metric__pk")
    metrics = list({each.metric for each in found.select_related("metric")})
    primary = analysis.primary_metric_id
    return sorted(metrics, key=lambda metric: (metric.pk != primary, metric.pk))


def metrics_told(analysis):
    """Return the Metrics that ``analysis`` was told to judge, the judging one first."""
    keys = [each["key"] for each in analysis.parameters.get("metrics", ())]
    found = {each.key: each for each in Metric.objects.filter(key__in=keys)}
    return [found[key] for key in keys if key in found]


def payoff_rows(analysis, metric):
    """Return PayoffRows of all modules in ``metric``: harmful, pays off, unsure, none.

    Modules that are not on offer any more and that nobody has completed are left out.
    Three statements for any number of modules, of an ``analysis`` that latest_analysis
    gives; else one more.
    """
    found = Estimate.objects.filter(analysis=analysis, metric=metric)
    by_module = {each.module_id: each for each in found.select_related("metric")}
    shown = Q(pk__in=by_module) | Q(pk__in=Module.objects.on_offer().values("pk"))
    return _sorted_rows(Module.objects.filter(shown), by_module, analysis, metric)


def module_payoff(analysis, module, metric):
    """Return the ModulePayoff of ``module``, judged in ``metric``: three statements."""
    found = Estimate.objects.filter(analysis=analysis, module=module)
    found = found.select_related("metric", "module").order_by("metric__pk")
    by_metric = {each.metric_id: each for each in found}
    judging = _judging()
    estimate = by_metric.pop(metric.pk, None)
    primary = analysis.primary_metric_id
    others = sorted(by_metric.values(), key=lambda each: each.metric_id != primary)
    return ModulePayoff(
        row=_row(module, estimate, metric, analysis, judging),
        others=tuple(
            _row(module, each, each.metric, analysis, judging) for each in others
        ),
        places=_places(estimate) if estimate else (),
    )


def people_in(estimate, place, user, today):
    """Return PeopleThere for ``place``, a Place, of ``estimate``.

    Only people whom ``user`` may see on ``today`` are in it, with their names.
    """
    there = EstimatePerson.objects.filter(estimate=estimate, place=place)
    visible = Employee.objects.visible_to(user, today)
    people = visible.filter(pk__in=there.values("employee"))
    return PeopleThere(
        people.order_by("last_name", "first_name", "pk"), total=there.count()
    )


def rows_of_scenario(scenario, analysis, metric):
    """Return PayoffRows of the modules with a version that holds ``scenario``.

    A module is in it when any of its versions had a step with any version of the
    scenario: people who completed it may have played it.
    """
    modules = Module.objects.filter(
        versions__steps__scenario_version__scenario=scenario
    ).distinct()
    found = Estimate.objects.filter(
        analysis=analysis, metric=metric, module__in=modules
    )
    by_module = {each.module_id: each for each in found.select_related("metric")}
    return _sorted_rows(modules, by_module, analysis, metric)


def is_judged(module):
    """Return whether the run whose verdicts count says something of ``module``."""
    analysis = latest_analysis()
    if analysis is None:
        return False
    metric = analysis.primary_metric_id
    found = Estimate.objects.filter(analysis=analysis, module=module, metric=metric)
    return found.exists()


def is_hidden(estimate):
    """Return whether too few people are behind an estimate for its figures to be shown.

    Where the strict fit is missing nobody is "used"; the generous one is then kept only
    where it rests on teams enough for an interval, and so on more people than these.
    """
    has_strict = estimate.effect is not None or estimate.strict is not None
    return has_strict and estimate.used_count < SMALLEST_GROUP


def _sorted_rows(modules, by_module, analysis, metric):
    judging = _judging()
    rows = [
        _row(module, by_module.get(module.pk), metric, analysis, judging)
        for module in modules
    ]
    return sorted(rows, key=_reading_order)


def _reading_order(row):
    effect = row.estimate and row.estimate.effect
    return (*reading_order(row.verdict, effect), str(row.module).casefold())


def _row(module, estimate, metric, analysis, judging):
    people = estimate.completed_count if estimate else 0
    wage = judging.wage_per_hour
    is_judgement = metric.pk == analysis.primary_metric_id
    worthwhile = worthwhile_of(analysis, metric)
    # Only the metric that modules are judged by is planned ahead of.
    ahead = getattr(analysis, "plan_ahead", None) if is_judgement else None
    return PayoffRow(
        module,
        estimate,
        is_judgement=is_judgement,
        cost=learning_cost(people, module.minutes, wage, judging.currency),
        worthwhile=worthwhile,
        people_tried=people_tried(ahead.steps, worthwhile) if ahead else None,
    )


def worthwhile_of(analysis, metric):
    """Return the smallest effect worth having that ``analysis`` went by in ``metric``."""
    told = {
        each["key"]: each["worthwhile"]
        for each in analysis.parameters.get("metrics", ())
    }
    return told.get(metric.key)


def _judging():
    return Judging.objects.get(pk=1)


def _places(estimate):
    counted = EstimatePerson.objects.filter(estimate=estimate).values("place")
    people = dict(counted.annotate(people=Count("pk")).values_list("place", "people"))
    return tuple(
        PlaceCount(place, people[place]) for place in Place if people.get(place)
    )
