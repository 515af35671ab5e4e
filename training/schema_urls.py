"""The schemas of content files, for editors and programs that check them."""

from django.urls import path

from training.views import schema

app_name = "schemas"

urlpatterns = [
    path("<slug:kind>-1.json", schema.schema, name="schema"),
]
