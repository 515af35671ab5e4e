"""Certificates: one's own, on paper, and the page that says whether one still counts."""

import re

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from staff.models import Employee
from training.certification.paper import certificate_pdf
from training.queries.certifications import (
    certificate_coded,
    certificates_on_paper,
    house_name,
    periods_of,
    renewing_modules,
    standings_by_urgency,
)

# What a code is made of; blanks and strokes are typed for the eye.
NO_CODE = re.compile(r"[^0-9A-Z]")


@require_safe
@login_required
def certificate_list(request):
    today = request.user.today()
    standing = list(standings_by_urgency([request.user.pk], today))
    paths = renewing_modules(standing)
    leading = {period.pk for period in standing}
    context = {
        "today": today,
        "standing": [(period, paths.get(period.module_id)) for period in standing],
        "earlier": [p for p in periods_of(request.user, today) if p.pk not in leading],
    }
    return render(request, "training/certificate_list.html", context)


@require_safe
@login_required
def certificate_pdf_of(request, uuid):
    people = Employee.objects.visible_to(request.user, request.user.today())
    period = get_object_or_404(certificates_on_paper(people), uuid=uuid)
    address = request.build_absolute_uri(period.get_absolute_url())
    pdf = certificate_pdf(period, organisation=house_name(), address=address)
    response = HttpResponse(pdf, content_type="application/pdf")
    name = f"certificate-{period.module.slug}-{period.valid_from}.pdf"
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response


@require_safe
@never_cache
def certificate(request, code):
    """Whether a certificate counts, for whoever holds its code: no more than needed."""
    period = certificate_coded(NO_CODE.sub("", code.upper()))
    if period is None:
        response = render(request, "training/certificate_unknown.html", status=404)
    else:
        context = {"period": period, "organisation": house_name()}
        response = render(request, "training/certificate.html", context)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
