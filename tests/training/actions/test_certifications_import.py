"""Files of past certificates, from their bytes to periods."""

import datetime as dt

import pytest
from django.core.management import call_command

from events.models import Event
from staff.queries.file_import import file_questions, rejected_reasons
from tests.factories.data_files import csv_text, draft_of, take_in, told
from tests.factories.staff import TODAY, EmployeeFactory, moment
from tests.factories.training import (
    CertificationPolicyFactory,
    ModuleFactory,
    PeriodFactory,
)
from training.actions.certification_calendar import keep_certifications
from training.actions.certifications_import import CERTIFICATIONS
from training.actions.certifying import (
    record_past_certifications,
    revoke_certification,
)
from training.importing.certifications import PastCertification
from training.models import CertificationPeriod, Enrolment, Module

pytestmark = pytest.mark.django_db

HEADER = ["Employee number", "Course", "Valid from", "Valid until"]
GERMAN = ["Personalnummer", "Schulung", "Gültig ab", "Gültig bis"]


@pytest.fixture
def anna(company):
    return EmployeeFactory(
        employee_number="n1", first_name="Anna", last_name="Berg", team=company
    )


@pytest.fixture
def policy(db):
    module = ModuleFactory(slug="smile", title={"en": "Smile first", "de": "Lächeln"})
    return CertificationPolicyFactory(module=module)


def row(*cells):
    """A row about Anna and the module, but for the cells that are told."""
    usual = ["n1", "smile", "2026-01-10", "2027-01-09"]
    told = [usual[i] if cell is None else cell for i, cell in enumerate(cells)]
    return told + usual[len(cells) :]


def kept():
    rows = CertificationPeriod.objects.order_by("pk")
    names = ("module__slug", "valid_from", "valid_until", "renewal_opens_on", "source")
    return [tuple(map(str, each)) for each in rows.values_list(*names)]


@pytest.mark.parametrize(
    "rows",
    [
        [HEADER, row()],
        [GERMAN, ["N1", "Lächeln", "10.01.2026", "9.1.2027"]],
        [
            ["Name", "Training", "Issue date", "Expires on"],
            ["Berg, Anna", "SMILE first", "10 Jan 2026", "2027-01-09T23:00:00"],
        ],
        [HEADER, row(None, None, None, "")],
        [HEADER[:3], row()[:3]],
    ],
    ids=["plain", "German", "by name", "no last day: by the rule", "no such column"],
)
def test_certifications_of_any_make_become_periods(anna, policy, rows):
    done = take_in(CERTIFICATIONS, *rows)

    assert (done.state, told(done)) == ("done", (1, 0, 0, 0))
    assert kept() == [("smile", "2026-01-10", "2027-01-10", "2026-12-11", "import")]


def test_certifications_again_change_nothing_even_when_revoked(anna, policy):
    rows = [HEADER, row(), row(None, None, "2020-01-10", "2021-01-09")]
    take_in(CERTIFICATIONS, *rows)
    revoke_certification(
        employee=anna, module=policy.module, reason="Why.", by=None, at=moment()
    )

    again = take_in(CERTIFICATIONS, *rows, row())

    assert told(again) == (0, 0, 3, 0)
    assert CertificationPeriod.objects.count() == 2


def test_certifications_from_elsewhere_keep_their_days(anna):
    answers = {"module:first aid": "+outside"}

    done = take_in(CERTIFICATIONS, HEADER, row(None, "First aid"), answers=answers)

    assert told(done) == (1, 0, 0, 0)
    assert Module.objects.get().slug == "first-aid"
    assert kept() == [("first-aid", "2026-01-10", "2027-01-10", "None", "import")]


def test_certifications_ask_which_way_round_days_are(anna, policy):
    draft = draft_of(
        CERTIFICATIONS, HEADER, row(None, None, "03/04/2026", "03/03/2027")
    )

    [question] = file_questions(draft, CERTIFICATIONS)

    assert (question.key, question.column) == ("date_order", "valid_from")


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        (["n9"], "number_unknown"),
        ([None, ""], "module_missing"),
        ([None, None, ""], "from_missing"),
        ([None, None, "2027-01-01", "2028-01-01"], "from_later"),
        ([None, None, "2026-01-10", "2026-01-09"], "ends_before"),
        ([None, None, "2026-01-10", "2058-01-09"], "lasts_too_long"),
        ([None, "plain", None, ""], "until_missing"),
        ([None, None, "someday"], "date_unreadable"),
    ],
)
def test_certifications_that_cannot_be_are_set_aside_with_the_reason(
    anna, policy, cells, code
):
    ModuleFactory(slug="plain")

    done = take_in(CERTIFICATIONS, HEADER, row(*cells), row())

    assert told(done) == (1, 0, 0, 1)
    [reason] = rejected_reasons(done, CERTIFICATIONS)
    assert reason.code == code
    assert reason.reason


def test_certifications_in_their_window_are_renewed_like_any(anna, policy):
    ends = (TODAY + dt.timedelta(days=5)).isoformat()
    take_in(CERTIFICATIONS, HEADER, row(None, None, None, ends))

    keep_certifications(at=moment())

    renewal = Enrolment.objects.get()
    assert (renewal.module, str(renewal.due_on)) == (policy.module, ends)


def test_certifications_are_told_one_by_one_with_the_number_of_the_file(anna, policy):
    done = take_in(
        CERTIFICATIONS, HEADER, row(), row(None, None, "2020-01-10", "2021-01-09")
    )

    events = Event.objects.filter(kind="certification.imported", batch=done.uuid)
    assert set(events.values_list("employee_id", flat=True)) == {anna.pk}
    assert events.count() == 2


def test_an_earned_certificate_is_known(anna, policy):
    PeriodFactory(
        employee=anna,
        module=policy.module,
        valid_from="2026-01-10",
        valid_until=dt.date(2027, 1, 10),
        renewal_opens_on=None,
    )

    assert told(take_in(CERTIFICATIONS, HEADER, row())) == (0, 0, 1, 0)


@pytest.mark.parametrize("count", [1, 30])
def test_recording_costs_the_same_statements_for_any_number(
    anna, policy, django_assert_num_queries, count
):
    days = [(dt.date(1990 + n, 1, 10), dt.date(1991 + n, 1, 10)) for n in range(count)]
    rows = [PastCertification(anna.pk, policy.module_id, *pair) for pair in days]

    with django_assert_num_queries(9):
        counts = record_past_certifications(certifications=rows, at=moment())

    assert counts.new == count


def test_import_certifications_takes_in_a_file_once(anna, policy, tmp_path, capsys):
    path = tmp_path / "certificates.csv"
    path.write_text(csv_text(HEADER, row()))

    call_command("import_certifications", path)
    call_command("import_certifications", path)

    said = capsys.readouterr().out
    assert "1 rows: 1 new, 0 changed, 0 known, 0 set aside" in said
    assert "1 rows: 0 new, 0 changed, 1 known, 0 set aside" in said
