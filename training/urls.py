from django.urls import include, path

from training.views import (
    certificate,
    enrolment,
    further_attempt,
    learning_path,
    module,
    observation,
    refresher,
    scenario,
    step,
    video,
)

app_name = "training"

modules = [
    path("", module.module_list, name="module-list"),
    path("modules/<slug:slug>/", module.module_detail, name="module-detail"),
    path("paths/<slug:slug>/", learning_path.path_detail, name="path-detail"),
]

enrolments = [
    path("<uuid:uuid>/", enrolment.enrolment_detail, name="enrolment-detail"),
    path("<uuid:uuid>/start/", enrolment.enrolment_start, name="enrolment-start"),
    path("<uuid:uuid>/rating/", enrolment.enrolment_rate, name="enrolment-rate"),
]

steps = [
    path("<uuid:uuid>/steps/<slug:key>/", step.step_detail, name="step-detail"),
    path(
        "<uuid:uuid>/steps/<slug:key>/debrief/<int:number>/",
        scenario.scenario_debrief,
        name="scenario-debrief",
    ),
    path(
        "<uuid:uuid>/steps/<slug:key>/media/<slug:digest>/",
        video.step_media,
        name="step-media",
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

observations = [
    path("", observation.observation_list, name="observation-list"),
    path(
        "<uuid:uuid>/<slug:key>/", observation.observation_add, name="observation-add"
    ),
    path(
        "<uuid:uuid>/<slug:key>/observers/",
        observation.observer_add,
        name="observer-add",
    ),
    path(
        "<uuid:uuid>/<slug:key>/observers/<int:pk>/remove/",
        observation.observer_remove,
        name="observer-remove",
    ),
]

attempts = [
    path(
        "attempts/<uuid:uuid>/<slug:key>/",
        further_attempt.further_attempt_add,
        name="further-attempt-add",
    ),
]

urlpatterns = [
    *modules,
    *enrolments,
    *steps,
    *attempts,
    *refreshers,
    *certificates,
    path("observe/", include(observations)),
]
