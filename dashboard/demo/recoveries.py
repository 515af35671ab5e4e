"""How managers of the demo put complaints right, half of those of the last year."""

import datetime as dt
from bisect import bisect_left, bisect_right
from collections import defaultdict
from decimal import Decimal

from events.record import record_many, unsaved_event
from feedback.choices import SourceKind
from feedback.models import Credit, Recovery
from feedback.queries.cells import WEEK
from feedback.queries.complaints import complaints
from feedback.rules.served import monday
from staff.models import TeamManager
from staff.rules import Reach
from training.models import Skill

WEEKS = 52
PUT_RIGHT, APOLOGISED, WITH_CARD, WITH_SKILL = 0.5, 0.8, 0.75, 0.8
# Days until it was put right, and around the service on which a card was seen.
LONGEST, AROUND = 3, dt.timedelta(days=2)
# What was done, what it cost at least and at most, and the skills it was about.
DONE = (
    (
        "Rang them the next morning, listened to the end, and said what we do about it.",
        (0, 0),
        ("hearing-complaints", "apologising"),
    ),
    (
        "Took the dish off the bill and brought a fresh one before they had to ask.",
        (9, 24),
        ("resolving-on-the-spot", "going-the-extra-mile"),
    ),
    (
        "Asked them back for a dinner at our cost, at the table they like.",
        (35, 80),
        ("recovering-a-lost-customer", "caring-for-loyal-customers"),
    ),
    (
        "Said sorry in person, with no excuse, and gave the drinks back.",
        (6, 18),
        ("apologising", "empathy"),
    ),
    (
        "Wrote a card by hand and put a voucher in it. Told the team what went wrong.",
        (15, 25),
        ("staying-in-touch", "recovering-a-lost-customer"),
    ),
    (
        "Corrected the bill and paid the difference back the same day.",
        (4, 30),
        ("resolving-on-the-spot", "promising-well"),
    ),
    (
        "Talked it over with whoever had served, then rang them and kept a table free.",
        (0, 0),
        ("finding-out-what-is-expected", "making-the-customer-feel-special"),
    ),
    (
        "Sent the order again with a driver, and asked an hour later whether all was well.",
        (12, 38),
        ("promising-well", "staying-in-touch"),
    ),
)


def write_recoveries(house, chance):
    """Put about half of the complaints of the last 52 weeks right.

    chance: a random.Random of its own, so that no other draw changes. The rows are those
    that ``put_right`` would write, and so is the journal; one by one takes too long.
    """
    calendar = house.calendar
    end = monday(calendar.today) + WEEK
    everybody = Reach(None, is_everybody=True)
    found = complaints(everybody, first=end - WEEKS * WEEK, end=end)
    teams = dict(
        Credit.objects.filter(interaction__in=found.order_by())
        .order_by("-pk")
        .values_list("interaction", "team")
    )
    cards, managers, skills = _Cards(), _Managers(), _skills()
    recoveries = []
    for complaint in found.order_by("occurred_at", "pk"):
        day = complaint.served_on + dt.timedelta(days=chance.randint(0, LONGEST))
        is_put_right = chance.random() < PUT_RIGHT
        team = teams[complaint.pk]
        by = managers.of(team, day)
        if not is_put_right or day > calendar.today or by is None:
            continue
        did, costs, slugs = chance.choice(DONE)
        cost = Decimal(chance.randint(costs[0] * 10, costs[1] * 10)) / 10
        about = chance.choice(slugs)
        card = cards.around(team, complaint.served_on, chance)
        recoveries.append(
            Recovery(
                interaction=complaint,
                by=by,
                recorded_at=calendar.past(day, 22),
                put_right_on=day,
                apologised=chance.random() < APOLOGISED,
                did=did,
                cost=cost or None,
                skill_id=skills[about] if chance.random() < WITH_SKILL else None,
                customer_id=card if chance.random() < WITH_CARD else None,
            )
        )
    Recovery.objects.bulk_create(recoveries, batch_size=1000)
    record_many([_event(recovery) for recovery in recoveries])


class _Cards:
    """The loyalty cards that were seen in each team, by day."""

    def __init__(self):
        self._seen = defaultdict(list)
        visits = Credit.objects.filter(
            interaction__source__kind=SourceKind.VISITS,
            interaction__customer__isnull=False,
        )
        rows = visits.order_by("interaction__served_on", "pk").values_list(
            "team", "interaction__served_on", "interaction__customer"
        )
        for team, *seen in rows:
            self._seen[team].append(tuple(seen))

    def around(self, team, day, chance):
        """Return the id of a customer seen in ``team`` around ``day``, or None."""
        seen = self._seen[team]
        first = bisect_left(seen, day - AROUND, key=lambda row: row[0])
        end = bisect_right(seen, day + AROUND, key=lambda row: row[0])
        return chance.choice(seen[first:end])[1] if first < end else None


class _Managers:
    """Who managed each team when."""

    def __init__(self):
        self._charges = defaultdict(list)
        charges = TeamManager.objects.select_related("employee")
        for charge in charges.order_by("valid_from"):
            self._charges[charge.team_id].append(charge)

    def of(self, team, day):
        """Return the Employee who managed ``team`` on ``day``, or None."""
        for charge in self._charges[team]:
            if charge.valid_from <= day and (
                not charge.valid_to or day < charge.valid_to
            ):
                return charge.employee
        return None


def _skills():
    return dict(Skill.objects.values_list("slug", "pk"))


def _event(recovery):
    said = ["did", "put_right_on"]
    said += ["apologised"] if recovery.apologised else []
    said += [
        name for name in ("cost", "skill_id", "customer_id") if getattr(recovery, name)
    ]
    return unsaved_event(
        "recovery.recorded",
        at=recovery.recorded_at,
        by=recovery.by,
        subject=recovery.interaction,
        fields=[name.removesuffix("_id") for name in said],
    )
