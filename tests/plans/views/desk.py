"""Working at the assign desk: what is sent there, and what it counts."""

import re
import uuid

URL = "/assign/"
# An enrolment that ended well.
FINISHED = {
    "status": "completed",
    "completed_on": "2026-10-02",
    "progress_percent": 100,
}


def asked(people, modules, **more):
    """Return what the desk sends to give ``modules`` to ``people``, and ``more``."""
    return {
        "batch": str(uuid.uuid4()),
        "people": [person.pk for person in people],
        "modules": [module.pk for module in modules],
    } | more


def confirm(browser, desk):
    """Look at the desk, then confirm what it shows."""
    shown = browser.post(URL, desk)
    seen = re.search(r'name="seen" value="([^"]+)"', shown.text)[1]
    return browser.post(URL, desk | {"seen": seen, "act": "confirm"})


def total(response):
    """Return how many enrolments the desk says it would make."""
    return int(re.search(r'enc-total".*?<b>(\d+)</b>', response.text, re.DOTALL)[1])
