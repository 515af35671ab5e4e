"""The camera must see what it promises to see: each flaw is put on a page first."""

import pytest

from tests.journeys.camera import ONE_VIEW

pytestmark = [pytest.mark.journey, pytest.mark.urls("tests.gallery.urls")]


@pytest.mark.parametrize(
    ("flaw", "told"),
    [
        ("<div style='width:3000px'>wide</div>", "sideways scroll"),
        ("<input name='nameless'>", "control without a label"),
        ("<button></button>", "control without a label"),
        ("<p style='color:#ccc'>pale</p>", "color-contrast"),
        ("<h1>Second</h1>", "2 headings"),
        ("<a class='btn btn-primary' href='#'>A</a>" * 2, "2 filled buttons"),
        ("<i id='main'></i>", "the id main stands twice"),
    ],
)
def test_camera_refuses_a_flawed_page(page, camera, flaw, told):
    camera.views, camera.looked_at = ONE_VIEW, None
    page.goto("/page/plain")
    page.locator("#wrong").evaluate("(e, html) => { e.innerHTML = html }", flaw)

    with pytest.raises(AssertionError, match=told):
        camera.take(page, "flawed")


def test_camera_refuses_errors_of_the_console(page, camera):
    page.goto("/page/plain")
    page.evaluate("console.error('out of tune')")

    with pytest.raises(AssertionError, match="out of tune"):
        camera.take(page, "flawed")


def test_camera_refuses_inline_script_that_the_policy_stopped(page, camera):
    page.goto("/page/plain")
    page.evaluate(
        "document.head.append(Object.assign("
        "document.createElement('script'), { textContent: 'alert(1)' }))"
    )

    with pytest.raises(AssertionError, match="Content Security Policy"):
        camera.take(page, "flawed")


def test_camera_refuses_requests_to_the_outside(open_page, camera):
    page = open_page(bypass_csp=True)  # else the policy stops it before it leaves
    page.goto("/page/plain")
    page.evaluate(
        "fetch('http://outside.example/', { mode: 'no-cors' }).catch(() => 0)"
    )

    with pytest.raises(AssertionError, match="request to the outside"):
        camera.take(page, "flawed")


def test_camera_complains_at_the_end_of_what_nobody_looked_at(page, camera):
    page.goto("/page/plain")
    with page.expect_console_message():
        page.evaluate("console.error('out of tune')")

    with pytest.raises(AssertionError, match="out of tune"):
        camera.settle()
