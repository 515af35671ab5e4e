from django.urls import path

from plans import views

app_name = "plans"

urlpatterns = [
    path("", views.batch_add, name="batch-add"),
    path("<uuid:uuid>/", views.batch_detail, name="batch-detail"),
    path("<uuid:uuid>/undo/", views.batch_undo, name="batch-undo"),
    path(
        "enrolments/<uuid:uuid>/withdraw/",
        views.enrolment_withdraw,
        name="enrolment-withdraw",
    ),
]
