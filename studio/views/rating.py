"""What those who completed a module say of it, for those who write."""

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from staff.access import edits_catalogue, only
from training.models import Module
from training.queries.ratings import ratings_of


@require_safe
@only(edits_catalogue)
def rating_list(request, slug):
    module = get_object_or_404(Module, slug=slug)
    context = {"module": module, "ratings": ratings_of(module)}
    return render(request, "studio/rating_list.html", context)
