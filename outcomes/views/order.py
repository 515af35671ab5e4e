"""Drawn order: who should start next, so that whoever waits is a fair comparison."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from plans.queries.drawn_order import drawn_order, seed_of
from staff.access import leads, only
from training.models import Module

# As many as an address carries.
MOST = 200


@require_safe
@only(leads)
def module_order(request, slug):
    module = get_object_or_404(Module, slug=slug)
    people = drawn_order(module, request.user, request.user.today())
    first = _wave(request.GET.get("first", ""), len(people))
    wave = [("people", person.pk) for person in people[:first]]
    asked = urlencode([("modules", module.pk), *wave])
    context = {
        "module": module,
        "seed": seed_of(module),
        "people": people,
        "first": first,
        "most": min(len(people), MOST),
        "assign_url": f"{reverse('plans:batch-add')}?{asked}",
    }
    return render(request, "outcomes/module_order.html", context)


def _wave(asked, total):
    """Return how many start first: as asked, else a third of all."""
    wanted = int(asked) if asked.isdecimal() and len(asked) < 6 else (total + 2) // 3
    return max(min(wanted, total, MOST), min(1, total))
