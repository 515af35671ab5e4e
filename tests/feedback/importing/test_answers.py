"""Answers: what is asked, who is meant, and which row is which."""

import csv
import datetime as dt
import io
from datetime import UTC

import pytest
from django.core.exceptions import ValidationError

from feedback.actions.answers_import import ANSWERS
from feedback.choices import SourceKind
from feedback.models import Credit, Customer, Interaction, Measurement, Response
from staff.actions import file_import as acts
from staff.actions.file_import import (
    confirm_file_import,
    map_file_import,
    run_file_import,
    start_file_import,
)
from staff.importing.kind import FileMapping
from staff.models import FileImport
from staff.queries.file_import import file_preview, file_questions, rejected_table
from tests.factories.feedback import SourceFactory
from tests.factories.staff import EmployeeFactory, TeamFactory, moment

pytestmark = pytest.mark.django_db
AT = moment()


@pytest.fixture(autouse=True)
def no_gap(monkeypatch):
    monkeypatch.setattr(acts, "GAP_SECONDS", 0)


@pytest.fixture
def site(company):
    return TeamFactory(
        code="site", name="Site", parent=company, time_zone="Europe/Berlin"
    )


@pytest.fixture
def ann(site):
    return EmployeeFactory(
        employee_number="7", first_name="Ann", last_name="Lee", team=site
    )


def draft_of(*rows, columns=None, **answers):
    draft = start_file_import(
        kind=ANSWERS,
        file=io.BytesIO("\n".join(rows).encode()),
        file_name="answers.csv",
        source_key="tool",
        by=None,
        at=AT,
    )
    mapping = FileMapping(draft.mapping["columns"] | (columns or {}), answers)
    return map_file_import(file_import=draft, kind=ANSWERS, mapping=mapping, at=AT)


def take_in(*rows, columns=None, **answers):
    answers = {key.replace("__", ":"): value for key, value in answers.items()}
    draft = draft_of(*rows, columns=columns, **answers)
    confirm_file_import(file_import=draft, kind=ANSWERS, by=None, at=AT)
    return run_file_import(draft, ANSWERS, lambda: AT)


def came_to(done):
    return done.rows_new, done.rows_changed, done.rows_known, done.rows_rejected


def wrong(done):
    return dict(done.rejected_rows.values_list("line", "code"))


def open_of(draft):
    return {q.key: q.proposed for q in file_questions(draft, ANSWERS) if q.is_open}


# What is asked


@pytest.mark.parametrize(
    ("rows", "asked"),
    [
        (["Date;Agent;CSAT", "03/04/2026;7;4/5"], {"date_order": ""}),
        (["Date;Agent;CSAT", "13/04/2026;7;4/5"], {}),
        (
            ["Date;Agent;CSAT", "2026-04-03;7;4", "2026-04-03;7;5"],
            {"scale:csat": "1-5"},
        ),
        (["Date;Agent;CSAT (1-5)", "2026-04-03;7;4"], {}),
        (["Date;Agent;CSAT", "2026-04-03;7;good"], {}),
        (["Date;Agent;NPS", "2026-04-03;7;4"], {}),
        (["Date;Agent;Effort", "2026-04-03;7;4"], {"scale:ces": "1-7"}),
        (
            ["Date;Agent;Complaint", "2026-04-03;7;yes", "2026-04-03;7;"],
            {"empty:complaint": "", "only:complaint": ""},
        ),
        (["Date;Agent;Complaint", "2026-04-03;7;yes", "2026-04-03;7;no"], {}),
        (
            ["Date;Agent;Complaint", "2026-04-03;7;1", "2026-04-04;7;1"],
            {"only:complaint": ""},
        ),
    ],
)
def test_only_what_the_file_leaves_open_is_asked(ann, rows, asked):
    assert open_of(draft_of(*rows)) == asked


def test_an_answer_that_the_file_contradicts_gives_way_to_the_file(ann):
    done = take_in(
        "Date;Agent;CSAT",
        "03/04/2026;7;4/5",
        "13/04/2026;7;4/5",
        date_order="mdy",
    )

    assert came_to(done) == (2, 0, 0, 0)
    assert done.mapping["answers"]["date_order"] == "dmy"


def test_a_date_that_no_sample_showed_is_not_guessed(ann, monkeypatch):
    monkeypatch.setattr("staff.queries.file_import.SAMPLE_ROWS", 1)

    def sample(file_import, kind, most=1):
        return [(2, ["2026-04-03", "7", "4/5"])]

    monkeypatch.setattr("staff.queries.file_import.sample_rows", sample)
    done = take_in("Date;Agent;CSAT", "2026-04-03;7;4/5", "03/04/2026;7;4/5")

    assert wrong(done) == {3: "date_ambiguous"}


def test_an_empty_cell_means_what_was_said(ann):
    rows = ["Date;Agent;Complaint", "2026-04-03;7;yes", "2026-04-04;7;"]

    take_in(*rows, empty__complaint="no", only__complaint="take")

    assert sorted(Measurement.objects.values_list("value", flat=True)) == [0, 1]


# Who is meant


def test_a_number_an_email_and_a_name_mean_the_same_person(site, ann):
    ann.email = "ann@example.org"
    ann.save()

    done = take_in(
        "Date;Agent;CSAT",
        "2026-04-01;7;4/5",
        "2026-04-02;ANN@example.org;4/5",
        "2026-04-03;ann  lee;4/5",
        "2026-04-04;Lee, Ann;4/5",
    )

    assert came_to(done) == (4, 0, 0, 0)
    assert set(Credit.objects.values_list("employee", "team")) == {(ann.pk, site.pk)}


def test_two_of_one_name_are_told_apart_by_the_day_and_by_the_team(site, ann, company):
    other = TeamFactory(code="other", parent=company)
    namesake = EmployeeFactory(
        first_name="Ann",
        last_name="Lee",
        team=other,
        hired_on=dt.date(2026, 4, 2),
    )

    done = take_in(
        "Date;Agent;Team;CSAT",
        "2026-04-01;Ann Lee;;4/5",
        "2026-04-02;Ann Lee;;4/5",
        "2026-04-02;Ann Lee;other;4/5",
    )

    assert wrong(done) == {3: "which_one"}
    assert list(
        Credit.objects.order_by("week", "pk").values_list("employee", flat=True)
    ) == [ann.pk, namesake.pk]


def test_a_team_above_the_persons_own_leaves_the_credit_with_their_own(site, ann):
    take_in("Date;Agent;Team;CSAT", "2026-04-01;7;company;4/5")

    assert Credit.objects.get().team == site


def test_another_team_that_the_row_states_gets_the_credit(ann, company):
    other = TeamFactory(code="other", parent=company)

    take_in("Date;Agent;Team;CSAT", "2026-04-01;7;other;4/5")

    assert Credit.objects.get().team == other


def test_several_people_of_one_cell_share(ann, site):
    EmployeeFactory(employee_number="8", team=site)
    EmployeeFactory(employee_number="9", team=site)

    done = take_in(
        "Date;Agent;CSAT",
        "2026-04-01;7 / 8 / 9;4/5",
        "2026-04-01;7, nobody;4/5",
        "2026-04-02;7;4/5",
    )

    assert wrong(done) == {3: "employee_unknown"}
    shares = Credit.objects.filter(interaction__served_on=dt.date(2026, 4, 1))
    assert sorted(shares.values_list("weight", flat=True)) == [3333, 3333, 3334]


def test_times_without_a_zone_are_those_of_the_team_unless_told(ann):
    take_in("Date;Agent;CSAT", "2026-07-01 23:30;7;4/5")
    assert Interaction.objects.get().occurred_at == dt.datetime(
        2026, 7, 1, 21, 30, tzinfo=UTC
    )

    take_in("Date;Agent;CSAT", "2026-07-01 23:30;7;4/5", time_zone="UTC")
    found = Interaction.objects.get()
    assert found.occurred_at == dt.datetime(2026, 7, 1, 23, 30, tzinfo=UTC)
    assert found.served_on == dt.date(2026, 7, 2)


def test_a_time_of_day_may_stand_in_a_column_of_its_own(ann):
    take_in("Date;Time;Agent;CSAT", "01.07.2026;2:05 pm;7;4/5")

    assert Interaction.objects.get().occurred_at == dt.datetime(
        2026, 7, 1, 12, 5, tzinfo=UTC
    )


# Which row is which


def test_two_equal_rows_are_two_and_a_later_export_adds_only_its_own(ann):
    rows = ["Date;Agent;CSAT", "2026-04-01;7;4/5", "2026-04-02;7;4/5"]

    assert came_to(take_in(*rows, "2026-04-02;7;4/5")) == (3, 0, 0, 0)
    assert came_to(take_in(rows[0], "2026-04-03;7;5/5", *rows[2:], rows[2])) == (
        1,
        0,
        2,
        0,
    )


def test_the_same_rows_read_on_another_scale_are_changed_not_doubled(ann):
    rows = ["Date;Agent;CSAT", "2026-04-01;7;4"]
    take_in(*rows, scale__csat="1-5")

    done = take_in(*rows, scale__csat="1-7")

    assert came_to(done) == (0, 1, 0, 0)
    assert Measurement.objects.get().value == 3


def test_one_id_with_two_contents_is_refused_and_the_first_stands(ann):
    rows = [
        "Date;Agent;CSAT;Ticket ID",
        "2026-04-01;7;4/5;A",
        "2026-04-01;7;4/5;A",
        "2026-04-01;7;1/5;A",
        "neulich;7;1/5;B",
        "2026-04-01;7;2/5;B",
    ]

    first, again = take_in(*rows), take_in(*rows)

    assert wrong(first) == wrong(again) == {4: "id_twice", 5: "date_unreadable"}
    assert came_to(first) == (2, 0, 1, 2)
    assert came_to(again) == (0, 0, 3, 2)


def test_an_answer_that_the_source_corrects_is_changed(ann):
    take_in("Date;Agent;CSAT;Comment;Ticket ID", "2026-04-01;7;4/5;Slow;A")

    done = take_in("Date;Agent;CSAT;Comment;Ticket ID", "2026-04-01;7;5/5;Fast;A")

    assert came_to(done) == (0, 1, 0, 0)
    assert Response.objects.get().comment == "Fast"


def test_customers_are_kept_as_a_hash_also_in_rows_set_aside(ann):
    rows = ["Date;Agent;CSAT;Client ID", "neulich;7;4/5;mia@example.org"]
    done = take_in(*rows, "2026-04-01;7;4/5;mia@example.org")
    header, row = rejected_table(done, ANSWERS)
    assert "mia" not in str(row)

    mended = ["2026-04-02", *row[1:4]]
    take_in(";".join(header[:4]), ";".join(mended))

    assert Customer.objects.count() == 1
    assert Interaction.objects.filter(customer__isnull=False).count() == 2


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("2026-04-01;7;4/5;Friendly; quick;CARD-4711;Y;Z", "too_many_cells"),
        ('2026-04-01;7;4/5;"Open; here;CARD-4711;Y;Z', "quote_open"),
        ('2026-04-01;7;4/5;"Open;CARD-4711', "quote_open"),
        ('neulich;7;4/5;"Two\nand ""half"";CARD-4711;Z', "quote_open"),
        ("2026-04-01;7;CARD-4711;Z", "score_unreadable"),
        ("2026-04-01;CARD-4711;Z", "score_unreadable"),
        ("neulich;7;4/5;CARD-4711;Z", "date_unreadable"),
        ("neulich;7;4/5;Friendly; quick;CARD-4711;;", "date_unreadable"),
        ("2026-04-01;7;4/5;Bad \0;CARD-4711;Z", "unreadable"),
    ],
)
def test_no_customer_is_kept_of_a_line_that_does_not_line_up(ann, row, code):
    done = take_in(
        "Date;Agent;CSAT;Comment;Client ID;A;B",
        row,
        "2026-04-02;8;4/5;;CARD-4712;Z",
    )

    assert code in wrong(done).values()
    assert "CARD" not in str(list(rejected_table(done, ANSWERS)))
    assert "CARD" not in str(list(done.rejected_rows.values_list("cells", flat=True)))


def sent_again(done, mend=lambda row: row):
    """Take the rows set aside in again as they are handed back; mend: list to list."""
    header, *rows = rejected_table(done, ANSWERS)
    table = io.StringIO()
    csv.writer(table, delimiter=";").writerows([header, *map(mend, rows)])
    return take_in(*table.getvalue().splitlines())


def comments():
    return sorted(Response.objects.values_list("comment", flat=True))


def test_what_is_sealed_of_a_customer_is_the_customer_when_it_is_mended(ann):
    header = "Date;Agent;CSAT;Comment;Client ID"
    done = take_in(header, "2026-04-01;7;4/5;Friendly; quick;CARD-4711")

    sent_again(done, lambda row: [*row[:3], "Friendly, quick", row[-1], *row[5:-1]])
    take_in(header, "2026-04-02;7;4/5;;card-4711")

    assert Customer.objects.get().interactions.count() == 2
    assert comments() == ["", "Friendly, quick"]


def test_a_cell_that_was_sealed_is_not_taken_for_what_was_said(ann):
    rows = "Date;Agent;CSAT;Client ID;Comment", "2026-04-01;7;4/5;Mia;Friendly; quick"
    done = take_in(*rows)

    again = sent_again(done, lambda row: row[:-1])

    assert wrong(again) == {2: "sealed"}
    assert again.rejected_rows.get().column == "Comment"


MENDED = "2026-04-01;7;4/5;Kind and quick;A"


@pytest.mark.parametrize("order", [1, -1])
@pytest.mark.parametrize("said", ["She was wonderful", "Kind and quick", ""])
@pytest.mark.parametrize(
    "bad",
    [
        "2026-04-01;77;4/5;Kind and quick;A",
        "2026-04-01;7;9/5;Kind and quick;A",
        "neulich;7;4/5;Kind and quick;A",
        "2026-04-01;7;4/5;Kind and quick;A;B",
        '2026-04-01;7;4/5;"Kind and quick;A',
        f"2026-04-01;7;4/5;{'x' * 10_001};A",
    ],
    ids=["nobody", "score", "date", "too many", "open", "too long"],
)
def test_a_mended_row_takes_no_other_rows_place(ann, bad, said, order):
    header, other = "Date;Agent;CSAT;Comment;A", f"2026-04-01;7;4/5;{said};A"
    whole = [header, *[other, bad][::order], "2026-04-02;7;4/5;;A"]
    first = take_in(*whole)

    def mend(row):
        return [*MENDED.split(";"), *row[5:9]]

    assert [came_to(first), came_to(sent_again(first, mend))] == [
        (2, 0, 0, 1),
        (1, 0, 0, 0),
    ]
    assert comments() == sorted(["", said, "Kind and quick"])
    assert came_to(sent_again(first, mend)) == (0, 0, 1, 0)
    assert came_to(take_in(*whole)) == (0, 0, 2, 1)
    corrected = [MENDED if row == bad else row for row in whole]
    assert came_to(take_in(*corrected)) == (0, 0, 3, 0)
    assert came_to(take_in(*whole)) == (0, 0, 2, 1)
    assert comments() == sorted(["", said, "Kind and quick"])


def test_a_row_mended_once_more_is_changed(ann):
    first = take_in("Date;Agent;CSAT;Comment", "2026-04-01;77;4/5;=) kind")

    for score, counts in (("5/5", (1, 0, 0, 0)), ("3/5", (0, 1, 0, 0))):
        done = sent_again(first, lambda row: ["2026-04-01", "7", score, *row[3:]])  # noqa: B023
        assert came_to(done) == counts

    assert comments() == ["=) kind"]
    assert Measurement.objects.get(metric__key="csat").value == 3
    corrected = take_in("Date;Agent;CSAT;Comment", "2026-04-01;7;3/5;=) kind")
    assert came_to(corrected) == (0, 0, 1, 0)


def test_a_row_that_is_right_by_now_is_the_one_that_was_mended(ann, site):
    whole = ["Date;Agent;CSAT;Comment", "2026-04-01;8;4/5;Kind"]
    sent_again(take_in(*whole), lambda row: [row[0], "7", *row[2:]])
    EmployeeFactory(employee_number="8", team=site)

    assert came_to(take_in(*whole)) == (0, 1, 0, 0)
    assert Interaction.objects.count() == 1


def test_of_two_rows_with_one_mark_the_first_stands(ann):
    first = take_in("Date;Agent;CSAT;Comment", "2026-04-01;77;4/5;Kind")
    header, row = rejected_table(first, ANSWERS)
    mended = [row[0], "7", *row[2:]]
    rows = [header, mended, mended, [*mended[:3], "Quick", *mended[4:]]]

    done = take_in(*(";".join(cells) for cells in rows))

    assert came_to(done) == (1, 0, 1, 1)
    assert wrong(done) == {4: "mark_twice"}


def test_rows_with_an_id_are_known_by_it_however_they_were_mended(ann):
    header = "Date;Agent;CSAT;Comment;Ticket ID"
    first = take_in(header, "2026-04-01;7;4/5;Slow; sorry;A")

    sent_again(first, lambda row: [*row[:3], "Slow; sorry", "A", *row[5:-1]])

    assert Interaction.objects.get().external_id == "A"
    again = take_in(header, '2026-04-01;7;4/5;"Slow; sorry";A')
    assert came_to(again) == (0, 0, 1, 0)


def test_rows_set_aside_and_brought_again_are_those_of_the_file(ann, site):
    rows = [
        "Date;Agent;CSAT;Client ID",
        "2026-04-01;7;4/5;mia@example.org",
        "2026-04-01;8;4/5;Bob@example.org",
    ]
    first = take_in(*rows)
    header, row = rejected_table(first, ANSWERS)
    EmployeeFactory(employee_number="8", team=site)

    mended = take_in(";".join(header[:4]), ";".join(row[:4]))
    again = take_in(*rows)

    assert [came_to(done) for done in (first, mended, again)] == [
        (1, 0, 0, 1),
        (1, 0, 0, 0),
        (0, 0, 2, 0),
    ]
    assert Interaction.objects.count() == 2


@pytest.mark.parametrize(
    ("column", "place"),
    [("comment", 3), ("language", 4), ("channel", 5), ("answered", 6)],
)
def test_one_more_column_changes_the_rows_and_doubles_none(ann, column, place):
    rows = [
        "Date;Agent;CSAT;A;B;C;D",
        "2026-04-01;7;4/5;Slow;de;phone;2026-04-02",
        "2026-04-01;7;4/5;Fast;en;shop;2026-04-03",
    ]
    take_in(*rows)

    done = take_in(*rows, columns={column: place})

    assert came_to(done) == (0, 2, 0, 0)
    assert came_to(take_in(*rows, columns={column: place})) == (0, 0, 2, 0)


# Whole files


def test_footers_headers_and_blank_lines_are_skipped(ann):
    done = take_in(
        "Answers of June",
        "Date;Agent;CSAT (1-5)",
        "2026-04-01;7;4",
        "",
        "Date;Agent;CSAT (1-5)",
        "2026-04-02;7;5",
        "Total;;9",
        "Exported on 2026-11-23",
        "Page 1 of 1",
    )

    assert came_to(done) == (2, 0, 0, 0)
    assert done.rows_skipped == 5


@pytest.mark.parametrize(
    ("key", "code"),
    [("", "source_missing"), ("a b", "source_invalid"), ("till", "other_kind")],
)
def test_answers_come_from_a_source_of_answers(db, key, code):
    SourceFactory(key="till", kind=SourceKind.VISITS)

    with pytest.raises(ValidationError) as refusal:
        start_file_import(
            kind=ANSWERS,
            file=io.BytesIO(b"Date;Agent;CSAT\n1;2;3"),
            file_name="x.csv",
            source_key=key,
            by=None,
            at=AT,
        )

    assert refusal.value.code == code
    assert FileImport.objects.count() == 0


def test_preview_shows_who_when_and_what_each_score_becomes(ann):
    preview = file_preview(
        draft_of("Date;Agent;CSAT", "2026-04-01;7;4", "2026-04-01 10:00;8;4"), ANSWERS
    )

    assert [q.key for q in preview.questions if q.is_open] == ["scale:csat"]
    first, second = preview.shown
    assert first.values == {
        "occurred": "1 Apr 2026",
        "team": "Site",
        "employee": "Ann Lee",
        "csat": "4 → 4",
    }
    assert second.refused.code == "employee_unknown"
    assert preview.refused_count == 1


def test_preview_costs_the_same_at_any_length(ann, django_assert_num_queries):
    for count in (3, 300):
        draft = draft_of("Date;Agent;CSAT (1-5)", *["2026-04-01;7;4"] * count)
        with django_assert_num_queries(10):
            file_preview(draft, ANSWERS)
