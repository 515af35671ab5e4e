"""Who is certified in what, and how they stand."""

from django.db.models import Case, CharField, F, Q, Value, When

from training.certification import validity
from training.choices import CertificationSource, Standing
from training.models import CertificationPeriod, CertificationPolicy

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
