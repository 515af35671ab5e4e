"""One's own certificates, on paper, and the page that verifies one."""

import datetime as dt

import pytest
import time_machine

from tests.factories.staff import TODAY, EmployeeFactory, TeamFactory, moment
from tests.factories.training import (
    CertificationPolicyFactory,
    ModuleFactory,
    PeriodFactory,
)
from tests.training.catalogue import NOW, begun
from training.actions.certifying import revoke_certification
from training.actions.learning import complete_step
from training.models import CertificationPeriod

DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def _noon(db):
    with time_machine.travel(moment(), tick=False):
        yield


@pytest.fixture
def policy():
    refresher = ModuleFactory(slug="in-short", minutes=3)
    module = ModuleFactory(slug="long", title={"en": "The long one"})
    return CertificationPolicyFactory(module=module, refresher=refresher)


def page_of(client, period):
    return client.get(period.get_absolute_url())


def test_certificate_list_says_how_one_stands_and_what_to_do(employee, policy, sign_in):
    PeriodFactory(employee=employee, module=policy.module, valid_until=TODAY + 12 * DAY)

    page = sign_in(employee).get("/learn/certificates/").text

    assert "To be renewed" in page
    assert "Until 4 Dec 2026, 11 days left." in page
    assert "It takes 3 minutes to renew." in page
    assert 'href="/learn/modules/in-short/"' in page


@pytest.mark.parametrize(
    ("ends", "words"),
    [
        (TODAY + DAY, "Today is the last day."),
        (TODAY + 2 * DAY, "Until 24 Nov 2026, 1 day left."),
        (TODAY, "Ended on 22 Nov 2026."),
    ],
)
def test_certificate_list_counts_days(employee, policy, sign_in, ends, words):
    PeriodFactory(employee=employee, module=policy.module, valid_until=ends)

    assert words in sign_in(employee).get("/learn/certificates/").text


def test_certificate_list_leads_to_the_whole_module_after_the_end(
    employee, policy, sign_in
):
    PeriodFactory(employee=employee, module=policy.module, valid_until=TODAY)

    page = sign_in(employee).get("/learn/certificates/").text

    assert 'href="/learn/modules/long/"' in page
    assert "in-short" not in page


def test_certificate_list_keeps_what_was(employee, policy, sign_in):
    old = PeriodFactory(
        employee=employee,
        module=policy.module,
        valid_from=TODAY - 800 * DAY,
        valid_until=TODAY - 435 * DAY,
    )
    now = PeriodFactory(employee=employee, module=policy.module)

    page = sign_in(employee).get("/learn/certificates/").text

    earlier = page.partition("All others")[2]
    assert f"certificate-{old.pk}" in earlier
    assert f"certificate-{now.pk}" not in earlier


def test_certificate_list_without_any_says_how_to_get_one(employee, sign_in):
    page = sign_in(employee).get("/learn/certificates/").text

    assert "You have no certificate yet" in page


def test_certificate_list_shows_the_reason_of_a_revocation(employee, policy, sign_in):
    PeriodFactory(employee=employee, module=policy.module)
    revoke_certification(
        employee=employee,
        module=policy.module,
        reason="Left the till open.",
        by=None,
        at=moment(),
    )

    page = sign_in(employee).get("/learn/certificates/").text

    assert "Revoked on 23 Nov 2026. Left the till open." in page
    assert "/pdf/" not in page


def test_completing_tells_of_the_certificate(employee, policy, sign_in):
    enrolment = begun(employee, policy.module)
    complete_step(enrolment=enrolment, step=enrolment.version.steps.get(), **NOW)

    page = sign_in(employee).get(enrolment.get_absolute_url()).text

    assert "It certifies you in “The long one” until 22 Nov 2027." in page


def test_module_detail_says_that_it_certifies(employee, policy, sign_in):
    page = sign_in(employee).get("/learn/modules/long/").text

    assert "Whoever completes it is certified for 12 months." in page


def test_certificate_pdf_is_one_page_with_its_facts(employee, policy, sign_in):
    period = PeriodFactory(employee=employee, module=policy.module)

    response = sign_in(employee).get(f"/learn/certificates/{period.uuid}/pdf/")

    assert response["Content-Type"] == "application/pdf"
    assert response.content.startswith(b"%PDF-")
    assert b"Certificate: The long one" in response.content
    assert b"/Type/Pages/Count 1/" in response.content
    again = sign_in(employee).get(f"/learn/certificates/{period.uuid}/pdf/")
    assert again.content == response.content


@pytest.mark.parametrize(
    "name",
    [
        "#panic()",
        "$x^2$ *b* _i_ `c` <l> @r \\",
        "محمد 王小明",
        "=",
        "Maria de los Ángeles " * 7,
        "A" * 150,
    ],
)
def test_certificate_pdf_takes_every_name_for_a_text(company, policy, sign_in, name):
    person = EmployeeFactory(team=company, first_name=name, last_name=name)
    period = PeriodFactory(employee=person, module=policy.module)

    response = sign_in(person).get(f"/learn/certificates/{period.uuid}/pdf/")

    assert b"/Type/Pages/Count 1/" in response.content


def test_certificate_pdf_is_in_the_language_of_who_asks(company, policy, sign_in):
    person = EmployeeFactory(team=company, language="de")
    period = PeriodFactory(employee=person, module=policy.module)

    response = sign_in(person).get(f"/learn/certificates/{period.uuid}/pdf/")

    assert b"Zertifikat: The long one" in response.content


def test_certificate_pdf_is_not_for_cover_nor_for_what_was_revoked(
    employee, policy, sign_in
):
    cover = PeriodFactory(employee=employee, module=policy.module, is_cover=True)
    other = PeriodFactory(employee=employee, module=ModuleFactory())
    revoke_certification(
        employee=employee, module=other.module, reason="Why.", by=None, at=moment()
    )
    client = sign_in(employee)

    codes = [
        client.get(f"/learn/certificates/{period.uuid}/pdf/").status_code
        for period in (cover, other)
    ]

    assert codes == [404, 404]


STATES = [
    ({"valid_until": TODAY + DAY}, "This certificate counts"),
    ({"valid_until": TODAY}, "This certificate has ended"),
    (
        {"valid_from": TODAY + DAY, "valid_until": TODAY + 40 * DAY},
        "This certificate does not count yet",
    ),
    (
        {
            "revoked_on": TODAY,
            "revoked_at": moment(),
            "revoked_reason": "Stole.",
        },
        "This certificate was revoked",
    ),
]


@pytest.mark.parametrize(("facts", "words"), STATES)
def test_certificate_says_whether_it_counts_to_whoever_asks(
    client, employee, policy, facts, words
):
    period = PeriodFactory(employee=employee, module=policy.module, **facts)

    response = page_of(client, period)

    assert words in response.text
    assert employee.full_name in response.text
    assert "The long one" in response.text
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" in response["Cache-Control"]


def test_certificate_shows_no_more_than_is_on_paper(client, company, policy):
    person = EmployeeFactory(
        team=company, employee_number="SECRET-17", email="secret@example.org"
    )
    period = PeriodFactory(
        employee=person,
        module=policy.module,
        revoked_on=TODAY,
        revoked_at=moment(),
        revoked_reason="Secretly stole.",
    )

    page = page_of(client, period).text

    assert "ecret" not in page.replace(person.full_name, "")


def test_certificate_is_found_as_it_is_typed(client, employee, policy):
    period = PeriodFactory(employee=employee, module=policy.module)
    typed = [
        period.code,
        period.spaced_code,
        period.code.lower(),
        period.spaced_code.replace("-", " "),
    ]

    assert {client.get(f"/certificates/{c}/").status_code for c in typed} == {200}


@pytest.mark.parametrize("code", ["x", "2345678923456789", "é" * 16, "A" * 300])
def test_certificate_that_is_not_known_answers_404(client, db, code):
    response = client.get(f"/certificates/{code}/")

    assert response.status_code == 404
    assert "This certificate is not known" in response.text
    assert response["X-Robots-Tag"] == "noindex, nofollow"


def test_certificate_of_cover_is_not_known(client, employee, policy):
    cover = PeriodFactory(employee=employee, module=policy.module, is_cover=True)

    assert page_of(client, cover).status_code == 404


def test_certificate_counts_by_the_day_where_the_person_works(client, company, policy):
    auckland = TeamFactory(parent=company, time_zone="Pacific/Auckland")
    period = PeriodFactory(
        employee=EmployeeFactory(team=auckland),
        module=policy.module,
        valid_until=TODAY + DAY,
    )

    # Noon of TODAY in UTC: the next day has begun there.
    assert "This certificate has ended" in page_of(client, period).text


def test_codes_are_long_and_never_alike(employee, policy):
    codes = {
        PeriodFactory(
            employee=employee, module=policy.module, valid_from=TODAY - n * DAY
        ).code
        for n in range(50)
    }

    assert len(codes) == 50
    assert {len(code) for code in codes} == {16}
    assert CertificationPeriod.objects.count() == 50
