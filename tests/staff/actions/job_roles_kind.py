"""The smallest kind of file: job roles, by code and name."""

import io

from staff.importing.kind import Column, Counts, Kind, Question, Reader, Refused, Shown
from staff.models import JobRole


class JobRolesReader(Reader):
    """A row is a job role; recalled: codes of rows that an earlier run has dealt with."""

    def __init__(self, mapping, file_import):
        self.mapping = mapping
        self.recalled = []

    def read(self, line, cells):
        code = self.mapping.cell("code", cells)
        if not code:
            return Refused("code_missing", "code")
        name = self.mapping.cell("name", cells)
        return (code, name) if name else Refused("name_missing", "name")

    def recall(self, line, cells):
        self.recalled.append(self.mapping.cell("code", cells))

    def write(self, rows, *, file_import, at):
        known = dict(
            JobRole.objects.filter(code__in=[c for c, _n in rows]).values_list(
                "code", "name"
            )
        )
        new = [
            JobRole(code=code, name=name) for code, name in rows if code not in known
        ]
        JobRole.objects.bulk_create(new)
        changed = [row for row in rows if known.get(row[0], row[1]) != row[1]]
        for code, name in changed:
            JobRole.objects.filter(code=code).update(name=name)
        return Counts(len(new), len(changed), len(rows) - len(new) - len(changed))

    def questions(self, sample, mapping):
        if "language" not in mapping.columns:
            return []
        said = mapping.answers.get("language")
        return [Question("language", "language", "Which?", is_open=said is None)]

    def preview(self, rows):
        shown = []
        for line, cells in rows:
            row = self.read(line, cells)
            is_refused = isinstance(row, Refused)
            values = {} if is_refused else dict(zip(("code", "name"), row, strict=True))
            shown.append(Shown(line, values, row if is_refused else None))
        return shown

    def sealed(self, cells):
        return [cell.replace("secret", "hash") for cell in cells]


JOB_ROLES = Kind(
    key="job_roles",
    title="Job roles",
    columns=(
        Column("code", "Code", "code rolecode", vague="id"),
        Column("name", "Name", "name title"),
        Column("language", "Language", "language"),
    ),
    needs=(("code",), ("name",)),
    reasons={
        "code_missing": ("The code is missing.", "Fill it in."),
        "name_missing": ("The name is missing.", "Fill it in."),
    },
    open=JobRolesReader,
)


def csv_bytes(*rows, encoding="utf-8"):
    """Return a file of ``rows``, texts with semicolons, header first."""
    return io.BytesIO("\n".join(rows).encode(encoding))
