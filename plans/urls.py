from django.urls import path

from plans.views import batch

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
]

urlpatterns = [*batches]
