"""Files that mean harm, or nothing: rows are set aside, nothing ever raises."""

import csv
import io

import pytest
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from staff.importing.columns import Field
from staff.importing.preview import groups_of, lines_of, reasons_of
from tests.factories.people_files import plan_of, take_in
from tests.factories.staff import EmployeeFactory, TeamFactory
from tests.staff.importing.test_reference import undone

CELLS = st.sampled_from(
    """n1|N1|n2|0n1|m|Anna|Berg, Anna|,|2026-11-01|2025-01-01|31/11/2026|03/04/2026
9999-12-31|0000-00-00|٢٠٢٦-١١-٠١|-1|1e9|=cmd()|+1|@x|a@b.de|A@B.DE|a@b|x@ß.de|de|tlh|North|north
North / Bar|/|//|>| / |Company|company / company|Bar|bar|cook|COOK|ß|SS|ﷺ|\u200b|\u2028
'; DROP TABLE staff_employee; --|<script>|{{ 7 }}|%s|%(x)s|{0}|\x1f|\x00|\ud800""".replace(
        "\n", "|"
    ).split("|")
) | st.text(max_size=12)
HUGE = st.sampled_from(["x" * 61, "x" * 151, "x" * 5000, "ﷺ" * 60, "/".join("ab" * 40)])


# A code, a name, the team above and a path, most of them sound.
TEAM_CELLS = st.sampled_from(
    ["", "north", "North", "Bar", "Spa"] * 2
) | st.sampled_from(
    [
        "/",
        ">",
        "|",
        "//",
        " / ",
        "> /",
        "North / >",
        "North / Bar",
        "bar",
        "company",
        "7",
    ]
)
SOUND = [Field.NUMBER, Field.FIRST_NAME, Field.HIRED_ON, Field.MANAGER, Field.TEAM_CODE]
SOUND += [Field.TEAM, Field.PARENT_TEAM, Field.TEAM_PATH]


def text_of(header, rows):
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";")
    writer.writerows([header, *rows])
    return out.getvalue()


@st.composite
def sound_tables(draw):
    """Return what ``tables`` does, of people whom only their team keeps out."""
    numbers = draw(st.lists(st.sampled_from("abcdef"), unique=True, min_size=1))
    cells = st.lists(TEAM_CELLS, min_size=4, max_size=4)
    rows = [
        [number, "Anna", "2026-11-01", draw(st.sampled_from(["", "a", "m"]))]
        + draw(cells)
        for number in numbers
    ]
    columns = {str(field): place for place, field in enumerate(SOUND)}
    return text_of(SOUND, rows), columns


@st.composite
def tables(draw):
    """Return the text of a CSV file and which of its columns means what."""
    width = draw(st.integers(1, 8))
    cells = st.lists(CELLS | CELLS | CELLS | HUGE, max_size=width + 1)
    header = draw(st.lists(st.text(max_size=8), min_size=width, max_size=width))
    fields = draw(st.permutations(Field.values))
    columns = {field: place for place, field in enumerate(fields) if place < width}
    columns |= {"number": 0, "first_name": width - 1}
    return text_of(header, draw(st.lists(cells, min_size=1, max_size=8))), columns


QUIET = {"deadline": None, "suppress_health_check": list(HealthCheck)}


def survive(table, new_teams):
    text, columns = table
    said = {"columns": columns, "new_teams": new_teams, "date_order": "dmy"}
    content = text.encode("utf-8", "surrogatepass")
    with undone():
        company = TeamFactory(code="company", name="Company")
        north = TeamFactory(code="north", name="North", parent=company)
        EmployeeFactory(
            employee_number="n1", email="a@b.de", team=north, manages=[north]
        )
        EmployeeFactory(employee_number="m", team=company, left_on=None)
        try:
            plan = plan_of(content, **said)
        except ValidationError as refused:
            return refused.code
        for person in plan.people:
            assert lines_of(person, plan)
        assert groups_of(plan) or not plan.people
        assert all(
            r.example.reason and r.example.way_out for r in reasons_of(plan.problems)
        )
        take_in(content, leaves_rows_out=True, **said)
        assert plan_of(content, **said).is_empty
        return None


@pytest.mark.django_db
@settings(max_examples=50, **QUIET)
@given(
    sound_tables() | sound_tables() | tables(),
    st.sampled_from(["refuse", "below_root"]),
)
def test_no_file_ever_raises(table, new_teams):
    survive(table, new_teams)


@pytest.mark.soak
@pytest.mark.django_db
@settings(max_examples=3_000, **QUIET)
@given(
    sound_tables() | sound_tables() | tables(),
    st.sampled_from(["refuse", "below_root"]),
)
def test_no_file_ever_raises_however_often(table, new_teams):
    survive(table, new_teams)
