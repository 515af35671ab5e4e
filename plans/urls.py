from django.urls import path

from plans.views import batch, goal, item, plan, recall, template

app_name = "plans"

batches = [
    path("assign/", batch.batch_add, name="batch-add"),
    path("assign/<uuid:uuid>/", batch.batch_detail, name="batch-detail"),
    path("assign/<uuid:uuid>/undo/", batch.batch_undo, name="batch-undo"),
    path(
        "assign/enrolments/<uuid:uuid>/withdraw/",
        batch.enrolment_withdraw,
        name="enrolment-withdraw",
    ),
    path("assign/open/<slug:slug>/", recall.module_open, name="module-open"),
    path(
        "assign/open/<slug:slug>/withdraw/",
        recall.module_withdraw,
        name="module-withdraw",
    ),
]

plans = [
    path("people/<int:pk>/plan/", plan.plan_add, name="plan-add"),
    path("plans/<uuid:uuid>/", plan.plan_detail, name="plan-detail"),
    path("plans/<uuid:uuid>/days/", plan.plan_edit, name="plan-edit"),
    path("plans/<uuid:uuid>/propose/", plan.plan_propose, name="plan-propose"),
    path("plans/<uuid:uuid>/agree/", plan.plan_agree, name="plan-agree"),
    path("plans/<uuid:uuid>/complete/", plan.plan_complete, name="plan-complete"),
    path("plans/<uuid:uuid>/cancel/", plan.plan_cancel, name="plan-cancel"),
]

goals = [
    path("plans/<uuid:uuid>/goals/", goal.goal_add, name="goal-add"),
    path("plans/<uuid:uuid>/goals/<int:pk>/", goal.goal_edit, name="goal-edit"),
    path(
        "plans/<uuid:uuid>/goals/<int:pk>/remove/",
        goal.goal_remove,
        name="goal-remove",
    ),
]

items = [
    path("plans/<uuid:uuid>/steps/", item.item_add, name="item-add"),
    path("plans/<uuid:uuid>/steps/<int:pk>/", item.item_edit, name="item-edit"),
    path(
        "plans/<uuid:uuid>/steps/<int:pk>/remove/",
        item.item_remove,
        name="item-remove",
    ),
    path("plans/<uuid:uuid>/steps/<int:pk>/done/", item.item_mark, name="item-mark"),
]

templates = [
    path("plans/templates/", template.template_list, name="template-list"),
    path("plans/templates/add/", template.template_add, name="template-add"),
    path("plans/templates/<int:pk>/", template.template_edit, name="template-edit"),
    path(
        "plans/templates/<int:pk>/remove/",
        template.template_remove,
        name="template-remove",
    ),
    path(
        "plans/templates/<int:pk>/goals/",
        template.template_goal_add,
        name="template-goal-add",
    ),
    path(
        "plans/templates/<int:pk>/goals/<int:goal_pk>/",
        template.template_goal_edit,
        name="template-goal-edit",
    ),
    path(
        "plans/templates/<int:pk>/goals/<int:goal_pk>/remove/",
        template.template_goal_remove,
        name="template-goal-remove",
    ),
]

urlpatterns = [*batches, *plans, *goals, *items, *templates]
