"""Files of answers that mean harm, or nothing: rows are set aside, nothing ever raises."""

import csv
import io

import pytest
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from feedback.actions.answers_import import ANSWERS
from staff.actions import file_import as acts
from staff.actions.file_import import (
    confirm_file_import,
    map_file_import,
    run_file_import,
    start_file_import,
)
from staff.importing.kind import FileMapping
from staff.queries.file_import import (
    file_preview,
    file_trial,
    rejected_reasons,
    rejected_table,
)
from tests.factories.staff import EmployeeFactory, TeamFactory, moment
from tests.staff.importing.test_reference import undone

AT = moment()
KEYS = [column.key for column in ANSWERS.columns]
TEXTS = """n1|N1|a@b.de|Kim Lee|Lee, Kim|Kim Lee; n1|n1,n1|north|2026-11-01|03/04/2026
1788177900|31/11/2026|46265.5|9999-12-31|0000-00-00|2026-11-01T10:00:00+99:00|٢٠٢٦-١١-٠١
1|5|4,5|10|100|101|4/0|4/999|80 %|nan|inf|-1|1e9|5 - good|★★★|very satisfied|yes|no|x
maybe|-|n/a|=cmd()|+1|@x|h:00|ß|SS|ﷺ|\u200b|\u2028|'; DROP TABLE feedback_credit; --
<script>|%s|{0}|\x1f|\x00|\ud800|Total|12:00|25:00|2 pm|en|Date"""
CELLS = st.sampled_from(TEXTS.replace("\n", "|").split("|")) | st.text(max_size=12)
HUGE = st.sampled_from(["x" * 300, "1" * 5000, "ﷺ" * 9_000, "x" * 11_000, '"' * 7])
ANSWER_TEXTS = st.sampled_from(
    ["", "dmy", "mdy", "1-5", "0-10", "5-1", "1-1", "9-", "no", "take", "leave_out"]
    + ["UTC", "Europe/Berlin", "../etc", "Mars/Base", "words", "x" * 300]
)
QUESTIONS = [
    *("date_order", "time_zone", "scale:csat", "scale:nps", "scale:ces", "scale:stars"),
    *("empty:complaint", "only:complaint", "empty:resolved_first"),
]


@st.composite
def files(draw):
    """Return the bytes of a file, which column means what, and what was answered."""
    width = draw(st.integers(3, 9))
    cells = st.lists(CELLS | CELLS | CELLS | HUGE, max_size=width + 1)
    header = draw(st.lists(st.text(max_size=8), min_size=width, max_size=width))
    keys = draw(st.permutations(KEYS))
    columns = {key: place for place, key in enumerate(keys) if place < width}
    for place, key in enumerate(("occurred", "employee", "csat")):
        columns = {k: p for k, p in columns.items() if p != place or k == key}
        columns[key] = place
    columns = {key: place for key, place in columns.items() if place < width}
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerow(header)
    for row in draw(st.lists(cells, min_size=1, max_size=8)):
        csv.writer(out, delimiter=draw(st.sampled_from(";;;,"))).writerow(row)
    answers = {key: draw(ANSWER_TEXTS) for key in QUESTIONS}
    return out.getvalue().encode("utf-8", "surrogatepass"), columns, answers


QUIET = {"deadline": None, "suppress_health_check": list(HealthCheck)}


def survive(content, columns, answers):
    with undone():
        company = TeamFactory(code="company", name="Company")
        north = TeamFactory(code="north", name="North", parent=company)
        EmployeeFactory(employee_number="n1", email="a@b.de", team=north)
        for _namesake in range(2):
            EmployeeFactory(first_name="Kim", last_name="Lee", team=north)
        try:
            draft = start_file_import(
                kind=ANSWERS,
                file=io.BytesIO(content),
                file_name="x.csv",
                source_key="tool",
                by=None,
                at=AT,
            )
            mapping = FileMapping(
                {k: p for k, p in columns.items() if p < len(draft.header)}, answers
            )
            draft = map_file_import(
                file_import=draft, kind=ANSWERS, mapping=mapping, at=AT
            )
            preview = file_preview(draft, ANSWERS)
            assert all(row.values is not None for row in preview.shown)
            trial = file_trial(draft, ANSWERS)
            confirm_file_import(file_import=draft, kind=ANSWERS, by=None, at=AT)
        except ValidationError as refused:
            return refused.code
        done = run_file_import(draft, ANSWERS, lambda: AT)
        assert (done.state, done.note) == ("done", "")
        assert done.place == done.rows_total
        assert done.rows_rejected == trial.rejected_count
        assert all(r.reason and r.way_out for r in rejected_reasons(done, ANSWERS))
        assert len(list(rejected_table(done, ANSWERS))) == done.rows_rejected + 1
        return None


@pytest.fixture(autouse=True)
def no_gap(monkeypatch):
    monkeypatch.setattr(acts, "GAP_SECONDS", 0)


@pytest.mark.django_db
@settings(max_examples=12, **QUIET)
@given(files())
def test_no_file_of_answers_ever_raises(file):
    survive(*file)


@pytest.mark.soak
@pytest.mark.django_db
@settings(max_examples=3_000, **QUIET)
@given(files())
def test_no_file_of_answers_ever_raises_however_often(file):
    survive(*file)
