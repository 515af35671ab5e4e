"""Every door of the house."""

from django.http import HttpResponse
from django.urls import include, path
from django.views.decorators.http import require_safe

from api.errors import UnknownPath


@require_safe
def health(request):
    return HttpResponse("ok", content_type="text/plain")


urlpatterns = [
    path("health", health, name="health"),
    path("", include("dashboard.urls")),
    path("", include("staff.urls")),
    path("learn/", include("training.urls")),
    path("learn/suggest/", include("studio.learn_urls")),
    path("certificates/", include("training.certificate_urls")),
    path("schemas/", include("training.schema_urls")),
    path("studio/", include("studio.urls")),
    path("", include("plans.urls")),
    path("", include("api.people_urls")),
    path("payoff/", include("outcomes.urls")),
    path("keys/", include("api.key_urls")),
    path("api/v1/", include("api.urls")),
    path("api/v1", UnknownPath.as_view()),
]
