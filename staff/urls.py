"""The doors of staff: named lists, one a noun, joined at the bottom."""

from django.urls import path

from staff.views import (
    account,
    code,
    people_import,
    person,
    person_edit,
    role,
    set_up,
    sign_in,
    team,
)

app_name = "staff"

sign_ins = [
    path("sign-in/", sign_in.sign_in, name="sign-in"),
    path("sign-out/", sign_in.sign_out, name="sign-out"),
]

codes = [
    path("welcome/", code.code_redeem, name="code-redeem"),
    path("people/codes/", code.code_sheet, name="code-sheet"),
]

set_ups = [
    path("set-up/", set_up.set_up, name="set-up"),
    path("set-up/people/", set_up.set_up_people, name="set-up-people"),
    path("set-up/organisation/", set_up.organisation_add, name="organisation-add"),
    path("set-up/you/", set_up.first_person_add, name="first-person-add"),
]

accounts = [
    path("me/", account.account_edit, name="account-edit"),
    path("me/password/", account.password_edit, name="password-edit"),
]

people = [
    path("people/", person.person_list, name="person-list"),
    path("people/<int:pk>/", person.person_detail, name="person-detail"),
]

person_edits = [
    path("people/add/", person_edit.person_add, name="person-add"),
    path("people/<int:pk>/edit/", person_edit.person_edit, name="person-edit"),
    path(
        "people/<int:pk>/employments/<int:employment_pk>/",
        person_edit.employment_edit,
        name="employment-edit",
    ),
    path("people/<int:pk>/move/", person_edit.person_move, name="person-move"),
    path("people/<int:pk>/rehire/", person_edit.person_rehire, name="person-rehire"),
]

people_imports = [
    path("people/import/", people_import.people_import_add, name="people-import-add"),
    path(
        "people/import/<uuid:uuid>/",
        people_import.people_import_detail,
        name="people-import-detail",
    ),
    path(
        "people/import/<uuid:uuid>/columns/",
        people_import.people_import_map,
        name="people-import-map",
    ),
    path(
        "people/import/<uuid:uuid>/confirm/",
        people_import.people_import_confirm,
        name="people-import-confirm",
    ),
    path(
        "people/import/<uuid:uuid>/retry/",
        people_import.people_import_retry,
        name="people-import-retry",
    ),
    path(
        "people/import/<uuid:uuid>/rows/",
        people_import.people_import_rows,
        name="people-import-rows",
    ),
]

roles = [
    path("people/<int:pk>/roles/grant/", role.role_grant, name="role-grant"),
    path("people/<int:pk>/roles/revoke/", role.role_revoke, name="role-revoke"),
]

teams = [
    path("teams/", team.team_list, name="team-list"),
    path("teams/add/", team.team_add, name="team-add"),
    path("teams/<int:pk>/", team.team_edit, name="team-edit"),
    path("teams/<int:pk>/move/", team.team_move, name="team-move"),
    path(
        "teams/<int:pk>/managers/add/", team.team_manager_add, name="team-manager-add"
    ),
    path(
        "teams/<int:pk>/managers/<int:employee_pk>/end/",
        team.team_manager_end,
        name="team-manager-end",
    ),
]

urlpatterns = [
    *sign_ins,
    *codes,
    *set_ups,
    *accounts,
    *people,
    *person_edits,
    *people_imports,
    *roles,
    *teams,
]
