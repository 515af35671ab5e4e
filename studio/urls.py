from django.urls import path

from studio.views import draft, rating, suggestion

app_name = "studio"

drafts = [
    path("", draft.draft_list, name="draft-list"),
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
]
