"""Who is certified in what, and how they stand."""

from django.db.models import Case, CharField, Count, F, Q, Value, When

from staff.models import Team
from training.certification import validity
from training.choices import CertificationSource, Standing
from training.models import CertificationPeriod, CertificationPolicy, Module

# The most pressing first.
ORDER = [
    Standing.EXPIRED,
    Standing.RENEWAL_DUE,
    Standing.REVOKED,
    Standing.COVERED,
    Standing.VALID,
]


def standings(people, day):
    """Return one CertificationPeriod for each of ``people`` and module, on ``day``.

    people: a queryset or ids. It is the row that says how they stand, with ``state``,
    ``is_renewed`` and ``standing``, a Standing: a renewal that is still to come means
    that they are certified until it does, for it is joined to what they have.
    """
    mine = CertificationPeriod.objects.filter(employee__in=people)
    is_cover_now = Q(source=CertificationSource.COVER, state=validity.VALID)
    return (
        mine.leading_on(day)
        .with_state(day)
        .annotate(
            standing=Case(
                When(is_cover_now, then=Value(Standing.COVERED)),
                When(state=validity.NOT_YET, then=Value(Standing.VALID)),
                default=F("state"),
                output_field=CharField(),
            )
        )
        .select_related("employee", "module")
    )


def standings_by_urgency(people, day, which=None):
    """Return ``standings``, the most pressing first; which: a Standing, None for all."""
    rows = standings(people, day)
    if which:
        rows = rows.filter(standing=which)
    place = Case(*(When(standing=each, then=n) for n, each in enumerate(ORDER)))
    return rows.order_by(place, "valid_until", "employee__last_name", "pk")


def periods_of(employee, day):
    """Return every period of ``employee`` with its state on ``day``, the newest first."""
    periods = CertificationPeriod.objects.filter(employee=employee).with_state(day)
    return periods.select_related("module", "granted_by", "revoked_by").order_by(
        "-valid_until", "-pk"
    )


def renewing_modules(periods):
    """Return {id of a certified module: the Module that renews it now}.

    periods: rows of ``standings``. The refresher while there is something to renew, else
    the module itself; a module that certifies nobody any more is not there.
    """
    policies = CertificationPolicy.objects.filter(
        module__in={period.module_id for period in periods}
    )
    policies = policies.select_related("refresher", "module")
    by_module = {policy.module_id: policy for policy in policies}
    return {
        period.module_id: _path(by_module[period.module_id], period)
        for period in periods
        if period.module_id in by_module
    }


def _path(policy, period):
    is_due = period.state == validity.RENEWAL_DUE
    return policy.refresher if is_due and policy.refresher else policy.module


def counts_by_standing(people, day):
    """Return {Standing: how many of ``standings``}, the most pressing first: one statement.

    Only what there is.
    """
    rows = standings(people, day).select_related(None).order_by()
    counts = dict(rows.values_list("standing").annotate(count=Count("pk")))
    return {Standing(each): counts[each] for each in ORDER if each in counts}


def certifying_modules(employee):
    """Return the modules in which ``employee`` can be certified, as a queryset."""
    mine = CertificationPeriod.objects.filter(employee=employee)
    return Module.objects.filter(
        Q(certification_policy__isnull=False) | Q(pk__in=mine.values("module"))
    ).order_by("slug")


def earned_by(enrolment):
    """Return the periods that completing ``enrolment`` opened and that still stand."""
    periods = enrolment.certification_periods.filter(revoked_on=None)
    return periods.select_related("module").order_by("module__slug")


def certificates_on_paper(people):
    """Return the periods of ``people``, a queryset, that have a certificate to print.

    Not cover, which nobody learned anything for, and not what was revoked.
    """
    earned = CertificationPeriod.objects.earned().filter(revoked_on=None)
    return earned.filter(employee__in=people).select_related("employee", "module")


def certificate_coded(code):
    """Return the period with ``code``, its state on the day where the person works; or
    None, also for cover, which has no certificate.
    """
    earned = CertificationPeriod.objects.earned().filter(code=code)
    period = earned.select_related("employee", "module").first()
    if period is None:
        return None
    # Whether it is to be renewed is no business of who verifies it.
    period.state = validity.state_on(
        period.employee.today(),
        period.term,
        revoked_on=period.revoked_on,
        is_renewed=True,
    )
    return period


def house_name():
    """Return what the organisation is called, "" before it is set up."""
    root = Team.objects.filter(depth=1).order_by("pk").first()
    return root.name if root else ""
