from django.urls import path

from studio.views import draft, learned, rating, suggestion

app_name = "studio"

drafts = [
    path("", draft.draft_list, name="draft-list"),
]

what_is_learned = [
    path("learned/", learned.learned_list, name="learned-list"),
    path(
        "scenarios/<slug:slug>/learned/",
        learned.scenario_learned,
        name="scenario-learned",
    ),
    path(
        "modules/<slug:slug>/questions/",
        learned.module_questions,
        name="module-questions",
    ),
]

suggestions = [
    path("suggestions/", suggestion.suggestion_list, name="suggestion-list"),
    path(
        "suggestions/<uuid:uuid>/",
        suggestion.suggestion_detail,
        name="suggestion-detail",
    ),
    path(
        "suggestions/<uuid:uuid>/take-up/",
        suggestion.suggestion_take_up,
        name="suggestion-take-up",
    ),
    path(
        "suggestions/<uuid:uuid>/decline/",
        suggestion.suggestion_decline,
        name="suggestion-decline",
    ),
    path(
        "suggestions/<uuid:uuid>/finish/",
        suggestion.suggestion_finish,
        name="suggestion-finish",
    ),
]

ratings = [
    path("modules/<slug:slug>/ratings/", rating.rating_list, name="rating-list"),
]

urlpatterns = [
    *drafts,
    *suggestions,
    *ratings,
    *what_is_learned,
]
