"""One person, as everybody who may see them sees them."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from dashboard.queries import enrolments_of
from staff.access import leads
from staff.models import Employee


@require_safe
@login_required
def person_learning(request, pk):
    today = request.user.today()
    people = Employee.objects.visible_to(request.user, today)
    person = get_object_or_404(people, pk=pk)
    context = {
        "person": person,
        "today": today,
        "enrolments": enrolments_of(people.filter(pk=person.pk), today),
        "leads": leads(request.user),
        "may_take_back": leads(request.user) and person != request.user,
    }
    return render(request, "dashboard/person_learning.html", context)
