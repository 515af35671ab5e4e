"""Doors of the studio for everybody who learns; they stand below learn/."""

from django.urls import path

from studio.views import suggestion

app_name = "suggestions"

urlpatterns = [
    path("", suggestion.suggestion_add, name="suggestion-add"),
    path(
        "<uuid:uuid>/withdraw/",
        suggestion.suggestion_withdraw,
        name="suggestion-withdraw",
    ),
]
