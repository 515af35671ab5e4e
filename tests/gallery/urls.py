"""The gallery: one page per address, from the file of that name beside this one."""

import datetime as dt
from pathlib import Path
from types import SimpleNamespace

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.template import engines
from django.urls import include, path

from outcomes.wording.axis import Axis
from studio.wording.graph import shown_graph
from training.content.reading import read_content
from training.scenario.graph import graph_of
from training.scenario.validate import findings

HERE = Path(__file__).parent
A_SCENARIO = (
    Path(settings.BASE_DIR) / "training/starter/scenarios/a-drill-for-one-hole.yaml"
)


class GalleryForm(forms.Form):
    name = forms.CharField(help_text="As it stands on the payslip.")
    email = forms.EmailField(required=False)
    team = forms.ChoiceField(
        choices=[("harbour", "Harbour Street"), ("old", "Old Town")]
    )
    hired_on = forms.DateField(widget=forms.DateInput(attrs={"type": "date"}))
    file = forms.FileField(help_text="CSV or XLSX, up to 10 MB.")
    pace = forms.ChoiceField(
        choices=[("one", "One by one"), ("all", "All at once")],
        widget=forms.RadioSelect,
        help_text="You can change it later.",
    )
    days = forms.MultipleChoiceField(
        choices=[("mon", "Monday"), ("tue", "Tuesday")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    note = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 3, "class": "tall"}), required=False
    )
    waves = forms.BooleanField(label="Start in two waves, drawn by lot.")
    token = forms.CharField(widget=forms.HiddenInput, required=False)


AXIS = Axis(-0.3, 0.4, 0.1, 0.1)
VERDICTS = [
    ("pays", "Pays off"),
    ("works", "Works, not yet worth its cost"),
    ("none", "No evidence"),
    ("more", "Not enough data"),
    ("harm", "Harmful"),
]


def place(label, icon, **more):
    return SimpleNamespace(url="#", label=label, icon=icon, is_current=False, **more)


def context():
    return {
        "user": SimpleNamespace(
            is_authenticated=True,
            initials="ML",
            full_name="Mona Lindqvist",
            employee_number="E1004",
        ),
        "navigation": [
            SimpleNamespace(url="#", label="Today", icon="sun", is_current=True),
            place("Learn", "book-2"),
            place("My team", "users"),
            place("Assign", "send"),
            place("People", "address-book"),
            place("Keys", "key"),
        ],
        "page": Paginator(range(312), 50).page(2),
        "until": dt.datetime(2026, 11, 23, 10, 42, tzinfo=dt.UTC),
        "figs": [
            SimpleNamespace(label="Done", value="7 of 9", url="#", note="2 to go"),
            SimpleNamespace(label="Overdue", value=3, url="#", note="oldest: 12 days"),
            SimpleNamespace(label="In progress", value=4, url="#", note=""),
            SimpleNamespace(label="Minutes", value=128, url="", note="this week"),
        ],
        "people": ["Jonas Weber", "Sana Qureshi", "Łukasz Kovács"],
        "walk": ["Organisation", "You", "People"],
        "verdicts": VERDICTS,
        "lines": [
            (
                AXIS.line(gain=0.15, low=0.08, high=0.21, strict=0.13, generous=0.17),
                "pays",
            ),
            (AXIS.line(gain=0.1, low=-0.5, high=0.7, strict=0.0, generous=0.2), "more"),
        ],
        "places": [
            a_place("used", "Used", 64),
            a_place("few-before", "Fewer than 10 answers before", 22),
            a_place("few-after", "Fewer than 5 answers after", 14),
            a_place("no-assigned-day", "No date of assignment kept", 11),
            a_place("nobody-to-compare", "No one to compare with that week", 7),
            a_place("outside", "Completed before the first answers", 5),
        ],
        "gates": [
            SimpleNamespace(name="Teams", have="14 of at least 8", is_passed=True),
            SimpleNamespace(
                name="People", have="11 of at least 20", missing="9 more people"
            ),
        ],
    }


def a_place(key, name, count):
    return SimpleNamespace(
        key=key, name=name, count=count, text=count, url="#", is_wide=count > 12
    )


def rendered(request, name, **more):
    template = engines["django"].from_string((HERE / f"{name}.html").read_text())
    return HttpResponse(template.render(context() | more, request))


def show(request, name):
    return rendered(request, name, form=GalleryForm())


def form_refused(request):
    form = GalleryForm(data={})
    form.is_valid()
    messages.success(request, "Saved.")
    messages.error(request, "The file is empty.")
    messages.warning(request, "Two names look alike.")
    messages.info(request, "The numbers are from last night.")
    return rendered(request, "form", form=form)


def broken(request):
    raise RuntimeError("The gallery breaks on purpose.")


def piece(request):
    return HttpResponse('<p id="piece" tabindex="-1" data-focus>Arrived.</p>')


def graph(request, name="graph"):
    """A scenario half written, or with ``?drawn=again`` once more with another start."""
    document = read_content(A_SCENARIO)
    document["scenes"]["sparks"]["choices"][0]["go"] = "not-written"
    del document["scenes"]["the-drawing"]["choices"][0]["go"]
    if request.GET.get("drawn") == "again":
        document["scenes"]["one-hole"]["title"] = {"en": "Two holes"}
    drawn = graph_of(document, "en", findings(document))
    shown = shown_graph(drawn, name="drawn", href=lambda node: f"?at={node.key}")
    return rendered(request, name, graph=shown)


def graph_again(request):
    return graph(request, "graph_again")


DOORS = ("sign-in", "sign-out")

urlpatterns = [
    path("page/graph", graph),
    path("graph-again", graph_again),
    path("piece", piece),
    path("form-refused", form_refused),
    path("broken", broken),
    path("page/<str:name>", show),
    path("", include(([path("", show, {"name": "parts"}, "home")], "dashboard"))),
    path(
        "",
        include(
            (
                [path(word, show, {"name": "parts"}, word) for word in DOORS],
                "staff",
            )
        ),
    ),
]
