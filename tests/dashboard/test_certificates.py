"""Certificates of others: seen, covered for, revoked; and the figures of My team."""

import datetime as dt

import pytest
import time_machine

from staff.choices import Role
from tests.factories.staff import TODAY, EmployeeFactory, TeamFactory, moment
from tests.factories.training import CertificationPolicyFactory, PeriodFactory
from training.models import CertificationPeriod

DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def _noon(db):
    with time_machine.travel(moment(), tick=False):
        yield


@pytest.fixture
def harbour(company):
    return TeamFactory(name="Harbour", parent=company)


@pytest.fixture
def manager(harbour):
    return EmployeeFactory(first_name="Mona", team=harbour, manages=[harbour])


@pytest.fixture
def hr(company):
    return EmployeeFactory(team=company, roles=[Role.HR])


@pytest.fixture
def amal(harbour):
    return EmployeeFactory(first_name="Amal", last_name="Sayegh", team=harbour)


@pytest.fixture
def policy():
    return CertificationPolicyFactory()


def cover(client, person, policy, days=10, reason="No course in time."):
    sent = {"module": policy.module.pk, "reason": reason}
    sent["last_day_on"] = (TODAY + days * DAY).isoformat()
    return client.post(f"/people/{person.pk}/certificates/cover/", sent, follow=True)


def test_person_certificates_shows_what_they_see_themselves(
    amal, manager, policy, sign_in
):
    PeriodFactory(employee=amal, module=policy.module, valid_until=TODAY + DAY)

    pages = [
        sign_in(who).get(f"/people/{amal.pk}/certificates/").text
        for who in (manager, amal)
    ]

    assert all("To be renewed" in page for page in pages)
    assert ["Give cover" in page for page in pages] == [True, False]
    assert ["sees the same" in page for page in pages] == [True, False]
    assert not any("Revoke" in page for page in pages)


def test_person_certificates_offers_hr_to_revoke(amal, hr, policy, sign_in):
    PeriodFactory(employee=amal, module=policy.module)

    page = sign_in(hr).get(f"/people/{amal.pk}/certificates/").text

    assert f"/people/{amal.pk}/certificates/{policy.module.slug}/revoke/" in page


def test_cover_add_covers(amal, manager, policy, sign_in):
    page = cover(sign_in(manager), amal, policy).text

    period = CertificationPeriod.objects.get()
    assert (period.last_day_on, period.granted_by) == (TODAY + 10 * DAY, manager)
    assert "Covered for a time" in page
    assert "No course in time." in page


def test_cover_add_says_why_not(amal, manager, policy, sign_in):
    page = cover(sign_in(manager), amal, policy, days=200).text

    assert "Cover lasts 90 days at most" in page
    assert not CertificationPeriod.objects.exists()


def test_cover_add_says_when_nothing_certifies(amal, manager, sign_in):
    page = sign_in(manager).get(f"/people/{amal.pk}/certificates/cover/").text

    assert "No module certifies yet" in page


def test_certificate_revoke_revokes_and_keeps(amal, hr, policy, sign_in):
    period = PeriodFactory(employee=amal, module=policy.module)
    url = f"/people/{amal.pk}/certificates/{policy.module.slug}/revoke/"

    page = sign_in(hr).post(url, {"reason": "Left the till open."}, follow=True).text

    period.refresh_from_db()
    assert (period.revoked_on, period.revoked_by) == (TODAY, hr)
    assert "Left the till open." in page


def test_certificate_revoke_asks_for_a_reason(amal, hr, policy, sign_in):
    period = PeriodFactory(employee=amal, module=policy.module)
    url = f"/people/{amal.pk}/certificates/{policy.module.slug}/revoke/"

    sign_in(hr).post(url, {"reason": " "})

    period.refresh_from_db()
    assert period.revoked_on is None


def test_certificate_revoke_says_when_there_is_nothing_to_revoke(
    amal, hr, policy, sign_in
):
    PeriodFactory(employee=amal, module=policy.module, valid_until=TODAY)
    url = f"/people/{amal.pk}/certificates/{policy.module.slug}/revoke/"

    page = sign_in(hr).post(url, {"reason": "Why."}).text

    assert "There is no certificate that counts." in page


@pytest.fixture
def crew(harbour, policy):
    """One of each standing, and somebody without any certificate."""
    ends = {
        "valid": TODAY + 90 * DAY,
        "renewal_due": TODAY + 9 * DAY,
        "expired": TODAY - 9 * DAY,
    }
    people = {}
    for standing, end in ends.items():
        people[standing] = EmployeeFactory(team=harbour, last_name=standing)
        PeriodFactory(employee=people[standing], module=policy.module, valid_until=end)
    people["covered"] = EmployeeFactory(team=harbour, last_name="covered")
    PeriodFactory(
        employee=people["covered"],
        module=policy.module,
        is_cover=True,
        valid_from=TODAY,
    )
    people["revoked"] = EmployeeFactory(team=harbour, last_name="revoked")
    PeriodFactory(
        employee=people["revoked"],
        module=policy.module,
        revoked_on=TODAY,
        revoked_at=moment(),
        revoked_reason="Why.",
    )
    EmployeeFactory(team=harbour, last_name="nothing")
    return people


@pytest.mark.parametrize(
    "which", ["valid", "renewal_due", "covered", "expired", "revoked"]
)
def test_every_figure_of_my_team_opens_its_rows(manager, crew, sign_in, which):
    client = sign_in(manager)
    url = f"/my-team/certificates/?which={which}"

    assert url in client.get("/my-team/").text
    rows = client.get(url).text

    assert rows.count('<tr id="certificate-') == 1
    assert f"Last{crew[which].last_name}" in rows or crew[which].last_name in rows


def test_my_team_without_certificates_says_nothing_of_them(manager, amal, sign_in):
    page = sign_in(manager).get("/my-team/").text

    assert "Certificates" not in page


def test_my_team_certificates_lists_the_most_pressing_first(manager, crew, sign_in):
    page = sign_in(manager).get("/my-team/certificates/").text

    order = ["expired", "renewal_due", "revoked", "covered", "valid"]
    places = [page.index(f"{crew[which].first_name} {which}") for which in order]
    assert places == sorted(places)


def test_my_team_certificates_leaves_out_who_has_left(
    manager, harbour, policy, sign_in
):
    gone = EmployeeFactory(team=harbour, left_on=TODAY)
    PeriodFactory(employee=gone, module=policy.module)

    page = sign_in(manager).get("/my-team/certificates/").text

    assert gone.last_name not in page
