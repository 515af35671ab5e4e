"""One module: what it did, how sure that is, and who is behind it."""

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from feedback.queries.shown import viewer_of
from outcomes.choices import AnswerPart, Place
from outcomes.engine.settings import Settings
from outcomes.queries.answers_behind import (
    answers_behind,
    counted_answers,
    curve_place,
    keeps_weeks,
    shown_answers,
)
from outcomes.queries.doubt import has_order, is_open, unknown_days
from outcomes.queries.parts import is_of_curve, span_of
from outcomes.queries.payoff import (
    is_hidden,
    later_curve,
    latest_analysis,
    module_payoff,
)
from outcomes.queries.people_behind import left_since, people_behind
from outcomes.queries.scenarios import scenarios_in
from outcomes.queries.still_to_do import open_counts, people_here, still_to_do
from outcomes.wording.amounts import Amounts, percent, whole
from outcomes.wording.answers import (
    answers_url,
    part_name,
    part_sentence,
    shown_parts,
)
from outcomes.wording.charts import event_study, robustness
from outcomes.wording.effects import gain_name
from outcomes.wording.gates import gate_rows
from outcomes.wording.leads import before_sentences
from outcomes.wording.places import hidden_places, people_count, shown_places
from outcomes.wording.plan_ahead import shown_tries
from outcomes.wording.rows import shown_row, worth_of
from outcomes.wording.verdicts import what_would_settle
from staff.access import keeps_people, leads, only
from staff.rules import SMALLEST_GROUP
from training.models import Module

PAGE_ROWS, ANSWER_ROWS = 50, 30
HIGH_TOP_SHARE = Settings().high_top_share


@dataclass(frozen=True)
class Figure:
    """One number of a page, and the rows it was counted from."""

    label: str
    value: str
    url: str = ""
    note: str = ""
    note_url: str = ""


@require_safe
@only(leads)
def module(request, slug):
    shown = get_object_or_404(Module, slug=slug)
    analysis = latest_analysis()
    if analysis is None:
        context = {"module": shown}
        return render(request, "outcomes/module_unknown.html", context)
    payoff = module_payoff(analysis, shown, analysis.primary_metric)
    estimate = payoff.row.estimate
    context = {"module": shown, "analysis": analysis, "payoff": payoff}
    if estimate is None:
        context["tried"] = _tried(analysis, analysis.primary_metric)
        return render(request, "outcomes/module_unknown.html", context)
    tried = None
    if is_open(estimate):
        tried = _tried(analysis, estimate.metric, estimate.used_count)
    today = request.user.today()
    left = left_since([estimate], today)
    row = shown_row(payoff.row, analysis, people_here(today), left)
    amounts = Amounts.of(estimate.metric)
    worth = worth_of(analysis, estimate.metric)
    chart, points, lines_chart, lines = None, (), None, ()
    later = later_curve(analysis, shown)
    drawn = later or estimate
    if not is_hidden(drawn):
        chart, points = event_study(drawn, amounts, row.said.mark, worth)
    if not is_hidden(estimate):
        lines_chart, lines = robustness(
            estimate, row.reading, amounts, row.said.mark, worth
        )
    context |= {
        "row": row,
        "figs": _figs(row, estimate, amounts, worth, analysis),
        "chart": chart,
        "points": points,
        "later": later,
        "lines_chart": lines_chart,
        "lines": lines,
        "gates": gate_rows(
            estimate.findings.get("gates", ()),
            {
                "people": _people_url(shown, Place.USED),
                "responses_after": answers_url(shown, AnswerPart.AFTER),
            },
        ),
        "parts": shown_parts(
            estimate,
            shown,
            analysis.parameters["settings"],
            hidden_places(payoff.places),
        ),
        "places": shown_places(payoff.places, estimate, shown),
        "top_share": _top_share(estimate),
        "is_top_heavy": (estimate.findings.get("top_share") or 0) > HIGH_TOP_SHARE,
        "tried": tried,
        "is_open": is_open(estimate),
        "has_order": has_order(estimate, unknown_days(estimate)),
        "may_decide": keeps_people(request.user),
        "before": before_sentences(drawn, amounts),
        "settle": what_would_settle(estimate, amounts, worth, tried),
        "others": [shown_row(each, analysis) for each in payoff.others],
        "to_do": still_to_do(request.user, today, [shown.pk]),
        "to_stop": open_counts(
            request.user, today, [shown.pk] if row.is_to_stop else []
        ),
        "scenarios": scenarios_in(shown),
    }
    return render(request, "outcomes/module.html", context)


def _tried(analysis, metric, used=None):
    return shown_tries(analysis, Amounts.of(metric), worth_of(analysis, metric), used)


def _figs(row, estimate, amounts, worth, analysis):
    people = _people_url(row.module, Place.USED)
    after, before_url = (
        answers_url(row.module, part) for part in (AnswerPart.AFTER, AnswerPart.BEFORE)
    )
    run = reverse("outcomes:analysis-detail", args=[analysis.uuid])
    effect, note = _("none yet"), ""
    if row.reading.gain is not None:
        effect = amounts.signed(row.reading.gain)
        note = amounts.span(row.reading.low, row.reading.high)
        if worth is not None:
            words = _("{span} · worth having from {worth}")
            note = words.format(span=note, worth=amounts.size(worth))
    teams = ngettext(
        "in {count} team", "in {count} teams", estimate.findings["clusters"]
    )
    words = _("of {count} who completed it, {teams}")
    if row.left:
        words = _("of {count} who completed it ({left}), {teams}")
    behind = words.format(
        left=row.left,
        count=whole(estimate.completed_count),
        teams=teams.format(count=estimate.findings["clusters"]),
    )
    before = _("and {count} before").format(count=whole(estimate.responses_before))
    money = _("{people} · {money}").format(people=row.people, money=row.money)
    return [
        Figure(gain_name(amounts), effect, run, note),
        Figure(
            _("People behind it"), people_count(estimate.used_count), people, behind
        ),
        Figure(
            _("Answers after"),
            whole(estimate.responses_after),
            after,
            before,
            before_url,
        ),
        Figure(
            _("Working time it took"),
            row.time,
            "#who",
            money if row.money else row.people,
        ),
    ]


def _people_url(module, place):
    return reverse("outcomes:module-people", args=[module.slug, place])


def _top_share(estimate):
    """Return the share of best marks before training in words; "" when it is not known."""
    share = estimate.findings.get("top_share")
    return "" if share is None else percent(share)


@require_safe
@only(leads)
def module_people(request, slug, place):
    if place not in Place.values:
        raise Http404
    shown, analysis, payoff = _judged(slug)
    today = request.user.today()
    there = people_behind(payoff.row.estimate, place, request.user, today)
    page = Paginator(there.people, PAGE_ROWS).get_page(request.GET.get("page"))
    context = {
        "module": shown,
        "analysis": analysis,
        "place": Place(place),
        "places": shown_places(payoff.places, payoff.row.estimate, shown),
        "there": there,
        "is_few": there.total < SMALLEST_GROUP,
        "is_counted": place not in hidden_places(payoff.places),
        "page": page,
    }
    return render(request, "outcomes/module_people.html", context)


@require_safe
@only(leads)
def module_answers(request, slug, part):
    shown, analysis, payoff = _judged(slug)
    estimate, settings = payoff.row.estimate, analysis.parameters["settings"]
    # What is drawn further than the verdict opens what it was drawn from.
    later = later_curve(analysis, shown) if is_of_curve(part) else None
    behind = later or estimate
    span = span_of(part, settings, curve_place(behind))
    if span is None:
        raise Http404
    viewer = viewer_of(request.user, request.user.today())
    there = answers_behind(behind, span, viewer)
    pages = Paginator(there.rows, ANSWER_ROWS)
    pages.count = there.answers  # known already
    page = pages.get_page(request.GET.get("page"))
    hidden = hidden_places(payoff.places)
    context = {
        "module": shown,
        "run": behind.analysis,
        "part": part,
        "name": part_name(part, settings),
        "sentence": part_sentence(part),
        "parts": shown_parts(estimate, shown, settings, hidden),
        "there": there,
        "counted": None if part in hidden else counted_answers(behind, part),
        "is_kept": keeps_weeks(behind),
        "page": page,
        "rows": shown_answers(page, there),
        "may_put_right": keeps_people(request.user),
    }
    piece = "#rows" if request.htmx else ""
    return render(request, f"outcomes/module_answers.html{piece}", context)


def _judged(slug):
    """Return (Module, Analysis, ModulePayoff) of a module with an estimate, or 404."""
    shown = get_object_or_404(Module, slug=slug)
    analysis = latest_analysis()
    payoff = analysis and module_payoff(analysis, shown, analysis.primary_metric)
    if not payoff or payoff.row.estimate is None:
        raise Http404
    return shown, analysis, payoff
