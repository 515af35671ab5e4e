from django.urls import path

from studio.views import (
    content,
    draft,
    exchange,
    learned,
    media,
    play,
    publishing,
    question_file,
    rating,
    scenario,
    suggestion,
)

app_name = "studio"

drafts = [
    path("", draft.draft_list, name="draft-list"),
    path("drafts/<uuid:uuid>/remove/", draft.draft_remove, name="draft-remove"),
]

scenarios = [
    path("scenarios/new/", draft.draft_add, {"kind": "scenario"}, name="scenario-add"),
    path("scenarios/<uuid:uuid>/", scenario.scenario_edit, name="scenario-edit"),
    path(
        "scenarios/<uuid:uuid>/parts/",
        scenario.scenario_change,
        name="scenario-change",
    ),
    path(
        "scenarios/<uuid:uuid>/remove/",
        scenario.scenario_part_remove,
        name="scenario-part-remove",
    ),
    path("scenarios/<uuid:uuid>/play/", play.scenario_play, name="scenario-play"),
    path(
        "scenarios/<uuid:uuid>/publish/",
        publishing.draft_publish,
        {"kind": "scenario"},
        name="scenario-publish",
    ),
    path(
        "scenarios/<slug:slug>/edit/",
        draft.draft_open,
        {"kind": "scenario"},
        name="scenario-open",
    ),
    path(
        "scenarios/<slug:slug>/copy/",
        draft.draft_copy,
        {"kind": "scenario"},
        name="scenario-copy",
    ),
    path(
        "scenarios/<slug:slug>/versions/",
        publishing.version_list,
        {"kind": "scenario"},
        name="scenario-versions",
    ),
]


def written(kind, folder):
    """Return the paths of modules or question banks that are being written."""
    is_kind = {"kind": kind}
    return [
        path(f"{folder}/new/", draft.draft_add, is_kind, name=f"{kind}-add"),
        path(f"{folder}/<uuid:uuid>/", content.content_edit, is_kind, f"{kind}-edit"),
        path(
            f"{folder}/<uuid:uuid>/parts/",
            content.content_change,
            is_kind,
            f"{kind}-change",
        ),
        path(
            f"{folder}/<uuid:uuid>/preview/",
            content.content_preview,
            is_kind,
            f"{kind}-preview",
        ),
        path(
            f"{folder}/<uuid:uuid>/publish/",
            publishing.draft_publish,
            is_kind,
            f"{kind}-publish",
        ),
        path(f"{folder}/<slug:slug>/edit/", draft.draft_open, is_kind, f"{kind}-open"),
        path(f"{folder}/<slug:slug>/copy/", draft.draft_copy, is_kind, f"{kind}-copy"),
        path(
            f"{folder}/<slug:slug>/versions/",
            publishing.version_list,
            is_kind,
            f"{kind}-versions",
        ),
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

question_files = [
    path("questions/", question_file.question_file_add, name="question-file-add"),
    path(
        "questions/<uuid:uuid>/",
        question_file.question_file_detail,
        name="question-file-detail",
    ),
    path(
        "questions/<uuid:uuid>/confirm/",
        question_file.question_file_confirm,
        name="question-file-confirm",
    ),
]

files = [
    path("media/", media.media_list, name="media-list"),
    path("media/<slug:digest>/", media.media_file, name="media-file"),
]

urlpatterns = [
    *drafts,
    *scenarios,
    *written("module", "modules"),
    *written("bank", "banks"),
    *what_is_learned,
    *suggestions,
    *ratings,
    *exchanges,
    *question_files,
    *files,
]
