from django.urls import path

from studio.views import draft, exchange, media

app_name = "studio"

drafts = [
    path("", draft.draft_list, name="draft-list"),
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
    *exchanges,
    *files,
]
