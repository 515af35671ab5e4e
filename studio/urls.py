from django.urls import path

from studio.views import draft, exchange

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

urlpatterns = [
    *drafts,
    *exchanges,
]
