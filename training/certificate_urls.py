"""The one page that verifies a certificate, for whoever has its code."""

from django.urls import path

from training.views import certificate

app_name = "certificates"

urlpatterns = [
    path("<str:code>/", certificate.certificate, name="certificate"),
]
