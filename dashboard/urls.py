from django.urls import path

from dashboard import views

app_name = "dashboard"

urlpatterns = [
    path("", views.home, name="home"),
    path("today/", views.today, name="today"),
    path("my-team/", views.my_team, name="my-team"),
    path("my-team/enrolments/", views.my_team_enrolments, name="my-team-enrolments"),
    path("people/<int:pk>/learning/", views.person_learning, name="person-learning"),
]
