"""The studio: what is being written, before it is published."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from staff.access import edits_catalogue, only


@require_safe
@only(edits_catalogue)
def draft_list(request):
    return render(request, "studio/draft_list.html")
