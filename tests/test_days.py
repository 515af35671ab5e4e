"""Days on pages are written in one way; config/formats says which."""

import re

from django.conf import settings

TEMPLATES = settings.BASE_DIR / "templates"
# Where the year is known: today, marks below a chart, a span whose end says it.
WITHOUT_A_YEAR = {
    "dashboard/_course_chart.html",
    "dashboard/my_team.html",
    "dashboard/today.html",
    "plans/_course.html",
    "plans/plan_detail.html",
}


def test_every_day_on_a_page_has_its_year():
    ways = {
        str(path.relative_to(TEMPLATES)): set(
            re.findall(r'\|date:"([^"]*j[^"]*)"', path.read_text())
        )
        for path in TEMPLATES.rglob("*.html")
    }

    assert {name for name, found in ways.items() if found & {"j M", "D j M"}} == (
        WITHOUT_A_YEAR
    )
    with_year = {"j M Y", "D j M Y", "j M Y, H:i", "D j M Y, H:i"}
    assert set().union(*ways.values()) == with_year | {"j M", "D j M"}
