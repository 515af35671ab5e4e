from django.urls import path

from studio.views import draft

app_name = "studio"

drafts = [
    path("", draft.draft_list, name="draft-list"),
]

urlpatterns = [
    *drafts,
]
