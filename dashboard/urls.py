from django.urls import include, path

from dashboard.views import (
    answer,
    certificates,
    complaint,
    customers,
    file_import,
    my_team,
    person,
    source,
    today,
)

app_name = "dashboard"

home = [
    path("", today.home, name="home"),
    path("today/", today.today, name="today"),
]

teams = [
    path("my-team/", my_team.my_team, name="my-team"),
    path("my-team/enrolments/", my_team.my_team_enrolments, name="my-team-enrolments"),
    path("my-team/plans/", my_team.my_team_plans, name="my-team-plans"),
    path("my-team/retention/", my_team.my_team_retention, name="my-team-retention"),
    path(
        "my-team/certificates/",
        certificates.my_team_certificates,
        name="my-team-certificates",
    ),
]

people = [
    path("people/<int:pk>/learning/", person.person_learning, name="person-learning"),
    path("people/<int:pk>/overview/", person.person_overview, name="person-overview"),
    path("people/<int:pk>/heard/", person.person_heard, name="person-heard"),
]

certified = [
    path(
        "people/<int:pk>/certificates/",
        certificates.person_certificates,
        name="person-certificates",
    ),
    path(
        "people/<int:pk>/certificates/cover/",
        certificates.cover_add,
        name="cover-add",
    ),
    path(
        "people/<int:pk>/certificates/<slug:slug>/revoke/",
        certificates.certificate_revoke,
        name="certificate-revoke",
    ),
]

heard = [
    path("customers/", customers.customers, name="customers"),
    path("customers/answers/", customers.customers_answers, name="customers-answers"),
    path("customers/answers/<uuid:uuid>/", answer.answer_detail, name="answer-detail"),
    path(
        "customers/answers/<uuid:uuid>/credit/",
        answer.answer_credit,
        name="answer-credit",
    ),
    path(
        "customers/answers/<uuid:uuid>/delete/",
        answer.answer_delete,
        name="answer-delete",
    ),
    path("customers/complaints/", complaint.complaint_list, name="complaint-list"),
    path(
        "customers/complaints/<uuid:uuid>/",
        complaint.complaint_detail,
        name="complaint-detail",
    ),
]

sources = [
    path("", source.source_list, name="source-list"),
    path("<slug:key>/", source.source_detail, name="source-detail"),
    path("<slug:key>/end/", source.source_end, name="source-end"),
    path("<slug:key>/go-on/", source.source_go_on, name="source-go-on"),
    path("<slug:key>/days/", source.source_days, name="source-days"),
]

file_imports = [
    path("", file_import.file_import_list, name="file-import-list"),
    path("add/<slug:kind>/", file_import.file_import_add, name="file-import-add"),
    path("<uuid:uuid>/", file_import.file_import_detail, name="file-import-detail"),
    path("<uuid:uuid>/columns/", file_import.file_import_map, name="file-import-map"),
    path(
        "<uuid:uuid>/confirm/",
        file_import.file_import_confirm,
        name="file-import-confirm",
    ),
    path("<uuid:uuid>/pause/", file_import.file_import_pause, name="file-import-pause"),
    path(
        "<uuid:uuid>/resume/", file_import.file_import_resume, name="file-import-resume"
    ),
    path(
        "<uuid:uuid>/cancel/", file_import.file_import_cancel, name="file-import-cancel"
    ),
    path("<uuid:uuid>/rows/", file_import.file_import_rows, name="file-import-rows"),
    path("<uuid:uuid>/again/", file_import.file_import_again, name="file-import-again"),
]

urlpatterns = [
    *home,
    *teams,
    *people,
    *certified,
    *heard,
    path("data/", include(file_imports)),
    path("data/sources/", include(sources)),
]
