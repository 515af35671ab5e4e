from django.urls import path

from studio.views import draft, learned

app_name = "studio"

drafts = [
    path("", draft.draft_list, name="draft-list"),
]

what_is_learned = [
    path("learned/", learned.learned_list, name="learned-list"),
    path(
        "scenarios/<slug:slug>/learned/",
        learned.scenario_learned,
        name="scenario-learned",
    ),
    path(
        "modules/<slug:slug>/questions/",
        learned.module_questions,
        name="module-questions",
    ),
]

urlpatterns = [
    *drafts,
    *what_is_learned,
]
