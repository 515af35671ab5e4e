"""The table in docs/certificates.md, played row by row through the actions."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError

from staff.actions.people import record_leaving, rehire
from staff.models import Employee
from tests.factories.staff import EmployeeFactory, TeamFactory, moment
from tests.training.catalogue import a_module_document, a_reading, publish_catalogue
from training.actions.certification_calendar import keep_certifications
from training.actions.certifying import give_cover, revoke_certification
from training.actions.enrolments import enrol_self
from training.actions.learning import complete_step, start_enrolment
from training.actions.publishing import publish_module
from training.certification.validity import A_DAY, state_on
from training.choices import EnrolmentSource, EnrolmentStatus
from training.models import CertificationPeriod, Enrolment, Module
from training.queries.certifications import standings

PAGE = settings.BASE_DIR / "docs" / "certificates.md"
RULE = re.compile(
    r"(\d+) months (?:from (completion|expiry)|to (\d\d-\d\d)), window (\d+)(, refresher)?"
)
HIRED = date(2020, 1, 1)
pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Row:
    """One line: cells by the words of the header."""

    case: str
    rule: str
    acts: list
    periods: list
    standings: list
    assigned: list


def rows():
    lines = PAGE.read_text("utf-8").partition("| case |")[2].splitlines()[2:]
    tables = (line.strip("| ").split("|") for line in lines if line.startswith("|"))
    return [_row([cell.strip() for cell in cells]) for cells in tables]


def _row(cells):
    case, rule, *lists = cells + [""] * (6 - len(cells))
    return Row(case, rule, *([p for p in cell.split("; ") if p] for cell in lists))


def dated(text):
    """Return (date, what follows it)."""
    day, _blank, rest = text.partition(" ")
    return date.fromisoformat(day), rest


class Played:
    """One person, one module by the rule of a row, and what becomes of them."""

    def __init__(self, rule):
        months, begins, on, window, with_refresher = RULE.fullmatch(rule).groups()
        certification = {
            "months": int(months),
            "from": begins or "calendar",
            "window_days": int(window),
        }
        if on:
            certification["on"] = on
        self.refresher = None
        if with_refresher:
            self.refresher = publish_catalogue(a_reading(), slug="in-short")
            certification["refresher"] = "in-short"
            self.module = self._published(certification)
        else:
            self.module = publish_catalogue(a_reading(), certification=certification)
        self.team = TeamFactory()
        self.person = EmployeeFactory(team=self.team, hired_on=HIRED)
        self.facts = {}

    def _published(self, certification):
        document = a_module_document(a_reading(), certification=certification)
        version = publish_module(document=document, at=moment())
        return Module.objects.get(pk=version.module_id)

    def act(self, day, words):
        word, *more = words.split()
        if more and more[-1] == "refused":
            with pytest.raises(ValidationError):
                self._act(day, word, more)
        else:
            self._act(day, word, more)
        self.keep_history()

    def _act(self, day, word, more):
        at = moment(day=day)
        facts = {"employee": self.person, "module": self.module, "by": None, "at": at}
        if word == "completes":
            self.complete(self.module, day)
        elif word == "refreshes":
            self.complete(self.refresher, day)
        elif word == "covered":
            last_day_on = date.fromisoformat(more[1])
            give_cover(last_day_on=last_day_on, reason="No course in time.", **facts)
        elif word == "revoked":
            revoke_certification(reason="Left the till open.", **facts)
        elif word == "leaves":
            record_leaving(employee=self.person, left_on=day, by=None, at=at)
        elif word == "returns":
            facts = {"team": self.team, "by": None, "at": at}
            rehire(employee=self.person, hired_on=day, **facts)
        else:
            raise ValueError(word)

    def complete(self, module, day):
        at = moment(day=day)
        enrolment = enrol_self(employee=self.person, module=module, at=at)
        enrolment = start_enrolment(enrolment=enrolment, at=at)
        for step in enrolment.version.steps.order_by("position"):
            complete_step(enrolment=enrolment, step=step, at=at, today=day)

    def keep_history(self):
        """Hold that what was written is still there, word for word.

        A row may be revoked, once. ``look_on`` is bookkeeping.
        """
        now = {}
        for values in CertificationPeriod.objects.values():
            values.pop("look_on")
            now[values["id"]] = values
        for pk, before in self.facts.items():
            changed = {name for name in before if now[pk][name] != before[name]}
            if before["revoked_on"] is None and now[pk]["revoked_on"]:
                changed -= {name for name in before if name.startswith("revoked_")}
            assert changed == set()
        self.facts = now

    def standing(self, day):
        rows = standings([self.person.pk], day)
        return rows[0].standing.replace("_", " ") if rows else "nothing"

    def periods(self):
        ordered = CertificationPeriod.objects.order_by("pk")
        return [f"{each.valid_from} – {each.last_day_on}" for each in ordered]

    def assigned(self):
        by_rule = Enrolment.objects.filter(source=EnrolmentSource.RULE).order_by("pk")
        return [self._words(each) for each in by_rule.select_related("module")]

    def _words(self, enrolment):
        words = "module" if enrolment.module == self.module else "refresher"
        if enrolment.due_on:
            words += f" by {enrolment.due_on}"
        if enrolment.status == EnrolmentStatus.WITHDRAWN:
            words += " taken back"
        return words


@pytest.mark.parametrize("row", rows(), ids=lambda row: row.case)
def test_every_case_of_the_table(row):
    played = Played(row.rule)
    happens = [(*dated(each), "acts") for each in row.acts]
    happens += [(*dated(each), "stands") for each in row.standings]
    seen = []

    for day, words, what in sorted(happens, key=lambda each: (each[0], each[2])):
        if what == "acts":
            played.act(day, words)
        else:
            keep_certifications(at=moment(day=day))
            played.keep_history()
            seen.append(f"{day} {played.standing(day)}")

    assert played.periods() == row.periods
    assert seen == row.standings
    assert played.assigned() == row.assigned


def test_the_table_has_what_the_rules_name():
    words = " ".join(f"{row.case} {row.rule} {' '.join(row.acts)}" for row in rows())

    for each in ("leap", "to 12-31", "from expiry", "covered", "revoked", "returns"):
        assert each in words
    assert len(rows()) > 40


@pytest.mark.parametrize("row", rows()[::4], ids=lambda row: row.case)
def test_the_database_and_the_rules_say_the_same_of_every_day(row):
    played = Played(row.rule)
    for each in row.acts:
        played.act(*dated(each))
    first, last = date(2023, 1, 1), date(2028, 6, 1)

    for step in range(0, (last - first).days, 13):
        day = first + timedelta(days=step)
        for period in CertificationPeriod.objects.with_state(day):
            facts = {"revoked_on": period.revoked_on, "is_renewed": period.is_renewed}
            assert period.state == state_on(day, period.term, **facts)


def test_left_and_hired_again_is_one_person():
    played = Played("12 months from expiry, window 30")
    played.act(date(2025, 3, 15), "completes")
    played.act(date(2025, 6, 1), "leaves")
    played.act(date(2025, 9, 1), "returns")

    person = Employee.objects.get(pk=played.person.pk)

    assert person.employments.count() == 2
    assert person.certification_periods.get().valid_until == date(2026, 3, 14) + A_DAY
