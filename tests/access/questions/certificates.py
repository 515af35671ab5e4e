"""How the acts of “Certificates” are asked."""

from tests.access.questions.asking import QUESTIONS, Asked, Question, asks
from tests.access.table import WHOM
from tests.factories.training import (
    CertificationPolicyFactory,
    PeriodFactory,
)


def certificate(asker, whom):
    return PeriodFactory(employee=asker.person(whom), module=asker.scene.free_module)


@asks("See one's certificates", rows=("own",))
def certificate_list(asker, whom):
    certificate(asker, whom)
    return Asked()


@asks("Verify a certificate")
def certificate_page(asker, whom):
    return Asked({"code": certificate(asker, "own").spaced_code.lower()})


@asks("Verify one that there is not")
def certificate_unknown(asker, whom):
    return Asked({"code": "2345-6789-ABCD-EFGH"})


@asks("Get a certificate to print", rows=WHOM)
def certificate_pdf(asker, whom):
    return Asked({"uuid": certificate(asker, whom).uuid})


@asks("See a person's certificates", rows=WHOM)
def person_certificates(asker, whom):
    certificate(asker, whom)
    return Asked({"pk": asker.person(whom).pk})


def certified_in_all(asker, whom):
    """Certify everybody, so that one can be missed in the list; return the ask."""
    for each in WHOM:
        certificate(asker, each)
    return Asked()


QUESTIONS["See how one's teams are certified"] = Question(
    certified_in_all,
    rows=WHOM,
    shows=lambda asker, whom: asker.person(whom).last_name,
)


@asks("See the page for cover", "Give cover", rows=WHOM)
def cover_add(asker, whom):
    CertificationPolicyFactory(module=asker.scene.free_module)
    sent = {"module": asker.scene.free_module.pk, "reason": "No course in time."}
    person = asker.person(whom)
    return Asked({"pk": person.pk}, sent | {"last_day_on": "2026-12-24"})


@asks("See the page for revoking", "Revoke a certificate", rows=WHOM)
def certificate_revoke(asker, whom):
    period = certificate(asker, whom)
    sent = {"reason": "Left the till open."}
    return Asked({"pk": period.employee_id, "slug": "free"}, sent)
