"""Certificates that somebody was given before Encore kept the record."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from staff.importing.kind import Column
from training.importing import columns

# One that counts for longer is a slip of the pen.
LONGEST_YEARS = 30

WHO_AND_WHAT = ("number", "email", "name", "first_name", "last_name", "module")

COLUMNS = (
    *(column for column in columns.COLUMNS if column.key in WHO_AND_WHAT),
    Column(
        "valid_from",
        _("Valid from"),
        "validfrom issuedon issued issuedate dateissued issuedat certifiedon certified "
        "certificationdate certifieddate completedon completiondate datecompleted "
        "effectivefrom startdate gueltigab gueltigvon ausgestelltam ausgestellt "
        "ausstellungsdatum zertifiziertam erworbenam abgeschlossenam",
        vague="date from start datum von ab",
        is_date=True,
    ),
    Column(
        "last_day_on",
        _("Valid until, the last day"),
        "validuntil validto validthrough until expireson expires expiredon expirydate "
        "expirationdate expiry dateofexpiry lastday lastdayon gueltigbis ablaufdatum "
        "laeuftabam abgelaufenam letztertag",
        vague="end enddate to ende bis",
        is_date=True,
    ),
)
NEEDS = (*columns.NEEDS[:2], ("valid_from",))

REASONS = {
    code: sentences
    for code, sentences in columns.REASONS.items()
    if not code.startswith(("completed", "assigned", "score", "not_employed"))
} | {
    "from_missing": (
        _("There is no day of issue in this row."),
        _("If nobody knows it, write the day it was first seen."),
    ),
    "from_later": (
        _("It begins on a day that is still to come."),
        _("Bring it in once it has begun."),
    ),
    "until_missing": (
        _("There is no last day in this row, and the module has no rule for one."),
        _("Write the last day on which it counts."),
    ),
    "ends_before": (
        _("It ends before it begins."),
        _("Mend one of the days."),
    ),
    "lasts_too_long": (
        _("It counts for more than 30 years."),
        _("Mend one of the days."),
    ),
}


@dataclass(frozen=True, slots=True)
class PastCertification:
    """Somebody counts as certified from a day up to, and without, another."""

    employee_id: int
    module_id: int
    valid_from: date
    valid_until: date

    @property
    def key(self):
        return self.employee_id, self.module_id, self.valid_from, self.valid_until


def refusal_of(valid_from, valid_until, today):
    """Return why these days cannot be a past certificate's; or None.

    today: the date where the person works. "from_later", "ends_before",
    "lasts_too_long": more than LONGEST_YEARS.
    """
    if valid_from > today:
        return "from_later"
    if valid_until <= valid_from:
        return "ends_before"
    if valid_until.year - valid_from.year > LONGEST_YEARS:
        return "lasts_too_long"
    return None
