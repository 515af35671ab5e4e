"""A learning path: its modules in order, and what comes next."""

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from training.queries.paths import paths_for


@require_safe
@login_required
def path_detail(request, slug):
    paths = paths_for(request.user, slug)
    if not paths:
        raise Http404
    return render(request, "training/path_detail.html", {"on_offer": paths[0]})
