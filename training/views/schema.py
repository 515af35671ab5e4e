"""The JSON Schemas of content files, for everybody: editors fetch them by name."""

from django.http import Http404, JsonResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from training.content.structure import SCHEMA_OF


@require_safe
@cache_control(public=True, max_age=86400)
def schema(request, kind):
    found = SCHEMA_OF.get(f"encore.{kind}/1")
    if found is None:
        raise Http404
    # A schema is named by where it is found, and that is here.
    named = found | {"$id": request.build_absolute_uri(request.path)}
    return JsonResponse(
        named,
        content_type="application/schema+json",
        json_dumps_params={"ensure_ascii": False, "indent": 2},
    )
