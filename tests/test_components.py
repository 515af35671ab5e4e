"""Components rendered alone: what they say to eyes and to screen readers."""

import datetime as dt
import re
from types import SimpleNamespace

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.utils import translation

from outcomes.wording.axis import Axis
from tests.gallery.urls import GalleryForm


def component(name, **context):
    request = RequestFactory().get("/people?team=old&page=2")
    text = render_to_string(f"components/{name}.html", context, request)
    return re.sub(r"\s+", " ", text).strip()


def words(html):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).strip()


# Forms ---------------------------------------------------------------------


class PersonForm(forms.Form):
    name = forms.CharField(help_text="As on the payslip.")
    email = forms.EmailField(required=False)


def test_field_names_its_control_help_and_error():
    field = PersonForm(data={})["name"]

    html = component("field", field=field)

    assert '<label for="id_name">Name</label>' in html
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'aria-invalid="true"' in html
    assert 'class="form-control"' in html
    assert '<div class="help" id="id_name_helptext">As on the payslip.</div>' in html
    assert words(html).endswith("This field is required.")


def test_field_says_what_may_stay_empty():
    html = component("field", field=PersonForm()["email"])

    assert words(html) == "Email (optional)"


def test_field_puts_choices_under_one_legend():
    html = component("field", field=GalleryForm(data={})["pace"])

    assert html.startswith('<fieldset class="enc-field" aria-describedby="id_pace_')
    assert "<legend>Pace</legend>" in html
    assert html.count('class="form-check-input"') == 2


def test_field_puts_a_tick_box_inside_its_label():
    html = component("field", field=GalleryForm()["waves"])

    assert html.index("<label") < html.index("<input") < html.index("Start in two")


def test_widget_keeps_the_classes_it_was_given():
    html = str(GalleryForm()["note"])

    assert 'class="form-control tall"' in html
    assert html.count("class=") == 1


def test_form_renders_whole_with_hidden_fields_and_one_alert():
    html = str(GalleryForm(data={}))

    assert html.count('role="alert"') == 1
    assert html.count('class="enc-field"') == 9
    assert html.count('type="hidden" name="token"') == 1


def test_form_errors_speak_of_the_whole_form_first():
    form = PersonForm(data={"name": "Ida"})
    form.add_error(None, "Two people have this number.")

    assert words(component("form_errors", form=form)) == "Two people have this number."


def test_form_errors_are_silent_while_all_is_well():
    assert component("form_errors", form=PersonForm()) == ""


# Lists, states, figures ------------------------------------------------------


def test_pager_keeps_the_filter_and_says_where_one_is():
    html = component("pager", page=Paginator(range(312), 50).page(2), target="#people")

    assert words(html) == "Before 51 to 100 of 312 After"
    assert 'href="?team=old&amp;page=1"' in html
    assert 'hx-get="?team=old&amp;page=3" hx-target="#people"' in html


def test_pager_is_absent_when_everything_fits():
    assert component("pager", page=Paginator(range(3), 50).page(1)) == ""


def test_pager_walks_by_cursor():
    html = component("pager", next_url="?cursor=abc")

    assert words(html) == "After"
    assert "hx-get" not in html


@pytest.mark.parametrize(
    ("kind", "icon"), [("late", "alert-circle"), ("soon", "clock"), ("ok", "check")]
)
def test_tag_has_shape_beside_colour(kind, icon):
    html = component("tag", text="Thu", kind=kind)

    assert f"#tabler-{icon}" in html
    assert words(html) == "Thu"


def test_mood_is_said_in_words():
    html = component("mood", level=2, word="Losing patience", change="worse by one")

    assert 'aria-label="Mood 2 of 5: Losing patience, worse by one"' in html
    assert html.count('class="on"') == 2


def test_steps_count_what_is_behind_and_mark_the_present():
    html = component("steps", done=1, total=4, label="Moment 2 of 4")

    assert re.findall(r"<span( class=\"\w+\")?></span>", html) == [
        ' class="on"',
        ' class="now"',
        "",
        "",
    ]


def test_steps_that_are_over_mark_no_present():
    html = component("steps", done=4, total=4, label="All four", is_over=True)

    assert html.count('class="on"') == 4


def test_undo_posts_and_says_until_when():
    until = dt.datetime(2026, 11, 23, 10, 42, tzinfo=dt.UTC)

    html = component("undo", text="5 enrolments assigned.", until=until, url="/undo")

    assert words(html) == "5 enrolments assigned. Undo until 10:42. Undo"
    assert '<form method="post" action="/undo">' in html
    assert "csrfmiddlewaretoken" in html


def test_state_is_a_heading_of_the_first_rank_only_as_a_page():
    assert "<h2>Empty</h2>" in component("state", title="Empty")
    assert "<h1>Empty</h1>" in component("state", title="Empty", is_page=True)


def test_figure_without_rows_is_no_link():
    figs = [SimpleNamespace(label="Minutes", value=128, url="", note="")]

    assert "<a" not in component("figs", figs=figs)


def test_bar_writes_its_share_with_a_point_in_every_language():
    with translation.override("de"):
        html = component("bar", percent=62.5, label="62,5 %")

    assert "width:62.5%" in html


# Findings ----------------------------------------------------------------------


def test_verdict_says_its_word_beside_its_shape():
    html = component("verdict", mark="harm", text="Harmful")

    assert 'data-v="harm"' in html
    assert "encore-shapes.svg#harm" in html
    assert words(html) == "Harmful"


def test_interval_writes_its_places_and_is_said_in_words():
    line = Axis(-0.3, 0.4, 0.1, 0.1).line(gain=0.15, low=-0.5, high=0.3)

    html = component("interval", line=line, mark="pays", label="+.15, from −.50 to .30")

    assert 'class="enc-iv cut-l"' in html
    assert 'role="img" aria-label="+.15, from −.50 to .30"' in html
    assert "--lo:0.00%;--hi:85.71%;--a:64.29%;--b:64.29%;--m:64.29%" in html


def test_split_bar_hides_from_readers_what_its_key_says():
    few = SimpleNamespace(
        key="few-after", name="Few after", count=3, text="fewer than 5", url="/x"
    )

    html = component("split", parts=[few])

    assert 'class="enc-splitbar" aria-hidden="true"' in html
    assert "flex:3" in html
    assert words(html) == "Few after fewer than 5"


def test_gate_says_what_is_missing_and_that_it_is_not_passed():
    gate = SimpleNamespace(
        name="People", have="11 of at least 20", is_passed=False, missing="9 more"
    )

    html = component("gates", rows=[gate], caption="Enough to judge?")

    assert words(html) == "Enough to judge? People 9 more 11 of at least 20 not yet"


# Pages -----------------------------------------------------------------------


def test_page_of_500_needs_no_context():
    html = render_to_string("500.html")

    assert "What you had saved before is safe." in html
    assert "hx-headers" not in html


@pytest.mark.urls("tests.gallery.urls")
def test_broken_page_answers_500_with_words(db):
    response = Client(raise_request_exception=False).get("/broken")

    assert response.status_code == 500
    assert "Something broke on our side" in response.text


@pytest.mark.urls("tests.gallery.urls")
def test_stale_form_answers_403_with_a_way_back(db):
    response = Client(enforce_csrf_checks=True).post("/page/form")

    assert response.status_code == 403
    assert "That page was open for too long" in response.text


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "500"])
def test_error_page_says_first_what_is_safe(name):
    html = render_to_string(f"{name}.html")

    first = re.search(r'<ul class="enc-kept">.*?<li>(.*?)</li>', html, re.DOTALL)[1]
    assert re.search(r"safe|changed", words(first))
    assert html.count("btn-primary") == 1


def test_base_follows_the_language():
    with translation.override("de"):
        html = render_to_string("500.html")

    assert '<html lang="de" dir="ltr">' in html


@pytest.mark.urls("tests.gallery.urls")
def test_visitor_sees_no_places_and_no_menu(client, db):
    response = client.get("/nowhere")

    assert response.status_code == 404
    assert "enc-tabs" not in response.text
    assert "enc-menu" not in response.text
