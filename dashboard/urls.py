from django.urls import path

from dashboard.views import my_team, person, today

app_name = "dashboard"

home = [
    path("", today.home, name="home"),
    path("today/", today.today, name="today"),
]

teams = [
    path("my-team/", my_team.my_team, name="my-team"),
    path("my-team/enrolments/", my_team.my_team_enrolments, name="my-team-enrolments"),
]

people = [
    path("people/<int:pk>/learning/", person.person_learning, name="person-learning"),
]

urlpatterns = [*home, *teams, *people]
