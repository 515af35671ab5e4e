"""The steps of a plan in the browser."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from plans.actions.planning import mark_item, remove_item, set_item
from plans.choices import ItemKind
from plans.forms.plan import ItemForm
from plans.views.plan import managed_plan, now_and_here, visible_plan
from staff.access import leads, only


@require_http_methods(["GET", "POST"])
@only(leads)
def item_add(request, uuid):
    plan = managed_plan(request, uuid)
    initial = {"kind": ItemKind.MODULE, "goal": request.GET.get("goal")}
    form = ItemForm(request.POST or None, plan=plan, initial=initial)
    return _asked(request, plan, form)


@require_http_methods(["GET", "POST"])
@only(leads)
def item_edit(request, uuid, pk):
    plan = managed_plan(request, uuid)
    item = get_object_or_404(plan.items, pk=pk)
    initial = {
        "kind": item.kind,
        "module": item.module_id,
        "text": item.text,
        "goal": item.goal_id,
        "due_on": item.due_on,
    }
    form = ItemForm(request.POST or None, plan=plan, initial=initial)
    return _asked(request, plan, form, item)


def _asked(request, plan, form, item=None):
    """Save what is valid and go back to the plan; else show the form."""
    if form.is_valid():
        try:
            set_item(plan=plan, item=item, **form.cleaned_data, **now_and_here(request))
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            return redirect(plan)
    context = {"plan": plan, "item": item, "form": form}
    return render(request, "plans/item_edit.html", context)


@require_POST
@only(leads)
def item_remove(request, uuid, pk):
    plan = managed_plan(request, uuid)
    item = get_object_or_404(plan.items, pk=pk)
    try:
        remove_item(plan=plan, item=item, **now_and_here(request))
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("The step is out of the plan."))
    return redirect(plan)


@require_POST
@login_required
def item_mark(request, uuid, pk):
    plan = visible_plan(request, uuid)
    item = get_object_or_404(plan.items, pk=pk)
    is_done = request.POST.get("is_done") == "yes"
    try:
        mark_item(plan=plan, item=item, is_done=is_done, **now_and_here(request))
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return redirect(plan)
