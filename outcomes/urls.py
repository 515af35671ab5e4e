"""Where upskilling pays off; all below /payoff/."""

from django.urls import path

from outcomes.views import (
    analysis,
    judging,
    module,
    offer,
    order,
    payoff,
    scenario,
    week_by_week,
)

app_name = "outcomes"

payoffs = [
    path("", payoff.payoff, name="payoff"),
    path("week-by-week/", week_by_week.week_by_week, name="week-by-week"),
    path("how-we-know/", judging.how_we_know, name="how-we-know"),
    path("judging/", judging.judging_edit, name="judging-edit"),
]

modules = [
    path("modules/<slug:slug>/", module.module, name="module"),
    path("modules/<slug:slug>/offer/", offer.module_offer, name="module-offer"),
    path("modules/<slug:slug>/order/", order.module_order, name="module-order"),
    path(
        "modules/<slug:slug>/people/<slug:place>/",
        module.module_people,
        name="module-people",
    ),
    path(
        "modules/<slug:slug>/answers/<slug:part>/",
        module.module_answers,
        name="module-answers",
    ),
]

scenarios = [
    path("scenarios/<slug:slug>/", scenario.scenario, name="scenario"),
]

analyses = [
    path("runs/", analysis.analysis_ask, name="analysis-ask"),
    path("runs/<uuid:uuid>/", analysis.analysis_detail, name="analysis-detail"),
]

urlpatterns = [*payoffs, *modules, *scenarios, *analyses]
