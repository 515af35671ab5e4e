"""People: the list, and one of them."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from staff.access import is_administrator, keeps_people, leads, may_hand_code, only
from staff.choices import Role
from staff.forms.person import PersonFilterForm
from staff.models import Employee
from staff.queries.people import person_page, person_rows

PEOPLE_A_PAGE = 50


@require_safe
@only(leads)
def person_list(request):
    today = request.user.today()
    form = PersonFilterForm(request.GET, user=request.user, today=today)
    people = form.kept_of(Employee.objects.visible_to(request.user, today))
    by_name = people.order_by("last_name", "first_name", "pk")
    page = Paginator(by_name, PEOPLE_A_PAGE).get_page(request.GET.get("page"))
    page.object_list = person_rows(page.object_list, today=today, at=now())
    context = {
        "form": form,
        "page": page,
        "is_filtered": form.is_valid() and any(form.cleaned_data.values()),
        "keeps_people": keeps_people(request.user),
    }
    fragment = "#people" if request.htmx else ""
    return render(request, f"staff/person_list.html{fragment}", context)


@require_safe
@login_required
def person_detail(request, pk):
    user, today = request.user, request.user.today()
    people = Employee.objects.visible_to(user, today).with_time_zone()
    employee = get_object_or_404(people, pk=pk)
    page = person_page(employee, today=today, at=now())
    may_grant = is_administrator(user) and employee != user and not page.row.has_left
    context = {
        "employee": employee,
        "page": page,
        "row": page.row,
        "is_me": employee == user,
        "may_hand_code": may_hand_code(user, employee),
        "may_keep": keeps_people(user),
        "grantable": [role for role in Role if role not in employee.roles]
        if may_grant
        else [],
        "may_revoke": may_grant,
    }
    return render(request, "staff/person_detail.html", context)
