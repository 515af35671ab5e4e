"""Writing development plans in every state, and what Amal Haddad has to do today."""

import datetime as dt
import random
import uuid
from zoneinfo import ZoneInfo

from dashboard.demo.courses import BY_PLAN, PLAN_DELAY, PLAN_WEEKS
from dashboard.demo.learning import learn
from dashboard.demo.people import ZONE
from dashboard.demo.sign_ins import AMAL, MONA
from plans.actions.agreeing import agree_to_plan, complete_plan, propose_plan
from plans.actions.assigning import confirm_assignment
from plans.actions.planning import mark_item, set_item, start_plan
from plans.actions.starter import load_plan_templates
from plans.choices import ItemKind
from staff.models import Employee, Posting
from training.models import Module

# So many modules wait on Amal's page.
TO_DO = 2
PRACTICE = "Once a shift, ask one open question"
# How long ago the templates came, and the plan was begun that is over by now.
WEEKS_OVER, BEGUN_OVER = dt.timedelta(weeks=20), dt.timedelta(weeks=18)


def write_plans(at):
    """Write the plans of Mona Lindqvist's team, one of them over. at: the moment."""
    load_plan_templates(at=at - WEEKS_OVER)
    mona, amal = _mona(), _amal()
    others = _Others(mona, amal)
    writer = _Writer(at, mona)
    if over := others.one_since(_date(at - BEGUN_OVER)):
        writer.followed(over, weeks_ago=BEGUN_OVER.days // 7, is_over=True)
    followed = writer.followed(amal, weeks_ago=PLAN_WEEKS)
    writer.note_done(followed, PRACTICE, weeks_ago=2)
    learned = amal.enrolments.open().get(module__slug=BY_PLAN[0])
    finished_at = at - dt.timedelta(weeks=PLAN_WEEKS - PLAN_DELAY)
    learn(learned, random.Random(0), at=finished_at)
    last_week = _date(at - dt.timedelta(weeks=1))
    if waiting := others.one_since(last_week):
        writer.proposed(waiting, weeks_ago=1, agrees=waiting)
    if proposed := others.one_since(last_week):
        writer.proposed(proposed, weeks_ago=1, agrees=mona)
    if begun := others.one_since(_date(at)):
        writer.begun(begun)


def write_to_do(at):
    """Let Mona give Amal what is still missing, due in four days."""
    mona, amal, today = _mona(), _amal(), _date(at)
    on_offer = Module.objects.on_offer().order_by("slug")
    missing = on_offer.exclude(pk__in=amal.enrolments.values("module"))
    learning = amal.enrolments.open().values("module")
    confirm_assignment(
        batch_uuid=uuid.uuid4(),
        employees=[amal],
        modules=(missing or on_offer.exclude(pk__in=learning))[:TO_DO],
        answers={
            "prerequisite_missing": "add_before",
            "finished_before": "assign_again",
        },
        due_on=today + dt.timedelta(days=4),
        reason="Before the Christmas rush",
        reach=mona.reach_on(today),
        by=mona,
        at=at,
        today=today,
    )


def _mona():
    return Employee.objects.get(employee_number=MONA.number)


def _amal():
    return Employee.objects.get(employee_number=AMAL.number)


def _date(at):
    return at.astimezone(ZoneInfo(ZONE)).date()


class _Others:
    """Who works in the team of ``manager`` beside the two, the longest there first."""

    def __init__(self, manager, waiter):
        postings = Posting.objects.filter(
            team__in=manager.postings.filter(valid_to=None).values("team"),
            valid_to=None,
        )
        self._left = list(
            postings.exclude(employee__in=[manager, waiter])
            .select_related("employee")
            .order_by("valid_from", "pk")
        )

    def one_since(self, day):
        """Return somebody not returned before who was there on ``day``; None without."""
        if not self._left or self._left[0].valid_from > day:
            return None
        return self._left.pop(0).employee


class _Writer:
    """Writes plans as ``manager`` and their people would have, some weeks ago."""

    def __init__(self, at, manager):
        self._at, self._manager = at, manager

    def begun(self, person, weeks_ago=0):
        """Return a draft, with one step that no template has."""
        by = self._by(self._manager, weeks_ago)
        plan = start_plan(employee=person, **by)
        set_item(
            plan=plan,
            kind=ItemKind.PRACTICE,
            text=PRACTICE,
            **by,
        )
        plan.refresh_from_db()
        return plan

    def proposed(self, person, weeks_ago, agrees):
        """Return a plan that waits for the other one's yes."""
        plan = self.begun(person, weeks_ago)
        propose_plan(plan=plan, **self._by(self._manager, weeks_ago))
        return agree_to_plan(plan=plan, **self._by(agrees, weeks_ago))

    def followed(self, person, weeks_ago, is_over=False):
        """Return a plan that both agreed to; is_over: and have completed since."""
        plan = self.proposed(person, weeks_ago, agrees=self._manager)
        plan = agree_to_plan(plan=plan, **self._by(person, weeks_ago))
        if is_over:
            plan = complete_plan(plan=plan, **self._by(self._manager, 4))
        return plan

    def note_done(self, plan, text, weeks_ago):
        item = plan.items.get(text=text)
        by = self._by(plan.employee, weeks_ago)
        return mark_item(plan=plan, item=item, is_done=True, **by)

    def _by(self, person, weeks_ago):
        at = self._at - dt.timedelta(weeks=weeks_ago)
        return {"by": person, "at": at, "today": _date(at)}
