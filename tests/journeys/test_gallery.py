"""Every component as it looks, and what script adds to it."""

import datetime as dt
import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.journeys.camera import ALL_VIEWS

pytestmark = [pytest.mark.journey, pytest.mark.urls("tests.gallery.urls")]


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("/page/parts", "parts"),
        ("/page/form", "form"),
        ("/form-refused", "form-refused"),
        ("/page/play", "player"),
        ("/page/door", "door"),
        ("/page/graph", "graph"),
        ("/nowhere", "error-404"),
    ],
)
def test_gallery_page_looks_right(page, camera, address, name):
    # The gallery holds every part of every page: it is looked at from all sides.
    camera.views, camera.looked_at = camera.views and ALL_VIEWS, None
    page.goto(address)

    camera.take(page, f"gallery-{name}")


def test_theme_is_kept_from_page_to_page(page):
    page.goto("/page/plain")
    page.get_by_role("button", name="Switch between light and dark").click()

    page.goto("/page/form")

    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")


def test_key_presses_the_choice_with_its_letter(page):
    page.goto("/page/play")

    page.keyboard.press("b")

    page.wait_for_url("**/page/play?choice=b")


def test_letters_typed_into_a_field_press_nothing(page):
    page.goto("/page/play")
    page.evaluate(
        "document.querySelector('form').append(document.createElement('input'))"
    )

    asked = []
    page.on("request", lambda request: asked.append(urlsplit(request.url).query))

    page.locator("form input").press_sequentially("a")
    page.locator("form input").blur()
    page.keyboard.press("b")

    page.wait_for_url("**/page/play?choice=b")
    assert [query for query in asked if query] == ["choice=b"]


def test_choose_all_ticks_everybody_and_shows_some(page):
    page.goto("/page/parts")
    everybody = page.get_by_label("Choose all")

    everybody.check()
    expect(page.locator("#rows :checked")).to_have_count(3)
    page.get_by_label("Jonas Weber").uncheck()

    expect(everybody).to_have_js_property("checked", False)
    expect(everybody).to_have_js_property("indeterminate", True)


def test_filter_sends_itself(page):
    page.goto("/page/parts")

    page.get_by_label("Team").select_option("old")

    page.wait_for_url("**team=old**")


def test_menu_opens_and_escape_closes_it(page):
    page.goto("/page/parts")
    menu = page.locator(".enc-menu")

    page.get_by_label("Mona Lindqvist: your menu").click()
    page.get_by_role("button", name="Sign out").focus()
    page.keyboard.press("Escape")

    expect(menu).to_have_js_property("open", False)


def test_copy_puts_the_secret_on_the_clipboard(open_page):
    page = open_page(permissions=["clipboard-read", "clipboard-write"])
    page.clock.install()
    page.goto("/page/parts")
    page.clock.pause_at(dt.datetime.now(dt.UTC) + dt.timedelta(hours=1))

    page.get_by_role("button", name="Copy").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    page.clock.run_for(2000)
    expect(page.get_by_role("button", name="Copy", exact=True)).to_be_visible()

    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == "enc_7H3kQwZs81mYb2V5tXn9LrPc4DfGjKa6"


def test_places_beyond_five_stand_in_the_menu_on_a_phone(open_page):
    page = open_page(on_phone=True)
    page.goto("/page/parts")

    page.get_by_label("Mona Lindqvist: your menu").click()

    expect(page.locator(".enc-tabs a")).to_have_count(5)
    keys = page.locator(".enc-menu").get_by_role("link", name="Keys")
    expect(keys).to_be_visible()


def test_pager_swaps_its_piece_and_works_without_script(open_page):
    page = open_page(java_script_enabled=False)
    page.goto("/page/parts")

    page.get_by_role("link", name="After", exact=True).click()

    expect(page).to_have_url(re.compile(r"\?page=3$"))


def test_after_a_swap_the_reader_stands_at_the_new_piece(page):
    page.goto("/page/plain")

    page.get_by_role("button", name="Fetch").click()

    expect(page.locator("#piece")).to_be_focused()
    expect(page.locator("#piece")).to_have_text("Arrived.")
    expect(page.locator("[aria-busy]")).to_have_count(0)


def test_request_that_fails_is_told_in_words(page, camera):
    page.goto("/page/plain")

    # The console tells it twice: the browser's line comes first, htmx's after it.
    with page.expect_console_message(lambda line: line.text.startswith("Response")):
        page.get_by_role("button", name="Break").click()

    expect(page.get_by_text("That did not reach us.")).to_be_visible()
    assert "500" in camera.watches[page].told()[0]
    expect(page.locator("#piece")).to_have_text("Not here yet.")


def test_graph_is_drawn_and_its_scenes_are_links(page):
    page.goto("/page/graph")

    expect(page.locator(".enc-graph .scene")).to_have_count(18)
    expect(page.locator(".enc-graph .ghost")).to_have_count(2)
    page.locator(".enc-graph text", has_text="Two boxes").click()

    expect(page).to_have_url(re.compile(r"\?at=two-boxes$"))


def test_graph_keeps_its_place_when_it_is_drawn_anew(page):
    page.goto("/page/graph")
    page.get_by_role("button", name="Larger").click()
    view = page.locator("[data-graph-view]")
    view.evaluate("view => view.scrollTo(40, 90)")
    width = view.locator("svg").get_attribute("width")

    page.get_by_role("button", name="Draw again").click()

    expect(page.locator(".enc-graph text", has_text="Two holes")).to_be_attached()
    expect(view.locator("svg")).to_have_attribute("width", width)
    assert view.evaluate("view => [view.scrollLeft, view.scrollTop]") == [40, 90]
