"""The catalogue, as a learner sees it."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from staff.access import edits_catalogue, keeps_people
from staff.choices import Role
from training.actions.enrolments import enrol_self
from training.actions.learning import start_enrolment
from training.models import Module
from training.queries.learning import (
    catalogue_for,
    newest_enrolment,
    open_enrolments,
    steps_on_offer,
)
from training.queries.paths import paths_for
from training.queries.prerequisites import missing_before
from training.queries.ratings import with_stars
from training.queries.refreshers import portion_of, retention_of
from training.views.enrolment import after_step

PAGE_ROWS = 50


def sees_cost(user):
    """Return whether ``user`` is shown what a module costs: authors, HR, administrators."""
    return keeps_people(user) or Role.AUTHOR in user.roles


@require_safe
@login_required
def module_list(request):
    catalogue = Paginator(catalogue_for(request.user), PAGE_ROWS)
    page = catalogue.get_page(request.GET.get("page"))
    today = request.user.today()
    context = {
        "open": open_enrolments(request.user),
        "paths": paths_for(request.user),
        "page": page,
        "modules": with_stars(page.object_list),
        "today": today,
        "portion": portion_of(request.user, today),
        "retention": retention_of(request.user, today),
    }
    return render(request, "training/module_list.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def module_detail(request, slug):
    on_offer = Module.objects.on_offer().prefetch_related("skills")
    [module] = with_stars([get_object_or_404(on_offer, slug=slug)])
    refusal = None
    if request.method == "POST":
        at = timezone.now()
        try:
            enrolment = enrol_self(employee=request.user, module=module, at=at)
            enrolment = start_enrolment(enrolment=enrolment, at=at)
        except ValidationError as refused:
            refusal = refused
        else:
            return redirect(*after_step(enrolment))
    context = {
        "module": module,
        "refusal": refusal,
        "sees_cost": module.has_cost and sees_cost(request.user),
        "steps": steps_on_offer(module),
        "reads_ratings": edits_catalogue(request.user),
        "missing": missing_before(request.user, module),
        "mine": newest_enrolment(request.user, module),
    }
    return render(request, "training/module_detail.html", context)
