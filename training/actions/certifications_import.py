"""Files of past certificates: who is certified in what, from when to when."""

from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from staff.importing.kind import Kind, Refused, Shown
from training.actions.certifying import record_past_certifications
from training.actions.completions_import import (
    DAY,
    CompletionsReader,
    Outside,
    refused_row,
)
from training.actions.history import add_outside_modules
from training.certification import validity
from training.importing.certifications import (
    COLUMNS,
    NEEDS,
    REASONS,
    PastCertification,
    refusal_of,
)
from training.models import CertificationPolicy


@dataclass(frozen=True, slots=True)
class CertificationRow:
    """A row that can be taken in. module: an id, or an Outside."""

    employee_id: int
    module: int | Outside
    valid_from: date
    valid_until: date


class CertificationsReader(CompletionsReader):
    """Reads rows of past certificates; who and what is meant, as in past training."""

    dates = ("valid_from", "last_day_on")

    def __init__(self, mapping, file_import):
        super().__init__(mapping, file_import)
        policies = CertificationPolicy.objects.all()
        self.policies = {policy.module_id: policy.as_rule() for policy in policies}

    def write(self, rows, *, file_import, at):
        by = file_import.created_by
        outside = {row.module for row in rows if isinstance(row.module, Outside)}
        minutes = {each.title: each.minutes for each in outside}
        added = add_outside_modules(
            minutes=minutes, language=self.language, at=at, by=by
        )
        certifications = [
            PastCertification(
                row.employee_id,
                added[row.module.title].pk if row.module in outside else row.module,
                row.valid_from,
                row.valid_until,
            )
            for row in rows
        ]
        return record_past_certifications(
            certifications=certifications, at=at, by=by, batch=file_import.uuid
        )

    def _row(self, cells):
        employee_id = self._employee(cells)
        module = self._module(cells)
        zone = self.people.zone(employee_id)
        valid_from = self._day("valid_from", cells, zone)
        if valid_from is None:
            raise refused_row("from_missing", "valid_from")
        valid_until = self._end(module, valid_from, cells, zone)
        if code := refusal_of(valid_from, valid_until, self.people.today(employee_id)):
            is_about_beginning = code == "from_later"
            raise refused_row(
                code, "valid_from" if is_about_beginning else "last_day_on"
            )
        return CertificationRow(employee_id, module, valid_from, valid_until)

    def _end(self, module, valid_from, cells, zone):
        """Return the first day that no longer counts: as stated, else by the rule."""
        last_day_on = self._day("last_day_on", cells, zone)
        if last_day_on:
            return last_day_on + validity.A_DAY
        policy = self.policies.get(module)
        if policy is None:
            raise refused_row("until_missing", "last_day_on")
        return validity.term_of(policy, valid_from).valid_until

    def _shown(self, line, cells):
        values = {key: self.mapping.cell(key, cells) for key in self.mapping.columns}
        row = self.read(line, cells)
        if isinstance(row, Refused):
            return Shown(line, values, row)
        last_day_on = row.valid_until - validity.A_DAY
        read = {
            self._who(cells): self.people.shown[row.employee_id],
            "module": self._title(row.module),
            "valid_from": date_format(row.valid_from, DAY),
            "last_day_on": date_format(last_day_on, DAY),
        }
        return Shown(line, {key: read.get(key, values[key]) for key in values})

    def questions(self, sample, mapping):
        cells_of = [cells for _line, cells in sample]
        return [*self._about_dates(cells_of), *self._about_modules(cells_of)]


CERTIFICATIONS = Kind(
    key="certifications",
    title=_("Past certificates"),
    columns=COLUMNS,
    needs=NEEDS,
    reasons=REASONS,
    open=CertificationsReader,
)
