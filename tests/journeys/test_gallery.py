"""Every component as it looks, and what script adds to it."""

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.journey, pytest.mark.urls("tests.gallery.urls")]


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("/page/parts", "parts"),
        ("/page/form", "form"),
        ("/form-refused", "form-refused"),
        ("/page/play", "player"),
        ("/page/door", "door"),
        ("/nowhere", "error-404"),
    ],
)
def test_gallery_page_looks_right(page, camera, address, name):
    page.goto(address)

    camera.take(page, f"gallery-{name}")


def test_theme_is_kept_from_page_to_page(page):
    page.goto("/page/plain")
    page.get_by_role("button", name="Switch between light and dark").click()

    page.goto("/page/form")

    assert page.locator("html").get_attribute("data-bs-theme") == "dark"


def test_key_presses_the_choice_with_its_letter(page):
    page.goto("/page/play")

    page.keyboard.press("b")

    page.wait_for_url("**/page/play?choice=b")


def test_letters_typed_into_a_field_press_nothing(page):
    page.goto("/page/play")
    page.evaluate(
        "document.querySelector('form').append(document.createElement('input'))"
    )

    page.locator("form input").press_sequentially("ab")

    assert page.url.endswith("/page/play")


def test_choose_all_ticks_everybody_and_shows_some(page):
    page.goto("/page/parts")
    everybody = page.get_by_label("Choose all")

    everybody.check()
    ticked = page.locator("#rows :checked").count()
    page.get_by_label("Jonas Weber").uncheck()

    assert ticked == 3
    assert everybody.evaluate("box => [box.checked, box.indeterminate]") == [
        False,
        True,
    ]


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

    assert menu.get_attribute("open") is None


def test_copy_puts_the_secret_on_the_clipboard(open_page):
    page = open_page(permissions=["clipboard-read", "clipboard-write"])
    page.goto("/page/parts")

    page.get_by_role("button", name="Copy").click()
    page.get_by_text("Copied").wait_for()

    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == "enc_7H3kQwZs81mYb2V5tXn9LrPc4DfGjKa6"


def test_places_beyond_five_stand_in_the_menu_on_a_phone(open_page):
    page = open_page(on_phone=True)
    page.goto("/page/parts")

    page.get_by_label("Mona Lindqvist: your menu").click()

    assert page.locator(".enc-tabs a").count() == 5
    assert page.locator(".enc-menu").get_by_role("link", name="Keys").is_visible()


def test_pager_swaps_its_piece_and_works_without_script(open_page):
    page = open_page(java_script_enabled=False)
    page.goto("/page/parts")

    page.get_by_role("link", name="After").click()

    assert page.url.endswith("?page=3")


def test_after_a_swap_the_reader_stands_at_the_new_piece(page):
    page.goto("/page/plain")

    page.get_by_role("button", name="Fetch").click()

    expect(page.locator("#piece")).to_be_focused()
    assert page.locator("#piece").text_content() == "Arrived."
    assert page.locator("[aria-busy]").count() == 0


def test_request_that_fails_is_told_in_words(page, camera):
    page.goto("/page/plain")

    page.get_by_role("button", name="Break").click()

    page.get_by_text("That did not reach us.").wait_for()
    assert "500" in camera.watches[page].told()[0]
    assert page.locator("#piece").text_content() == "Not here yet."
