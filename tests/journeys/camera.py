"""A camera that looks at pages: it finds what is wrong and takes the picture."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import axe_playwright_python

from tests.journeys.pages import route_of

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()
# Axe would fetch every style sheet again for one rule about turned phones; it loses
# their addresses on the way, so ours would seem to miss files.
AXE_RUN = """async () => {
  const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
  const { violations } = await axe.run({ runOnly: tags, preload: false });
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map((node) => `${id}: ${help}: ${node.html.slice(0, 160)}`));
}"""
LOOK = (Path(__file__).parent / "look.js").read_text()
# Colours may fade; whoever measures them waits until they stand still.
TURN = """async (theme) => {
  const frame = () => new Promise(requestAnimationFrame);
  await frame();
  document.documentElement.dataset.bsTheme = theme;
  // What the bar above covers half is no small target: it is scrolled away from.
  scrollTo(0, 0);
  await document.fonts.ready;
  await frame();
  await frame();
  const fades = document.getAnimations().filter((a) => a instanceof CSSTransition);
  await Promise.allSettled(fades.map((fade) => fade.finished));
}"""
LIGHT_AND_DARK = ("light", "dark")
PHONE, DESKTOP = 360, 1280
ALL_VIEWS = [(width, theme) for width in (PHONE, DESKTOP) for theme in LIGHT_AND_DARK]
# Looking takes half the time of a journey: without pictures there is one view, that with
# the least room.
ONE_VIEW = [(PHONE, "light")]
HEIGHT = 800
# What htmx says when a newer request takes the place of one under way, as it should.
ABORTED = ("htmx:sendAbort", "htmx:afterRequest")
HERE = {"127.0.0.1", "localhost", ""}


@dataclass
class Watch:
    """What went wrong on one page since somebody last looked."""

    troubles: list = field(default_factory=list)
    refused: set = field(default_factory=set)

    def on_console(self, message):
        if message.type == "error" and not message.text.startswith(ABORTED):
            self.troubles.append((message.text, message.location.get("url", "")))

    def on_error(self, error):
        self.troubles.append((f"script stopped: {error}", ""))

    def on_request(self, request):
        if (urlsplit(request.url).hostname or "") not in HERE:
            self.troubles.append((f"request to the outside: {request.url}", ""))

    def on_response(self, response):
        # A page that answers 404 is a page like any other; the console calls it an error.
        if response.status >= 400 and response.request.is_navigation_request():
            self.refused.add(response.url)

    def told(self):
        """Return what went wrong, in words, and forget it."""
        told = [
            f"console: {text} {url}".strip()
            for text, url in self.troubles
            if not (text.startswith("Failed to load resource") and url in self.refused)
        ]
        self.troubles.clear()
        return told


class Camera:
    """Looks at a page on a phone and on a desk, by day and by night.

    views: pairs of width and theme, the ways of looking. folder: where pictures go; None
    writes nothing. paths: a set that keeps the path of every page taken. looked_at: a set
    of routes, by pages.route_of, that need no second look; None looks every time.
    """

    def __init__(self, views, folder=None, paths=None, looked_at=None):
        self.views, self.folder = views, folder
        self.paths = set() if paths is None else paths
        self.looked_at = looked_at
        self.watches = {}

    def watch(self, page):
        """Begin to notice errors and outside requests of ``page``."""
        watch = self.watches[page] = Watch()
        page.on("console", watch.on_console)
        page.on("pageerror", watch.on_error)
        page.on("request", watch.on_request)
        page.on("response", watch.on_response)

    def take(self, page, name, is_ours=True):
        """Fail on anything wrong with ``page`` as it stands; write it as ``name``.

        name: words joined by hyphens, "today-empty"; the picture's file begins with it.
        A click does not wait for the page that it leads to: whoever clicked expects
        something of that page first; here its styles and scripts are waited for.
        Raises AssertionError that lists everything found in every view.
        """
        page.wait_for_load_state()
        path = urlsplit(page.url).path
        self.paths.add(path)
        before = page.viewport_size
        found = self.watches[page].told()
        for width, theme in self.views if self._is_to_be_looked_at(path) else []:
            self._turn(page, width, theme)
            wrong = page.evaluate(LOOK) + self._asked_axe(page) if is_ours else []
            found += [f"{width} {theme}: {line}" for line in wrong]
            if self.folder:
                self._write(page, f"{name}-{width}-{theme}")
        page.emulate_media(color_scheme="light")
        page.set_viewport_size(before)
        found += self.watches[page].told()
        assert not found, "\n".join([f"{name} at {page.url}", *found])

    def settle(self):
        """Fail on errors of any page that nobody has looked at since."""
        found = [line for watch in self.watches.values() for line in watch.told()]
        assert not found, "\n".join(found)

    def _turn(self, page, width, theme):
        page.set_viewport_size({"width": width, "height": HEIGHT})
        page.emulate_media(color_scheme=theme)
        page.evaluate(TURN, theme)

    def _is_to_be_looked_at(self, path):
        if self.looked_at is None:
            return True
        route = route_of(path)
        is_new = route not in self.looked_at
        self.looked_at.add(route)
        return is_new

    def _asked_axe(self, page):
        if not page.evaluate("'axe' in window"):
            page.evaluate(AXE)
        return page.evaluate(AXE_RUN)

    def _write(self, page, name):
        assert re.fullmatch(r"[a-z0-9-]+", name), name
        # As tall as the page, so that a bar at the thumb stands at its end.
        tall = page.evaluate("document.scrollingElement.scrollHeight")
        page.set_viewport_size(
            {"width": page.viewport_size["width"], "height": max(HEIGHT, tall)}
        )
        self.folder.mkdir(parents=True, exist_ok=True)
        page.screenshot(
            path=self.folder / f"{name}.png", full_page=True, animations="disabled"
        )
