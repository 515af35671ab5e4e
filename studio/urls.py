from django.urls import path

from studio.views import draft, exchange, learned, media, rating, suggestion

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

exchanges = [
    path("exchange/", exchange.exchange, name="exchange"),
    path("exchange/export/", exchange.exchange_export, name="exchange-export"),
    path("exchange/<uuid:uuid>/", exchange.exchange_detail, name="exchange-detail"),
    path(
        "exchange/<uuid:uuid>/confirm/",
        exchange.exchange_confirm,
        name="exchange-confirm",
    ),
    path(
        "exchange/<uuid:uuid>/forget/",
        exchange.exchange_forget,
        name="exchange-forget",
    ),
]

files = [
    path("media/", media.media_list, name="media-list"),
    path("media/<slug:digest>/", media.media_picture, name="media-picture"),
]

urlpatterns = [
    *drafts,
    *suggestions,
    *ratings,
    *exchanges,
    *files,
    *what_is_learned,
]
