"""Certificates: earned on a phone, covered for and revoked at a desk, verified by all."""

import datetime as dt

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.factories.staff import EmployeeFactory, TeamFactory
from tests.factories.training import (
    CertificationPolicyFactory,
    ModuleFactory,
    PeriodFactory,
)
from training.actions.certifying import give_cover, revoke_certification
from training.models import CertificationPeriod

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def harbour(company):
    return TeamFactory(parent=company, code="harbour", name="Harbour Street")


@pytest.fixture
def amal(harbour):
    return EmployeeFactory(first_name="Amal", last_name="Haddad", team=harbour)


@pytest.fixture
def mona(harbour):
    return EmployeeFactory(
        first_name="Mona", last_name="Lindqvist", team=harbour, manages=[harbour]
    )


@pytest.fixture
def nadia(company):
    return EmployeeFactory(
        first_name="Nadia", last_name="Sommer", team=company, roles=["hr"]
    )


@pytest.fixture
def modules(db):
    """Four modules that certify, the first renewed by a short one."""
    refresher = ModuleFactory(
        slug="in-short", title={"en": "Complaints, in short"}, minutes=3
    )
    titles = {
        "complaint": "Putting a complaint right",
        "promise": "Promising only what you can keep",
        "caller": "A caller nobody recognises",
        "rush": "Not rushing a customer",
    }
    modules = {
        slug: ModuleFactory(slug=slug, title={"en": title}, minutes=11)
        for slug, title in titles.items()
    }
    for slug, module in modules.items():
        CertificationPolicyFactory(
            module=module, refresher=refresher if slug == "complaint" else None
        )
    return modules


@pytest.fixture
def certified(amal, mona, modules):
    """Amal stands in four ways, with a past of her own."""
    today = timezone.localdate()
    ends = {"complaint": 12, "promise": 200, "caller": -3}
    for slug, days in ends.items():
        PeriodFactory(
            employee=amal,
            module=modules[slug],
            valid_from=today - dt.timedelta(days=360),
            valid_until=today + dt.timedelta(days=days),
        )
    PeriodFactory(
        employee=amal,
        module=modules["promise"],
        valid_from=today - dt.timedelta(days=800),
        valid_until=today - dt.timedelta(days=435),
    )
    give_cover(
        employee=amal,
        module=modules["rush"],
        last_day_on=today + dt.timedelta(days=20),
        reason="The course was full; she works beside Ben until then.",
        by=mona,
        at=timezone.now(),
    )
    return amal


def test_nobody_has_a_certificate_at_first(open_page, camera, amal):
    page = open_page(amal, on_phone=True)

    page.goto("/learn/certificates/")

    camera.take(page, "certificates-empty")


def test_a_certificate_is_renewed_on_a_phone(open_page, camera, certified):
    page = open_page(certified, on_phone=True)
    page.goto("/learn/")
    page.get_by_role("link", name="My certificates").click()
    expect(page.get_by_text("It takes 3 minutes to renew.")).to_be_visible()
    camera.take(page, "certificates")
    page.get_by_role("link", name="Renew it").click()
    page.get_by_role("button", name="Start").click()

    page.get_by_role("button", name="I have read it").click()

    expect(page.get_by_text("It certifies you in")).to_be_visible()
    camera.take(page, "enrolment-certified")
    renewal = CertificationPeriod.objects.get(source="completion")
    old = CertificationPeriod.objects.get(
        module=renewal.module, employee=certified, source="import"
    )
    assert renewal.valid_from == old.valid_until
    page.goto("/learn/modules/complaint/")
    camera.take(page, "module-certifies")


def test_a_manager_sees_who_is_to_renew_and_covers(
    open_page, camera, certified, mona, modules
):
    page = open_page(mona)
    page.goto("/my-team/")
    camera.take(page, "my-team-with-certificates")
    page.get_by_role("link", name="Expired: 1").click()
    expect(page.get_by_role("heading", name="Expired", exact=True)).to_be_visible()
    camera.take(page, "my-team-certificates")
    page.get_by_role("link", name="Amal Haddad").click()
    expect(page.get_by_role("heading", name="Certificates")).to_be_visible()
    camera.take(page, "person-certificates")
    page.get_by_role("link", name="Give cover").click()
    page.get_by_label("Module").select_option(label="A caller nobody recognises")
    far_off = timezone.localdate() + dt.timedelta(days=300)
    page.get_by_label("Last day").fill(far_off.isoformat())
    page.get_by_label("Why").fill("The course is next week.")
    page.get_by_role("button", name="Give cover").click()
    expect(page.get_by_text("Cover lasts 90 days at most")).to_be_visible()
    camera.take(page, "cover-refused")
    near = timezone.localdate() + dt.timedelta(days=9)
    page.get_by_label("Last day").fill(near.isoformat())

    page.get_by_role("button", name="Give cover").click()

    expect(page.get_by_text("is covered. Training is still due.")).to_be_visible()
    assert CertificationPeriod.objects.filter(source="cover").count() == 2


def test_hr_revokes_and_the_person_reads_why(
    open_page, camera, certified, nadia, modules
):
    page = open_page(nadia)
    page.goto(f"/people/{certified.pk}/certificates/")
    camera.take(page, "person-certificates-hr")
    page.get_by_role("link", name="Revoke Promising only what you can keep").click()
    camera.take(page, "certificate-revoke")
    page.get_by_label("Why").fill("Promised what nobody could keep, twice.")
    page.get_by_role("button", name="Revoke it").click()
    expect(page.get_by_text("What was stays on record.")).to_be_visible()

    phone = open_page(certified, on_phone=True)
    phone.goto("/learn/certificates/")

    expect(phone.get_by_text("Promised what nobody could keep, twice.")).to_be_visible()
    camera.take(phone, "certificates-revoked")


def test_anybody_verifies_a_certificate(open_page, camera, certified, modules):
    page = open_page(on_phone=True)
    of = CertificationPeriod.objects.filter(employee=certified).order_by("-valid_until")
    counts = of.filter(module=modules["promise"]).first()
    page.goto(counts.get_absolute_url())
    expect(page.get_by_role("heading", name="This certificate counts")).to_be_visible()
    camera.take(page, "certificate")
    ended = of.get(module=modules["caller"])
    page.goto(ended.get_absolute_url())
    camera.take(page, "certificate-ended")
    revoke_certification(
        employee=certified,
        module=modules["promise"],
        reason="Promised what nobody could keep.",
        by=None,
        at=timezone.now(),
    )
    page.goto(counts.get_absolute_url())
    camera.take(page, "certificate-revoked")

    page.goto("/certificates/2345-6789-ABCD-EFGH/")

    expect(page.get_by_text("This certificate is not known")).to_be_visible()
    camera.take(page, "certificate-unknown")
