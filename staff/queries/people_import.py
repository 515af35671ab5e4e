"""What an import of people would do now, and which column meant what before."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from staff.importing.columns import Mapping, NewTeams, header_digest, recognised
from staff.importing.plan import Plan
from staff.importing.planning import make_plan
from staff.importing.preview import WORDS, title_of
from staff.importing.problems import ABOUT_MANAGERS
from staff.importing.table import Table
from staff.models import ColumnMapping, PeopleImport, Team
from staff.queries.house import house_for
from staff.queries.sign_in_codes import waiting_for_code

PURPOSE = "people"
TOO_LARGE = _(
    "Nothing was written: this file changes %(people)s people, and Encore takes in "
    "%(most)s at one go, so that nobody who is learning has to wait. Cut the file into "
    "several, or have Encore run on PostgreSQL, which takes any number."
)


@dataclass(frozen=True)
class PlannedImport:
    """A file, what its columns mean, and the plan of it on ``today``."""

    table: Table
    mapping: Mapping
    plan: Plan

    @property
    def too_large(self):
        """Why writing it would keep others waiting for too long; "" where it would not."""
        most, people = settings.PEOPLE_AT_ONCE, len(self.plan.people)
        if not 0 < most < people:
            return ""
        return TOO_LARGE % {"people": people, "most": most}


def planned_import(people_import, at):
    """Return the PlannedImport of ``people_import``, a PeopleImport, at a moment."""
    table = Table.from_stored(people_import.table)
    return planned_file(table, Mapping.from_stored(people_import.columns), at)


def planned_file(table, mapping, at):
    """Return the PlannedImport of a Table, kept or not, whose columns mean ``mapping``.

    The day is that of the organisation: the time zone of the root team.
    """
    plan = make_plan(table, mapping, house_for(table, mapping), organisation_day(at))
    return PlannedImport(table, mapping, plan)


def recent_imports():
    """Return the latest PeopleImports, ten at most, without their rows."""
    recent = PeopleImport.objects.select_related("created_by").defer(
        "table", "problems"
    )
    return recent.order_by("-created_at")[:10]


def rows_set_aside(people_import, at):
    """Return header and rows of ``people_import`` that have problems, with the reasons.

    No text begins like a formula, so that no program for tables runs what somebody put
    into a file.
    """
    planned = planned_import(people_import, at)
    reasons = {}
    for problem in planned.plan.problems:
        reasons.setdefault(problem.line, []).append(
            f"{problem.reason} {problem.way_out}"
        )
    rows = [[*planned.table.header, gettext("What is wrong")]]
    width = len(planned.table.header)
    for line, cells in planned.table.rows:
        if line in reasons:
            padded = cells + [""] * (width - len(cells))
            rows.append([*padded, " ".join(reasons[line])])
    return [[_harmless(text) for text in row] for row in rows]


def _harmless(text):
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t")) else text


@dataclass(frozen=True)
class FinishedImport:
    """What came of an import. counts: (word, its title) of what happened; code_count:
    how many of the people taken on wait for a sign-in code. lines: of the rows that
    stayed out; lines_without_manager: of those taken in without whom they name as
    manager.
    """

    titles: list[str]
    code_count: int
    lines: list[int]
    lines_without_manager: list[int]


def finished_import(people_import, user):
    """Return the FinishedImport of ``people_import``, done or dropped, for ``user``.

    The count of codes is that of the sheet to which the page leads.
    """
    waiting = waiting_for_code(user, user.today(), people_import=people_import)
    counts = people_import.counts
    about = {p["line"] for p in people_import.problems if p["code"] in ABOUT_MANAGERS}
    out = {p["line"] for p in people_import.problems if p["code"] not in ABOUT_MANAGERS}
    return FinishedImport(
        titles=[
            title_of(word, counts[word])
            for word in (*WORDS, "unchanged")
            if counts.get(word)
        ],
        code_count=waiting.count(),
        lines=sorted(out),
        lines_without_manager=sorted(about - out),
    )


def organisation_day(at):
    """Return the date it is for the organisation as a whole."""
    zones = Team.objects.filter(depth=1).values_list("time_zone", flat=True)
    return localdate(at, timezone=ZoneInfo(zones.first() or settings.TIME_ZONE))


def remembered_mapping(header):
    """Return the Mapping of the last file with ``header``, else what the names say."""
    known = ColumnMapping.objects.filter(
        purpose=PURPOSE, header_digest=header_digest(header)
    ).first()
    if known:
        return Mapping.from_stored(known.columns)
    # A house that has no teams yet means the first file to bring them.
    is_first = not Team.objects.filter(depth__gt=1).exists()
    new_teams = NewTeams.BELOW_ROOT if is_first else NewTeams.REFUSE
    return Mapping(recognised(header), new_teams=new_teams)
