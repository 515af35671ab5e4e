"""A real browser for journeys.

Tests marked ``journey`` run with all others and only look. `make screens` runs the same
tests, and those marked ``screens``, and writes a picture of every view into screens/.
"""

import os
import shutil

import pytest
from django.conf import settings
from django.db import connection
from playwright.sync_api import expect, sync_playwright

from tests.journeys.camera import ALL_VIEWS, DESKTOP, HEIGHT, ONE_VIEW, PHONE, Camera
from tests.journeys.pages import pages_without_picture
from tests.signing_in import signed_in

# Playwright keeps an event loop in this thread, and Django then refuses the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

# When to give up, on a machine that does much else at once. Nothing waits this long
# unless it fails.
expect.set_options(timeout=15_000)
GIVE_UP_MS = 20_000

BROWSER_NAMES = ["chromium-headless-shell", "chromium", "chromium-browser"]
BROWSER_NAMES += ["google-chrome", "chrome", "msedge"]
BROWSER_ARGUMENTS = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-gpu",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]


def writes_pictures(config):
    marks = config.option.markexpr
    return "screens" in marks and "not screens" not in marks


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config, items):
    if not writes_pictures(config):
        return
    for item in items:
        if item.get_closest_marker("journey"):
            item.add_marker(pytest.mark.screens)


@pytest.fixture(scope="session")
def browser():
    """The browser: BROWSER_PATH, else the first that is installed."""
    installed = filter(None, map(shutil.which, BROWSER_NAMES))
    path = os.environ.get("BROWSER_PATH") or next(installed, None)
    if path is None:
        pytest.fail("No browser found. Install Chromium or set BROWSER_PATH.")
    as_root = ["--no-sandbox"] if getattr(os, "geteuid", lambda: 1)() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path, args=BROWSER_ARGUMENTS + as_root
        )
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def paths(request):
    """The paths of all pages looked at; `make screens` fails when a page is missing."""
    paths = set()
    yield paths
    config = request.config
    is_whole = config.args == ["tests/journeys"] and not config.option.keyword
    if writes_pictures(config) and is_whole and not request.session.testsfailed:
        missing = pages_without_picture(paths)
        assert not missing, f"No journey takes a picture of: {sorted(missing)}"


@pytest.fixture(scope="session")
def looked_at():
    """The routes looked at so far: without pictures each is enough once."""
    return set()


@pytest.fixture
def camera(request, paths, looked_at):
    """The camera; after the test it complains of errors nobody looked at."""
    if writes_pictures(request.config):
        folder = request.config.rootpath / "screens"
        camera = Camera(ALL_VIEWS, folder, paths)
    else:
        # No page differs by the database under it: one of the two is looked at.
        views = ONE_VIEW if connection.vendor == "sqlite" else []
        camera = Camera(views, paths=paths, looked_at=looked_at)
    yield camera
    camera.settle()


@pytest.fixture
def open_page(browser, live_server, camera):
    """A function that opens a page of its own, as if on another device.

    employee: who is signed in already, or None. on_phone: 360 px wide and touched.
    """
    contexts = []

    def opened(employee=None, *, on_phone=False, **options):
        context = browser.new_context(
            base_url=live_server.url,
            viewport={"width": PHONE if on_phone else DESKTOP, "height": HEIGHT},
            has_touch=on_phone,
            reduced_motion="reduce",
            **options,
        )
        context.set_default_timeout(GIVE_UP_MS)
        contexts.append(context)
        if employee:
            context.add_cookies([session_cookie(employee, live_server.url)])
        page = context.new_page()
        camera.watch(page)
        return page

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture
def page(open_page):
    """A page on a desk where nobody has signed in."""
    return open_page()


def session_cookie(employee, url):
    """Return the cookie that signs ``employee`` in, for a browser."""
    value = signed_in(employee).cookies[settings.SESSION_COOKIE_NAME].value
    return {"name": settings.SESSION_COOKIE_NAME, "value": value, "url": url}
