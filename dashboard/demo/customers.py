"""Writing what customers said and when they came, through the act all sources go by."""

import datetime as dt
from decimal import Decimal
from functools import cache

import numpy as np
from django.conf import settings

from dashboard.demo.comments import FOR_AMAL, comment_for
from feedback.actions.recording import record_services
from feedback.actions.sources import open_source, record_complete_days
from feedback.choices import SourceKind
from feedback.rules.keys import customer_hash
from feedback.rules.served import Served, Value, monday
from staff.models import JobRole

# Services in one chunk: nobody else is writing yet.
CHUNK = 10_000
OPEN_HOURS = range(11, 22)
# The till's days are complete up to so many days ago.
TILL_IS_BEHIND = 3
CHANNELS = {"floor": "table", "till": "till", "phone": "phone", "lead": "table"}
# What is answered to “would you recommend us”, by what it counts as.
NPS_RAW = {-100: range(7), 0: range(7, 9), 100: range(9, 11)}


def write_answers(house, story, chance):
    """Record the answers of ``story`` up to now. chance: a random.Random."""
    source = open_source(
        key="table-cards",
        kind=SourceKind.ANSWERS,
        name="Cards on the table",
        by=house.nadia,
        at=house.calendar.moment(house.calendar.first, 8),
    )
    _record(house, source, _answers(house, story, chance))


def write_visits(house, story, chance):
    """Record the visits of ``story``, and how far they are complete."""
    calendar = house.calendar
    source = open_source(
        key="loyalty-cards",
        kind=SourceKind.VISITS,
        name="Loyalty cards at the till",
        by=house.nadia,
        at=calendar.moment(calendar.first, 8),
    )
    last_day = calendar.today - dt.timedelta(days=TILL_IS_BEHIND)
    _record(house, source, _visits(house, story, last_day, chance))
    record_complete_days(
        source=source,
        first_day=calendar.first,
        last_day=last_day,
        by=house.nadia,
        at=calendar.at,
    )


def _record(house, source, services):
    for first in range(0, len(services), CHUNK):
        record_services(
            source=source,
            services=services[first : first + CHUNK],
            by=house.nadia,
            at=house.calendar.at,
        )


def _answers(house, story, chance):
    """Return the answers as Served, by day; those of later today are left out."""
    answers, place = story.answers, _Places(house, story)
    roles = dict(JobRole.objects.values_list("id", "code"))
    praise = _praise(house, story)
    services = []
    for number in np.argsort(answers.week, kind="stable").tolist():
        person, week = int(answers.person[number]), int(answers.week[number])
        weekday, hour = chance.randrange(7), chance.choice(OPEN_HOURS)
        occurred_at = place.moment(7 * week + weekday, hour, chance.randrange(60))
        if occurred_at > house.calendar.at:
            continue
        score, nps = int(answers.score[number]), answers.nps[number]
        role = house.job_roles[person]
        comment, language = comment_for(score, roles[role], chance)
        if number in praise:
            comment, language = praise[number], "en"
        is_alone = answers.is_team_alone[number] and number not in praise
        services.append(
            Served(
                identity=f"id:C{number + 1:07}",
                occurred_at=occurred_at,
                employee_id=None if is_alone else house.people[person].pk,
                job_role_id=None if is_alone else role,
                channel=CHANNELS[roles[role]],
                values=_values(score, bool(answers.complaint[number]), nps, chance),
                comment=comment,
                language=language,
                is_team_stated=bool(is_alone),
                **place.of(person, week, weekday),
            )
        )
    return services


def _values(score, is_complaint, nps, chance):
    values = (
        Value("csat", score, str(score), "1-5"),
        Value("complaint", float(is_complaint), "yes" if is_complaint else "no"),
    )
    if np.isnan(nps):
        return values
    raw = chance.choice(NPS_RAW[int(nps)])
    return (*values, Value("nps", float(nps), str(raw), "0-10"))


def _praise(house, story):
    """Return {number of an answer: comment} of the latest best ones for Amal Haddad."""
    answers = story.answers
    best = np.flatnonzero(
        (answers.person == 1) & (answers.score == 5) & (answers.week < story.weeks - 1)
    )
    latest = best[-len(FOR_AMAL) :].tolist()
    return dict(zip(latest, FOR_AMAL, strict=False))


def _visits(house, story, last_day, chance):
    """Return the visits up to ``last_day`` as Served, by day."""
    visits, place = story.visits, _Places(house, story)
    key = cache(lambda number: _card(house, number))
    services = []
    for number in np.argsort(visits.day, kind="stable").tolist():
        person, day = int(visits.person[number]), int(visits.day[number])
        if place.day(day) > last_day:
            break
        hour, minute = chance.choice(OPEN_HOURS), chance.randrange(60)
        services.append(
            Served(
                identity=f"id:B{number + 1:07}",
                occurred_at=place.moment(day, hour, minute),
                employee_id=house.people[person].pk,
                job_role_id=house.job_roles[person],
                customer_hash=key(int(visits.customer[number])),
                spend=Decimal(chance.randint(900, 6400)) / 100,
                **place.of(person, *divmod(day, 7)),
            )
        )
    return services


def _card(house, number):
    """Return what is kept of the number on a loyalty card."""
    return customer_hash(f"LK-{number:06}", settings.CUSTOMER_SECRET)


class _Places:
    """Where and when, by the numbers of the story: days from 0, people by index."""

    def __init__(self, house, story):
        self._teams = np.array(house.teams)[story.careers.team_in(story.weeks)].tolist()
        calendar = house.calendar
        self.day = cache(lambda day: calendar.first + dt.timedelta(days=day))
        self._opening = cache(
            lambda day: calendar.moment(self.day(day), 0).astimezone(dt.UTC)
        )

    def moment(self, day, hour, minute):
        return self._opening(day) + dt.timedelta(hours=hour, minutes=minute)

    def of(self, person, week, weekday):
        """Return what Served says of the day and the team."""
        day = self.day(7 * week + weekday)
        return {
            "served_on": day,
            "week": monday(day),
            "team_id": self._teams[person][week],
        }
