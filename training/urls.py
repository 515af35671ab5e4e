from django.urls import path

from training.views import (
    certificate,
    enrolment,
    module,
    refresher,
    scenario,
    step,
)

app_name = "training"

modules = [
    path("", module.module_list, name="module-list"),
    path("modules/<slug:slug>/", module.module_detail, name="module-detail"),
]

enrolments = [
    path("<uuid:uuid>/", enrolment.enrolment_detail, name="enrolment-detail"),
    path("<uuid:uuid>/start/", enrolment.enrolment_start, name="enrolment-start"),
]

steps = [
    path("<uuid:uuid>/steps/<slug:key>/", step.step_detail, name="step-detail"),
    path(
        "<uuid:uuid>/steps/<slug:key>/debrief/<int:number>/",
        scenario.scenario_debrief,
        name="scenario-debrief",
    ),
]

refreshers = [
    path("refresh/", refresher.refresher_portion, name="refresher-portion"),
]

certificates = [
    path("certificates/", certificate.certificate_list, name="certificate-list"),
    path(
        "certificates/<uuid:uuid>/pdf/",
        certificate.certificate_pdf_of,
        name="certificate-pdf",
    ),
]

urlpatterns = [*modules, *enrolments, *steps, *refreshers, *certificates]
