"""Pages of people that concern their keys too."""

from django.urls import path

from api import leaving

app_name = "api-people"

urlpatterns = [
    path("people/<int:pk>/leave/", leaving.person_leave, name="person-leave"),
]
