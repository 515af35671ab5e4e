"""Files of past training, from their bytes to enrolments."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from staff.actions import file_import as acts
from staff.importing.kind import Refused
from staff.queries.file_import import file_preview, file_questions, rejected_reasons
from tests.factories.data_files import confirmed, draft_of, take_in, told
from tests.factories.staff import EmployeeFactory, TeamFactory, moment
from tests.factories.training import EnrolmentFactory, ModuleFactory
from training.actions.completions_import import COMPLETIONS, minutes_of
from training.choices import EnrolmentStatus
from training.models import Enrolment, Module
from training.queries.learning import catalogue_for, newest_enrolment

pytestmark = pytest.mark.django_db

HEADER = ["Employee number", "Course", "Assigned", "Completed", "Score"]
GERMAN = ["Personalnummer", "Schulung", "Zugewiesen am", "Abgeschlossen am", "Ergebnis"]


@pytest.fixture
def anna(company):
    return EmployeeFactory(
        employee_number="n1",
        first_name="Anna",
        last_name="Berg",
        email="anna@example.com",
        team=company,
    )


@pytest.fixture
def smile(db):
    return ModuleFactory(slug="smile", title={"en": "Smile first", "de": "Lächeln"})


def row(*cells):
    """A row about Anna and the module, but for the cells that are told."""
    usual = ["n1", "smile", "2026-01-10", "2026-02-20", "85"]
    return [told if told is not None else usual[i] for i, told in enumerate(cells)] + (
        usual[len(cells) :]
    )


def kept():
    rows = Enrolment.objects.order_by("pk")
    names = ("module__slug", "assigned_on", "completed_on", "score_percent")
    return [tuple(map(str, each)) for each in rows.values_list(*names)]


@pytest.mark.parametrize(
    "rows",
    [
        [HEADER, row()],
        [GERMAN, ["N1", "Lächeln", "10.01.2026", "20.2.2026", "85 %"]],
        [
            ["Name", "E-Mail", "Training", "Enrolled on", "Completion date", "Grade"],
            [
                "",
                "ANNA@example.com",
                "SMILE  first",
                "2026-01-10",
                "2026-02-20",
                "17/20",
            ],
        ],
        [
            ["Learner", "Course title", "Assignment date", "Date completed", "Result"],
            ["Berg, Anna", "smile", "1/10/2026", "2/20/2026 9:15 AM", "85,0"],
        ],
        [
            ["First name", "Last name", "Module", "Assigned", "Completed", "Score"],
            ["Anna", "Berg", "smile", "10 Jan 2026", "2026-02-20T08:00:00Z", "85"],
        ],
    ],
    ids=["plain", "German", "by e-mail", "by name, month first", "two names"],
)
def test_completions_of_any_make_become_past_training(anna, smile, rows):
    done = take_in(COMPLETIONS, *rows)

    assert done.state == "done"
    assert told(done) == (1, 0, 0, 0)
    assert kept() == [("smile", "2026-01-10", "2026-02-20", "85")]


def test_completions_again_change_nothing(anna, smile):
    rows = [HEADER, row(), row(None, None, "", "2025-05-05", "")]
    take_in(COMPLETIONS, *rows)

    again = take_in(COMPLETIONS, *rows)

    assert told(again) == (0, 0, 2, 0)
    assert Enrolment.objects.count() == 2


def test_completions_with_days_of_assigning_fill_in_what_was_unknown(anna, smile):
    take_in(COMPLETIONS, HEADER, row(None, None, "", None, None))

    better = take_in(COMPLETIONS, HEADER, row())

    assert told(better) == (0, 1, 0, 0)
    assert kept() == [("smile", "2026-01-10", "2026-02-20", "85")]


def test_completions_leave_an_enrolment_of_today_alone(anna, smile):
    own = EnrolmentFactory(employee=anna, module=smile)

    take_in(COMPLETIONS, HEADER, row())

    own.refresh_from_db()
    past = Enrolment.objects.get(status=EnrolmentStatus.COMPLETED)
    assert (own.status, own.cycle, past.cycle) == ("assigned", 1, 2)
    assert newest_enrolment(anna, smile) == own
    assert catalogue_for(anna).get().my_status == "assigned"


def test_completions_open_as_what_was_completed(anna, smile, sign_in):
    take_in(COMPLETIONS, HEADER, row())

    page = sign_in(anna).get(Enrolment.objects.get().get_absolute_url())

    assert "Completed on 20 Feb 2026." in page.text


@pytest.mark.parametrize(
    ("cells", "code", "column"),
    [
        (["n9"], "number_unknown", "Employee number"),
        ([""], "employee_missing", ""),
        ([None, ""], "module_missing", "Course"),
        ([None, "x" * 201], "too_long", "Course"),
        ([None, "twice"], "module_ambiguous", "Course"),
        ([None, None, None, ""], "completed_missing", "Completed"),
        ([None, None, None, "-"], "completed_missing", "Completed"),
        ([None, None, None, "soon"], "date_unreadable", "Completed"),
        ([None, None, "2026-02-30"], "no_such_day", "Assigned"),
        ([None, None, None, "0226-02-20"], "date_far_off", "Completed"),
        ([None, None, None, "0001-01-01T00:00:00+14:00"], "date_far_off", "Completed"),
        ([None, None, None, "2026-11-24"], "completed_later", "Completed"),
        ([None, None, "2026-03-01"], "assigned_after", "Assigned"),
        ([None, None, "1990-03-01"], "assigned_long_before", "Assigned"),
        ([None, None, "", "2024-12-31"], "not_employed", "Completed"),
        ([None, None, None, None, "good"], "score_unreadable", "Score"),
        ([None, None, None, None, "850"], "score_off", "Score"),
    ],
)
def test_completions_that_cannot_be_are_set_aside_with_the_reason(
    anna, smile, cells, code, column
):
    for slug in ("first", "second"):
        ModuleFactory(slug=slug, title={"en": "Twice"})
    good = row(None, None, "2026-01-01", "2026-03-03", "70")

    done = take_in(COMPLETIONS, HEADER, row(*cells), good)

    assert told(done) == (1, 0, 0, 1)
    [reason] = rejected_reasons(done, COMPLETIONS)
    assert (reason.code, reason.column, reason.first_line) == (code, column, 2)
    assert reason.reason
    assert reason.way_out


def test_completions_of_two_people_of_one_name_are_not_guessed(anna, smile):
    EmployeeFactory(first_name="Anna", last_name="Berg")
    header = ["Full name", "Course", "Completed"]

    done = take_in(COMPLETIONS, header, ["Anna Berg", "smile", "2026-02-20"])

    [reason] = rejected_reasons(done, COMPLETIONS)
    assert (reason.code, reason.value) == ("name_ambiguous", "Anna Berg")


def test_completions_count_on_the_day_it_was_where_the_person_works(company, smile):
    EmployeeFactory(
        employee_number="t1", team=TeamFactory(parent=company, time_zone="Asia/Tokyo")
    )

    take_in(COMPLETIONS, HEADER, ["t1", "smile", "", "2026-02-20T20:00:00Z", ""])

    assert [each[2] for each in kept()] == ["2026-02-21"]


def test_completions_ask_which_way_round_dates_are(anna, smile):
    rows = [HEADER, row(None, None, "", "03/04/2026")]
    [question] = file_questions(draft_of(COMPLETIONS, *rows), COMPLETIONS)
    assert (question.key, question.is_open) == ("date_order", True)
    assert question.examples == ("03/04/2026",)
    with pytest.raises(ValidationError) as refusal:
        confirmed(COMPLETIONS, *rows)
    assert refusal.value.code == "questions_open"

    take_in(COMPLETIONS, *rows, answers={"date_order": "mdy"})

    assert [each[2] for each in kept()] == ["2026-03-04"]


def test_completions_do_not_ask_what_the_file_settles(anna, smile):
    rows = [
        HEADER,
        row(None, None, "", "03/04/2026"),
        row(None, None, "", "13/04/2026"),
    ]

    [question] = file_questions(
        draft_of(COMPLETIONS, *rows, answers={"date_order": "mdy"}), COMPLETIONS
    )
    take_in(COMPLETIONS, *rows, answers={"date_order": "mdy"})

    assert (question.proposed, question.is_open) == ("dmy", False)
    assert [each[2] for each in kept()] == ["2026-04-03", "2026-04-13"]


def test_completions_ask_how_scores_up_to_one_are_meant(anna, smile):
    rows = [HEADER, row(None, None, None, None, "0.85")]
    [question] = file_questions(draft_of(COMPLETIONS, *rows), COMPLETIONS)
    assert (question.key, question.proposed) == ("score", "share")

    take_in(COMPLETIONS, *rows, answers={"score": "share"})

    assert [each[3] for each in kept()] == ["85"]


SAME = ["2026-01-10", "2026-02-20"]


@pytest.mark.parametrize(
    ("answer", "assigned"),
    [
        ("real", ["2026-02-20", "2026-02-01"]),
        ("same_unknown", ["None", "2026-02-01"]),
        ("all_unknown", ["None", "None"]),
    ],
)
def test_completions_assigned_as_they_were_recorded_are_asked_about(
    anna, smile, answer, assigned
):
    rows = [
        HEADER,
        row(None, None, "2026-02-20", "2026-02-20"),
        row(None, None, "2026-02-01", "2026-02-21"),
    ]
    [question] = file_questions(draft_of(COMPLETIONS, *rows), COMPLETIONS)
    assert (question.key, question.is_open) == ("assigned", True)

    take_in(COMPLETIONS, *rows, answers={"assigned": answer})

    assert [each[1] for each in kept()] == assigned


def test_completions_all_assigned_on_one_day_are_asked_about(anna, smile):
    days = (f"2026-03-{day:02}" for day in range(1, 6))
    rows = [HEADER, *(row(None, None, "2026-01-01", day) for day in days)]

    [question] = file_questions(draft_of(COMPLETIONS, *rows), COMPLETIONS)

    assert question.key == "assigned"
    assert "one and the same day" in question.text


def test_completions_of_an_unknown_module_are_asked_about(anna, smile):
    rows = [[*HEADER, "Minutes"], [*row(None, "Old course"), "45"]]

    asked = file_questions(draft_of(COMPLETIONS, *rows), COMPLETIONS)

    assert [(q.key, q.proposed, q.is_open) for q in asked] == [
        ("module:old course", "+outside", True),
        ("title:old course", "Old course", False),
        ("minutes:old course", "45", False),
    ]
    assert ("smile", "Smile first") in asked[0].choices


def test_completions_of_a_module_from_outside_make_one_nobody_can_learn(anna, smile):
    answers = {
        "module:old course": "+outside",
        "title:old course": "The old course",
        "minutes:old course": "90",
    }
    rows = [
        HEADER,
        row(None, "Old course"),
        row(None, "OLD  COURSE", None, "2026-03-01"),
    ]

    first = take_in(COMPLETIONS, *rows, answers=answers, by=anna)
    again = take_in(COMPLETIONS, *rows, answers=answers, by=anna)

    outside = Module.objects.exclude(pk=smile.pk).get()
    assert (outside.slug, outside.title) == ("the-old-course", {"en": "The old course"})
    assert outside.minutes == 90
    assert list(Module.objects.on_offer()) == [smile]
    assert (told(first), told(again)) == ((2, 0, 0, 0), (0, 0, 2, 0))


def test_completions_of_an_unknown_module_may_be_one_of_the_catalogue(anna, smile):
    answers = {"module:lächelkurs": "smile", "module:gone": "+leave_out"}
    rows = [HEADER, row(None, "Lächelkurs"), row(None, "Gone")]

    done = take_in(COMPLETIONS, *rows, answers=answers)

    assert [each[0] for each in kept()] == ["smile"]
    [reason] = rejected_reasons(done, COMPLETIONS)
    assert reason.code == "module_left_out"


def test_completions_of_modules_behind_the_sample_wait_for_an_answer(anna, smile):
    reader = COMPLETIONS.open(
        acts.FileMapping(COMPLETIONS.recognised(HEADER)),
        draft_of(COMPLETIONS, HEADER, row()),
    )

    assert reader.read(9, row(None, "Never seen")) == Refused(
        "module_unknown", "module"
    )


def test_completions_preview_says_how_each_cell_is_read(anna, smile):
    draft = draft_of(COMPLETIONS, HEADER, row(None, None, ""), row("n9"))

    good, bad = file_preview(draft, COMPLETIONS).shown

    assert {key: str(value) for key, value in good.values.items()} == {
        "number": "Anna Berg · n1",
        "module": "Smile first",
        "assigned_on": "not known",
        "completed_on": "20 Feb 2026",
        "score": "85 %",
    }
    assert bad.refused == Refused("number_unknown", "number")
    assert bad.values["number"] == "n9"


@pytest.mark.parametrize(
    ("text", "minutes"),
    [("45", 45), ("45,0", 45), ("", None), ("0", None), ("9999", None), ("-3", None)],
)
def test_minutes_of_reads_whole_minutes(text, minutes):
    assert minutes_of(text) == minutes


def test_completions_killed_and_resumed_equal_an_undisturbed_run(
    anna, smile, monkeypatch
):
    monkeypatch.setattr(acts, "FIRST_CHUNK", 2)
    days = [str(dt.date(2026, 3, day)) for day in range(1, 8)]
    rows = [
        HEADER,
        *(row(None, "Old course", "", day) for day in days),
        row(None, "Old course", "", days[0]),
    ]
    answers = {"module:old course": "+outside"}
    waiting = confirmed(COMPLETIONS, *rows, answers=answers)
    calls = iter(range(100))

    def clock():
        if next(calls) == 5:
            raise KeyboardInterrupt
        return moment()

    with pytest.raises(KeyboardInterrupt):
        acts.run_file_import(waiting, COMPLETIONS, clock)
    later = moment() + dt.timedelta(minutes=5)
    done = acts.run_file_import(waiting, COMPLETIONS, lambda: later)

    assert (done.state, told(done)) == ("done", (7, 0, 1, 0))
    assert sorted(each[2] for each in kept()) == days
    assert Module.objects.exclude(pk=smile.pk).count() == 1
