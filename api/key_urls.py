from django.urls import path

from api import views

app_name = "api-keys"

urlpatterns = [
    path("", views.key_list, name="key-list"),
    path("new/", views.key_add, name="key-add"),
    path("<int:pk>/keep/", views.key_keep, name="key-keep"),
    path("<int:pk>/revoke/", views.key_revoke, name="key-revoke"),
]
