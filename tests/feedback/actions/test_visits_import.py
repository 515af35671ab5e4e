"""Files of visits, from their bytes to who came back."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from feedback.actions.visits_import import VISITS
from feedback.choices import SourceKind
from feedback.models import (
    CompletePeriod,
    Customer,
    DirtyWeek,
    Interaction,
    Measurement,
    Response,
    ReturnsMark,
    Source,
    WeeklyOutcome,
)
from staff.actions import file_import as acts
from staff.importing.kind import FileMapping
from staff.models import FileImport, RejectedRow
from staff.queries.file_import import (
    file_preview,
    file_questions,
    rejected_reasons,
    rejected_table,
)
from tests.factories.data_files import draft_of, take_in, told
from tests.factories.feedback import SourceFactory
from tests.factories.staff import EmployeeFactory, TeamFactory, moment

pytestmark = pytest.mark.django_db

HEADER = ["Date", "Cashier", "Card number", "Amount", "Receipt no"]
THROUGH = {"complete_through": "2026-11-20", "complete_beyond": "no_visits"}


@pytest.fixture(autouse=True)
def _quick(monkeypatch):
    monkeypatch.setattr(acts, "GAP_SECONDS", 0)


@pytest.fixture
def anna(company):
    return EmployeeFactory(
        employee_number="n1", first_name="Anna", last_name="Berg", team=company
    )


def visit(day, card="C-1", amount="12,50", number="", who="n1"):
    return [day, who, card, amount, number]


def visits(*rows, at=None, **answers):
    return take_in(
        VISITS, HEADER, *rows, source_key="tills", at=at, answers=THROUGH | answers
    )


def questions(*rows, **answers):
    draft = draft_of(VISITS, HEADER, *rows, source_key="tills", answers=answers)
    return {question.key: question for question in file_questions(draft, VISITS)}


def returned():
    rows = Measurement.objects.filter(metric__key="returned")
    pairs = rows.values_list("interaction__served_on", "value")
    return sorted((str(day), value) for day, value in pairs)


def periods():
    rows = CompletePeriod.objects.order_by("first_day")
    return [tuple(map(str, days)) for days in rows.values_list("first_day", "last_day")]


def test_visits_tell_who_came_back(anna):
    done = visits(
        visit("2026-06-01"),
        visit("2026-06-20"),
        visit("2026-06-20 18:30", card="C-2"),
        visit("2026-11-19"),
    )

    assert (done.state, told(done)) == ("done", (4, 0, 0, 0))
    assert Source.objects.get().kind == SourceKind.VISITS
    assert periods() == [("2026-06-01", "2026-11-20")]
    assert returned() == [
        ("2026-06-01", 1.0),
        ("2026-06-20", 0.0),
        ("2026-06-20", 0.0),
    ]
    assert Response.objects.count() == 0
    cells = WeeklyOutcome.objects.filter(metric__key="returned", employee=anna)
    assert sum(cells.values_list("responses", flat=True)) == 3


def test_visits_again_change_nothing(anna):
    rows = [visit("2026-06-01"), visit("2026-06-01"), visit("2026-06-20", number="7")]
    visits(*rows)
    before = returned()

    again = visits(*rows)

    assert told(again) == (0, 0, 3, 0)
    assert Interaction.objects.count() == 3
    assert returned() == before


def test_visits_with_what_was_spent_are_those_without_it(anna):
    rows = [["2026-06-01", "n1", "C-1", amount, ""] for amount in ("12,50", "8,00")]
    header = ["Date", "Cashier", "Card number", "Q7", ""]
    take_in(VISITS, header, *rows, source_key="tills", answers=THROUGH)

    again = visits(*rows)

    assert told(again) == (0, 2, 0, 0)


def test_visits_keep_no_customer_as_it_stood(anna):
    draft_of(VISITS, HEADER, visit("2026-06-01"), source_key="tills")
    visits(
        visit("2026-06-01", card="ann@example.com"),
        visit("2026-06-02", card="ann@example.com", who="nobody"),
    )

    [customer] = Customer.objects.all()
    [row] = RejectedRow.objects.all()
    assert "ann" not in customer.key_hash
    assert row.cells[2] == f"h:{customer.key_hash}"


def test_visits_set_aside_are_of_the_same_customer_when_they_return(anna):
    visits(visit("2026-06-01"), visit("2026-06-10", who="n2"))
    EmployeeFactory(employee_number="n2", team=anna.postings.get().team)
    [row] = RejectedRow.objects.all()

    visits(row.cells)

    assert Customer.objects.count() == 1
    assert returned()[0] == ("2026-06-01", 1.0)


@pytest.mark.parametrize("card", ["C-1", "Guest", "0", "-", "till-9"])
def test_visits_set_aside_and_brought_again_are_those_of_the_file(anna, card):
    rows = [visit("2026-06-01"), visit("2026-06-10", card=card, who="n2")]
    key = "customer:" + VISITS.open(FileMapping(), FileImport())._key_of("till-9")
    visits(*rows, **{key: "nobody"})
    EmployeeFactory(employee_number="n2", team=anna.postings.get().team)
    [row] = RejectedRow.objects.all()

    visits(row.cells)
    again = visits(*rows, **{key: "nobody"})

    assert told(again) == (0, 0, 2, 0)
    assert Interaction.objects.count() == 2
    assert Customer.objects.count() == 1


def test_a_visit_that_is_mended_takes_no_other_visits_place(anna):
    rows = [visit("2026-06-01"), visit("2026-06-01", amount="8,00", who="n2")]
    header, row = rejected_table(visits(*rows), VISITS)

    mended = [[row[0], "n1", *row[2:]]]
    done = take_in(VISITS, header, *mended, source_key="tills", answers=THROUGH)
    again = take_in(VISITS, header, *mended, source_key="tills", answers=THROUGH)

    assert [told(done), told(again)] == [(1, 0, 0, 0), (0, 0, 1, 0)]
    spent = Interaction.objects.values_list("spend", flat=True)
    assert sorted(map(float, spent)) == [8.0, 12.5]


def test_of_a_visit_that_does_not_line_up_nobody_is_kept(anna):
    cells = ["2026-06-01", "n1", "", "C-1", "12,50", ""]
    nobody = ["2026-06-02", "n1", "", "guest", "12,50", "", "7"]
    visits([*cells, "7"], nobody)

    first, second = RejectedRow.objects.order_by("line")
    assert first.cells[:3] == ["2026-06-01", "n1", ""]
    assert {text[:2] for text in first.cells[3:]} == {"h:", ""}
    assert second.cells[3].startswith("n:")


@pytest.mark.parametrize("card", ["", "0", "Guest", "walk-in", "-"])
def test_visits_of_nobody_are_no_customers(anna, card):
    visits(visit("2026-06-01", card=card), visit("2026-06-02", card=card))

    assert Interaction.objects.filter(customer=None).count() == 2
    assert returned() == []


def test_visits_keep_what_was_spent_and_by_which_team(company):
    TeamFactory(code="harbour", name="Harbour Street", parent=company)
    header = ["Visit date", "Store", "Customer", "Total", "Channel"]

    take_in(
        VISITS,
        header,
        ["1.6.2026 14:05", "harbour street", "C-1", "€ 1.234,50", "till"],
        source_key="tills",
        answers=THROUGH,
    )

    row = Interaction.objects.get()
    assert (str(row.spend), row.channel) == ("1234.50", "till")
    assert row.credits.get().team.code == "harbour"
    assert row.occurred_at == dt.datetime(2026, 6, 1, 14, 5, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (visit("soon"), "date_unreadable"),
        (visit("2026-06-31"), "no_such_day"),
        (visit("2026-12-24"), "in_future"),
        (visit("2026-06-01", who="n9"), "employee_unknown"),
        (visit("2026-06-01", who=""), "nobody_named"),
        (visit("2024-06-01"), "not_here_then"),
        (visit("2026-06-01", amount="much"), "spend_unreadable"),
        (visit("2026-06-01", amount="99999999999"), "spend_off"),
        (visit("2026-06-05", number="1", card="C-9"), "id_twice"),
    ],
)
def test_visits_that_cannot_be_are_set_aside_with_the_reason(anna, row, code):
    done = visits(visit("2026-06-01", number="1"), row)

    assert told(done) == (1, 0, 0, 1)
    [reason] = rejected_reasons(done, VISITS)
    assert reason.code == code
    assert reason.way_out


# What is asked ----------------------------------------------------------------------


def test_visits_ask_each_time_through_which_day_they_are_complete(anna):
    asked = questions(visit("2026-06-01"), visit("2026-06-30"))

    assert asked["complete_through"].is_open
    assert asked["complete_through"].proposed == "2026-06-30"
    assert asked["complete_from"].proposed == "2026-06-01"
    assert not asked["complete_from"].is_open
    with pytest.raises(ValidationError):
        take_in(VISITS, HEADER, visit("2026-06-01"), source_key="tills")


@pytest.mark.parametrize("said", ["2026-11-24", "2026-05-31", "soon"])
def test_visits_are_complete_through_no_impossible_day(anna, said):
    rows = [visit("2026-06-01"), visit("2026-06-30")]

    assert questions(*rows, complete_through=said)["complete_through"].is_open


def test_visits_complete_beyond_the_last_one_need_a_yes(anna):
    rows = [visit("2026-06-01"), visit("2026-06-30")]

    asked = questions(*rows, complete_through="2026-07-05")
    assert asked["complete_beyond"].is_open
    assert "complete_beyond" not in questions(*rows, complete_through="2026-06-30")

    visits(*rows, complete_through="2026-07-05", complete_beyond="last_visit")
    assert periods() == [("2026-06-01", "2026-06-30")]


def test_visits_of_the_next_week_join_those_before_over_a_day_off(anna):
    visits(visit("2026-06-01"), complete_through="2026-06-07")

    # Closed on Monday, the 8th.
    asked = questions(visit("2026-06-09"))
    assert asked["complete_from"].proposed == "2026-06-08"
    visits(
        visit("2026-06-09"),
        complete_from=asked["complete_from"].proposed,
        complete_through="2026-06-14",
    )

    assert periods() == [("2026-06-01", "2026-06-14")]


def test_visits_ask_whether_who_comes_very_often_is_somebody(anna):
    rows = [visit("2026-06-01", card="4711", number=str(n)) for n in range(1, 30)]
    asked = questions(*rows)
    [key] = [key for key in asked if key.startswith("customer:")]
    assert "4711" not in key

    visits(*rows, **{key: "nobody"})

    assert Customer.objects.count() == 0


def test_visits_ask_what_marks_cents_only_where_it_is_open(anna):
    assert questions(visit("2026-06-01", amount="1.234"))["decimal_sign"].is_open
    rows = [visit("2026-06-01", amount="1.234"), visit("2026-06-02", amount="9,50")]
    settled = questions(*rows)["decimal_sign"]
    assert (settled.proposed, settled.is_open) == (",", False)

    visits(*rows)

    spent = Interaction.objects.order_by("served_on").values_list("spend", flat=True)
    assert [str(each) for each in spent] == ["1234.00", "9.50"]


def test_visits_with_many_rows_set_aside_complete_no_days(anna):
    rows = [visit("2026-06-01", card=f"C-{n}") for n in range(20)]

    visits(*rows, visit("2026-06-02", who="n9"))
    assert periods() == []
    EmployeeFactory(employee_number="n9", team=anna.postings.get().team)
    visits(*rows, visit("2026-06-02", who="n9"))

    assert periods() == [("2026-06-01", "2026-11-20")]


def test_visits_give_a_sign_of_life_after_each_part_of_the_end(anna):
    done = visits(visit("2026-06-01"))
    ReturnsMark.objects.create(customer=Customer.objects.get())
    DirtyWeek.objects.create(team=anna.postings.get().team, week=dt.date(2026, 6, 1))
    left = []

    def beat():
        left.append((ReturnsMark.objects.count(), DirtyWeek.objects.count()))

    VISITS.open(FileMapping(), done).finish(done, moment(), beat)

    assert left == [(0, 1), (0, 0)]


def test_visits_in_utc_leave_off_the_day_that_may_not_be_over_elsewhere(anna):
    TeamFactory(parent=anna.postings.get().team, time_zone="America/New_York")

    visits(visit("2026-06-01T10:00:00Z"), visit("2026-06-20T10:00:00Z"))

    assert periods() == [("2026-06-01", "2026-11-19")]


def test_visits_preview_says_how_each_row_is_read(anna):
    draft = draft_of(VISITS, HEADER, visit("2026-06-01 14:05"), source_key="tills")

    [row] = file_preview(draft, VISITS).shown

    assert {key: str(row.values[key]) for key in ("occurred", "employee", "spend")} == {
        "occurred": "1 Jun 2026, 14:05",
        "employee": "Anna Berg",
        "spend": "12.50",
    }
    assert "C-1" not in str(row.values)


@pytest.mark.parametrize("key", ["", "no slug", "survey"])
def test_visits_come_from_a_source_of_visits(anna, key):
    SourceFactory(key="survey")

    with pytest.raises(ValidationError):
        draft_of(VISITS, HEADER, visit("2026-06-01"), source_key=key)

    assert FileImport.objects.count() == 0


def test_visits_killed_and_resumed_equal_an_undisturbed_run(anna, monkeypatch):
    monkeypatch.setattr(acts, "FIRST_CHUNK", 2)
    monkeypatch.setattr(acts, "SMALLEST_CHUNK", 2)
    days = [f"2026-06-{day:02}" for day in (1, 20, 1, 5, 20, 1, 9)]
    rows = [visit(day) for day in days]
    calls = iter(range(100))

    def clock():
        if next(calls) == 7:
            raise KeyboardInterrupt
        return moment()

    waiting = draft_of(VISITS, HEADER, *rows, source_key="tills", answers=THROUGH)
    acts.confirm_file_import(file_import=waiting, kind=VISITS, by=None, at=moment())
    with pytest.raises(KeyboardInterrupt):
        acts.run_file_import(waiting, VISITS, clock)
    later = moment() + dt.timedelta(minutes=5)
    done = acts.run_file_import(waiting, VISITS, lambda: later)

    assert (done.state, told(done)) == ("done", (7, 0, 0, 0))
    assert periods() == [("2026-06-01", "2026-11-20")]
    expected = [("2026-06-01", 1.0)] * 3 + [("2026-06-05", 1.0), ("2026-06-09", 1.0)]
    assert returned() == expected + [("2026-06-20", 0.0)] * 2


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite counts nothing")
def test_tables_are_counted_once_the_rows_are_in(anna):
    visits(*(visit("2026-06-01", card=f"C-{n}") for n in range(7)))

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT reltuples FROM pg_class WHERE relname = 'feedback_interaction'"
        )
        assert cursor.fetchone() == (7,)
