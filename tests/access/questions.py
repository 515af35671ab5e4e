"""How each act of the table is asked: of which rows, with what in the address and body.

An act without a question here has no rows, and nothing in its address or body.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile

from api.models import ApiKey
from events.models import Event
from feedback.actions.sources import record_complete_days
from feedback.choices import SourceKind
from feedback.models import Metric, WeeklyOutcome
from feedback.rules.served import WHOLE, monday
from outcomes.queries.judging import judged_metrics
from plans.queries.assigning import assignment_preview
from staff.actions.people_import import confirm_import
from staff.actions.sign_in_codes import issue_codes
from staff.choices import Role
from staff.models import Employee, FileImport, RoleGrant, TeamManager
from staff.queries.people_import import planned_import
from tests.access.scene import PASSWORD
from tests.access.table import WHOM
from tests.factories.data_files import draft_of as draft_of_data
from tests.factories.feedback import SourceFactory, answer
from tests.factories.outcomes import (
    LAST_WEEK,
    AnalysisFactory,
    EstimateFactory,
    EstimatePersonFactory,
)
from tests.factories.people_files import csv_file, draft_of
from tests.factories.plans import (
    GoalFactory,
    ItemFactory,
    PlanFactory,
    PlanTemplateFactory,
    TemplateGoalFactory,
)
from tests.factories.staff import (
    HIRED,
    TODAY,
    EmployeeFactory,
    TeamFactory,
    moment,
)
from tests.factories.training import (
    CertificationPolicyFactory,
    EnrolmentFactory,
    PeriodFactory,
    RefresherCardFactory,
    SkillFactory,
)
from tests.frozen import unguarded
from tests.outcomes.scenes import a_cell
from tests.training.films import a_film
from training.actions.completions_import import COMPLETIONS
from training.actions.learning import begin_attempt, take_choice
from training.actions.publishing import publish_path
from training.choices import EnrolmentStatus
from training.models import NamedObserver, Step, StepCompletion

TEAMS = BATCHES = ("own", "team", "other")
QUESTIONS = {}


@dataclass(frozen=True)
class Asked:
    """One request: values for the route's names, and what is sent in query or body."""

    names: dict = field(default_factory=dict)
    sent: dict | None = None


@dataclass(frozen=True)
class Question:
    """How an act is asked.

    ask(asker, whom): does what has to be there before, and returns Asked.
    rows: kinds of rows there are. shows(asker, whom): for a list, the text by which one
    finds the row in it. unnamed: the answer for rows the table does not name. changes:
    whether whoever may do it finds rows changed; None where that is no sign.
    """

    ask: Callable = lambda asker, whom: Asked()
    rows: tuple = ("it",)
    shows: Callable | None = None
    unnamed: str = "404"
    changes: bool | None = True


def question_about(name):
    """Return the Question about the act ``name``."""
    return QUESTIONS.get(name, Question())


def asks(*acts, **kind):
    """Return a decorator that makes a function the question about ``acts``."""

    def register(ask):
        for act in acts:
            QUESTIONS[act] = Question(ask, **kind)
        return ask

    return register


def lists(*acts, shows, rows=WHOM):
    """Say that ``acts`` show lists, and how a row is found in them."""
    for act in acts:
        QUESTIONS[act] = Question(rows=rows, shows=shows)


# Coming in ----------------------------------------------------------------------------


def with_password(asker):
    person = Employee.objects.get(pk=asker.person("own").pk)
    person.set_password(PASSWORD)
    person.save()
    return person


def new_password(**other):
    return {
        "password": "four green pears",
        "password_again": "four green pears",
        **other,
    }


@asks("Sign in", changes=None)
def sign_in(asker, whom):
    number = with_password(asker).employee_number
    return Asked(sent={"username": number, "password": PASSWORD})


@asks("Sign out", changes=None)
def sign_out(asker, whom):
    return Asked(sent={})


@asks("Redeem a code")
def code_redeem(asker, whom):
    person = asker.scene.people["team"]
    [issued] = issue_codes(
        employees=[person], by=asker.scene.actors["administrator"], at=moment()
    )
    typed = {"number": person.employee_number, "code": issued.code}
    return Asked(sent=new_password(**typed))


SET_UP = "Set up, once it is done"


@asks(
    "Give the set-up key, then",
    "Name the organisation, then",
    "Name it again, then",
    "Become the first person, then",
    "Become it again, then",
)
def set_up(asker, whom):
    return Asked(sent={"key": "the-key", "name": "Taken over"})


# Oneself ------------------------------------------------------------------------------


@asks("Choose one's language")
def language(asker, whom):
    return Asked(sent={"language": "de"})


@asks("Change one's password")
def password(asker, whom):
    person = with_password(asker)
    if asker.role != "visitor":
        asker.sign_in(person)
    return Asked(sent=new_password(old_password=PASSWORD))


# Learning -----------------------------------------------------------------------------


@asks("See a module", "Begin a module of one's own choice")
def module(asker, whom):
    return Asked({"slug": "free"}, {})


@asks("See a learning path")
def learning_path(asker, whom):
    document = {"slug": "first-week", "modules": ["free", "short"]}
    texts = {"title": {"en": "First week"}, "summary": {"en": "Two modules."}}
    publish_path(document=document | texts, at=moment())
    return Asked({"slug": "first-week"})


@asks("See an enrolment", rows=WHOM)
def enrolment(asker, whom):
    return Asked({"uuid": asker.running(whom).uuid})


@asks("Start it", rows=WHOM)
def enrolment_start(asker, whom):
    return Asked({"uuid": asker.waiting(whom).uuid}, {})


def at_step(asker, whom, key, **sent):
    return Asked({"uuid": asker.running(whom).uuid, "key": key}, sent)


def after(asker, whom, *keys):
    """Record that the steps before are done: they are opened one after the other."""
    StepCompletion.objects.bulk_create(
        StepCompletion(
            enrolment=asker.running(whom), step=step(asker, key), completed_at=moment()
        )
        for key in keys
    )


def step(asker, key):
    return asker.scene.version.steps.get(key=key)


@asks("See a step", "Read a page to its end", rows=WHOM)
def reading(asker, whom):
    return at_step(asker, whom, "read")


@asks("Play a step's video or captions", rows=WHOM)
def step_media(asker, whom):
    film = a_film()
    step = Step.objects.create(
        version=asker.scene.version,
        position=9,
        key="film",
        kind="video",
        document={"title": {"en": "Film"}, "video": film.digest, "captions": {}},
    )
    after(asker, whom, "read", "play", "check", "watch")
    names = {"uuid": asker.running(whom).uuid, "key": step.key}
    return Asked(names | {"digest": film.digest})


@asks("Answer a question", rows=WHOM)
def quiz(asker, whom):
    after(asker, whom, "read", "play")
    return at_step(asker, whom, "check", question="q1", options=["a"], number=1)


@asks("Answer a refresher", rows=WHOM)
def refresher(asker, whom):
    card = RefresherCardFactory(employee=asker.person(whom))
    return Asked(sent={"card": card.uuid, "answer": ["a"]})


@asks("Begin to play", rows=WHOM)
def play_begin(asker, whom):
    after(asker, whom, "read")
    return at_step(asker, whom, "play", act="begin", number=1)


def attempt(asker, whom):
    return begin_attempt(
        enrolment=asker.running(whom), step=step(asker, "play"), at=moment(), number=1
    )


@asks("Take a choice", rows=WHOM)
def play(asker, whom):
    after(asker, whom, "read")
    uuid = attempt(asker, whom).uuid
    return at_step(asker, whom, "play", attempt=uuid, position=0, choice="go-on")


@asks("See how a play went", rows=WHOM)
def debrief(asker, whom):
    after(asker, whom, "read")
    played = attempt(asker, whom)
    take_choice(attempt=played, position=0, choice="nod", at=moment(), today=TODAY)
    return Asked({"uuid": asker.running(whom).uuid, "key": "play", "number": 1})


def at_practice(asker, whom, **sent):
    after(asker, whom, "read", "play", "check")
    return at_step(asker, whom, "watch", **sent)


@asks(
    "See who waits to be observed",
    rows=WHOM,
    shows=lambda asker, whom: str(asker.running(whom).uuid),
)
def observation_list(asker, whom):
    at_practice(asker, whom)
    return Asked()


@asks("See the page to observe somebody", rows=WHOM)
def observation(asker, whom):
    return at_practice(asker, whom)


@asks("Say what one observed", rows=WHOM)
def observation_add(asker, whom):
    seen = {"uuid": uuid4(), "item-greet": "observed"}
    return at_practice(asker, whom, **seen)


@asks("Name who may observe somebody", rows=WHOM)
def observer_add(asker, whom):
    return at_practice(asker, whom, colleague=asker.me.pk)


@asks("Let somebody try a quiz again", rows=WHOM)
def further_attempt(asker, whom):
    quiz = step(asker, "check")
    unguarded(Step).filter(pk=quiz.pk).update(most_attempts=0)
    return at_step(asker, whom, "check")


@asks("Take back that somebody may observe", rows=WHOM)
def observer_remove(asker, whom):
    asked = at_practice(asker, whom)
    named = NamedObserver.objects.create(
        enrolment=asker.running(whom),
        employee=asker.scene.people["other"],
        named_at=moment(),
    )
    return Asked(asked.names | {"pk": named.pk}, {})


# People and teams ---------------------------------------------------------------------

lists(
    "List people",
    shows=lambda asker, whom: f'id="person-{asker.person(whom).pk}"',
)
lists(
    "List who has left",
    rows=("left",),
    shows=lambda asker, whom: f'id="person-{asker.person(whom).pk}"',
)
lists(
    "See how one's teams stand",
    shows=lambda asker, whom: f'id="person-{asker.person(whom).pk}"',
)
lists(
    "See who has a plan",
    shows=lambda asker, whom: f'id="person-{asker.person(whom).pk}"',
)
lists(
    "Open a figure's rows",
    shows=lambda asker, whom: f'id="enrolment-{asker.running(whom).pk}"',
)
lists(
    "See who waits for a sign-in code",
    shows=lambda asker, whom: f'value="{asker.person(whom).pk}"',
)
lists(
    "List teams",
    rows=TEAMS,
    shows=lambda asker, whom: f'id="team-{asker.team(whom).pk}"',
)


@asks(
    "See a person",
    "See what a person learns",
    "See a person's plan, learning and what customers said",
    "Read what customers said of a person",
    "See the page to correct a person",
    "See the page to move a person",
    "See the page for leaving",
    "See the page to hire again",
    rows=WHOM,
)
def person(asker, whom):
    return Asked({"pk": asker.person(whom).pk})


@asks("Ask for a code for one person", rows=WHOM)
def code_page_of(asker, whom):
    return Asked(sent={"employee": asker.person(whom).pk})


@asks("Hand out a code", rows=WHOM, unnamed="refused")
def code_sheet(asker, whom):
    return Asked(sent={"employees": [asker.person(whom).pk]})


@asks("Hand a code to an administrator", rows=("team",))
def code_for_administrator(asker, whom):
    return code_for_holder(asker, Role.ADMINISTRATOR)


@asks("Hand a code to HR", rows=("team",))
def code_for_hr(asker, whom):
    return code_for_holder(asker, Role.HR)


@asks("Hand a code to an author", rows=("team",))
def code_for_author(asker, whom):
    return code_for_holder(asker, Role.AUTHOR)


def code_for_holder(asker, role):
    holder = asker.person("team")
    RoleGrant.objects.create(employee=holder, role=role, granted_on=HIRED)
    return Asked(sent={"employees": [holder.pk]})


@asks("Hand a code to who manages other teams as well", rows=("team",))
def code_for_manager(asker, whom):
    manager = asker.person("team")
    TeamManager.objects.create(
        employee=manager, team=asker.scene.harbour, valid_from=HIRED
    )
    return Asked(sent={"employees": [manager.pk]})


def name_of(person, **other):
    return {"first_name": person.first_name, "last_name": person.last_name, **other}


@asks("Hire a person", unnamed="refused", rows=TEAMS)
def hire(asker, whom):
    post = {"team": asker.team(whom).pk, "hired_on": TODAY.isoformat()}
    named = {"employee_number": "n-78", "first_name": "Nora", "last_name": "New"}
    return Asked(sent=post | named)


@asks("Correct a person", rows=WHOM)
def person_edit(asker, whom):
    person = asker.person(whom)
    return Asked({"pk": person.pk}, name_of(person, email="written@example.org"))


@asks("Correct an employment", rows=WHOM)
def employment_edit(asker, whom):
    person = asker.person(whom)
    stay = person.employments.get()
    sent = {f"employment-{stay.pk}-hired_on": "2024-12-01"}
    if stay.last_day_on:
        sent[f"employment-{stay.pk}-last_day_on"] = stay.last_day_on.isoformat()
    return Asked({"pk": person.pk, "employment_pk": stay.pk}, sent)


@asks("Move a person", rows=WHOM)
def person_move(asker, whom):
    sent = {"team": asker.scene.scullery.pk, "valid_from": TODAY.isoformat()}
    return Asked({"pk": asker.person(whom).pk}, sent)


@asks("Record that a person leaves", rows=WHOM)
def person_leave(asker, whom):
    another_administrator = asker.scene.actors["HR"]
    RoleGrant.objects.create(
        employee=another_administrator, role=Role.ADMINISTRATOR, granted_on=HIRED
    )
    asker.forget()
    keys = {f"key_{key.pk}": "keep" for key in ApiKey.objects.all()}
    sent = {"last_day_on": "2026-12-31", **keys}
    return Asked({"pk": asker.person(whom).pk}, sent)


@asks("Hire a person again", rows=WHOM)
def person_rehire(asker, whom):
    sent = {"team": asker.scene.kitchen.pk, "hired_on": "2026-11-24"}
    return Asked({"pk": asker.person(whom).pk}, sent)


@asks("Give a role", rows=WHOM)
def role_grant(asker, whom):
    return Asked({"pk": asker.person(whom).pk}, {"role": "author"})


@asks("Take a role away", rows=WHOM)
def role_revoke(asker, whom):
    person = asker.person(whom)
    RoleGrant.objects.get_or_create(
        employee=person, role=Role.AUTHOR, defaults={"granted_on": HIRED}
    )
    asker.forget()
    return Asked({"pk": person.pk}, {"role": "author"})


@asks("Add a team below one", rows=TEAMS)
def team_add(asker, whom):
    return Asked(sent={"name": "Cellar", "parent": asker.team(whom).pk})


@asks("See a team's page", rows=TEAMS)
def team_page(asker, whom):
    return Asked({"pk": asker.team(whom).pk})


@asks("Rename a team", rows=TEAMS)
def team_edit(asker, whom):
    named = {"name": "Renamed", "time_zone": "Europe/Berlin"}
    return Asked({"pk": asker.team(whom).pk}, named)


@asks("Move a team", rows=TEAMS)
def team_move(asker, whom):
    annex = TeamFactory(name="Annex", parent=asker.scene.company)
    return Asked({"pk": asker.team(whom).pk}, {"parent": annex.pk})


@asks("Appoint a manager", rows=TEAMS)
def manager_add(asker, whom):
    number = asker.scene.people["team"].employee_number
    sent = {"number": number, "valid_from": TODAY.isoformat()}
    return Asked({"pk": asker.team(whom).pk}, sent)


@asks("End a manager's appointment", rows=TEAMS)
def manager_end(asker, whom):
    team, manager = asker.team(whom), asker.scene.people["team"]
    TeamManager.objects.create(employee=manager, team=team, valid_from=HIRED)
    return Asked({"pk": team.pk, "employee_pk": manager.pk}, {})


# Certificates -------------------------------------------------------------------------


def certificate(asker, whom):
    return PeriodFactory(employee=asker.person(whom), module=asker.scene.free_module)


@asks("See one's certificates", rows=("own",))
def certificate_list(asker, whom):
    certificate(asker, whom)
    return Asked()


@asks("Verify a certificate")
def certificate_page(asker, whom):
    return Asked({"code": certificate(asker, "own").spaced_code.lower()})


@asks("Verify one that there is not")
def certificate_unknown(asker, whom):
    return Asked({"code": "2345-6789-ABCD-EFGH"})


@asks("Get a certificate to print", rows=WHOM)
def certificate_pdf(asker, whom):
    return Asked({"uuid": certificate(asker, whom).uuid})


@asks("See a person's certificates", rows=WHOM)
def person_certificates(asker, whom):
    certificate(asker, whom)
    return Asked({"pk": asker.person(whom).pk})


def certified_in_all(asker, whom):
    """Certify everybody, so that one can be missed in the list; return the ask."""
    for each in WHOM:
        certificate(asker, each)
    return Asked()


QUESTIONS["See how one's teams are certified"] = Question(
    certified_in_all,
    rows=WHOM,
    shows=lambda asker, whom: asker.person(whom).last_name,
)


@asks("See the page for cover", "Give cover", rows=WHOM)
def cover_add(asker, whom):
    CertificationPolicyFactory(module=asker.scene.free_module)
    sent = {"module": asker.scene.free_module.pk, "reason": "No course in time."}
    person = asker.person(whom)
    return Asked({"pk": person.pk}, sent | {"last_day_on": "2026-12-24"})


@asks("See the page for revoking", "Revoke a certificate", rows=WHOM)
def certificate_revoke(asker, whom):
    period = certificate(asker, whom)
    sent = {"reason": "Left the till open."}
    return Asked({"pk": period.employee_id, "slug": "free"}, sent)


# A file of people ---------------------------------------------------------------------

HEADER = ["Employee number", "First name", "Last name", "Hired on", "Team"]
ROW = ["n-77", "Nina", "Newcomer", "2026-11-01", "Siteteam"]


@asks("Bring in a file of people")
def people_import_add(asker, whom):
    content = csv_file(HEADER, ROW)
    return Asked(sent={"file": SimpleUploadedFile("people.csv", content)})


@asks(
    "Look at what a file would do",
    "Get the rows of a file that are set aside",
    "See the page for a file's columns",
)
def people_import(asker, whom):
    return Asked({"uuid": draft_of(csv_file(HEADER, ROW)).uuid})


@asks("Say what a file's columns mean")
def people_import_map(asker, whom):
    meant = ["number", "first_name", "last_name", "hired_on", "team"]
    sent = {f"column_{place}": field for place, field in enumerate(meant)}
    sent |= {"left_means": "last_day", "new_teams": "refuse"}
    return Asked({"uuid": draft_of(csv_file(HEADER, ROW)).uuid}, sent)


@asks("Confirm a file")
def people_import_confirm(asker, whom):
    draft = draft_of(csv_file(HEADER, ROW))
    digest = planned_import(draft, moment()).plan.digest
    return Asked({"uuid": draft.uuid}, {"plan_digest": digest})


@asks("Ask once more for a file to be written")
def people_import_retry(asker, whom):
    draft = draft_of(csv_file(HEADER, ROW))
    confirm_import(
        people_import=draft,
        plan_digest=planned_import(draft, moment()).plan.digest,
        leaves_rows_out=False,
        by=None,
        at=moment(),
    )
    return Asked({"uuid": draft.uuid}, {})


# Data -------------------------------------------------------------------------------

TRAINING = (
    ["Employee number", "Course", "Completed", "Score"],
    ["E1", "free", "2026-10-31", "85"],
)


def file_draft():
    EmployeeFactory(employee_number="E1", last_name="Filed")
    return draft_of_data(COMPLETIONS, *TRAINING)


@asks("See the page for a file of one kind")
def file_import_add(asker, whom):
    return Asked({"kind": "completions"})


@asks("Bring in a file of one kind")
def file_import_added(asker, whom):
    content = csv_file(*TRAINING)
    sent = {"file": SimpleUploadedFile("training.csv", content)}
    return Asked({"kind": "completions"}, sent)


@asks(
    "See what came of a file",
    "See the page for its columns",
    "Take it in",
    "Stop it for good",
)
def file_import(asker, whom):
    return Asked({"uuid": file_draft().uuid}, {})


@asks("Say what its columns mean")
def file_import_map(asker, whom):
    meant = ("number", "module", "completed_on", "left_out")
    sent = {f"column_{place}": each for place, each in enumerate(meant)}
    return Asked({"uuid": file_draft().uuid}, sent)


@asks("Pause it")
def file_import_pause(asker, whom):
    waiting = file_draft()
    FileImport.objects.filter(pk=waiting.pk).update(state="waiting")
    return Asked({"uuid": waiting.uuid}, {})


@asks("Let it go on")
def file_import_resume(asker, whom):
    paused = file_draft()
    FileImport.objects.filter(pk=paused.pk).update(state="paused")
    return Asked({"uuid": paused.uuid}, {})


def with_row_set_aside():
    done = file_draft()
    done.rejected_rows.create(
        line=3, code="number_unknown", cells=["E2", "free", "2026-10-31"]
    )
    return done


@asks("Get its rows that were set aside", "Take those rows again")
def file_import_rows(asker, whom):
    return Asked({"uuid": with_row_set_aside().uuid}, {})


def a_till(**fields):
    """Return a source of visits that is complete for ten days."""
    till = SourceFactory(key="till", kind=SourceKind.VISITS, **fields)
    record_complete_days(
        source=till,
        first_day=TODAY - timedelta(days=20),
        last_day=TODAY - timedelta(days=11),
        at=moment(),
    )
    return till


@asks("See how far a source of visits is complete", "Say that a source has ended")
def source(asker, whom):
    ended_on = TODAY - timedelta(days=11)
    return Asked({"key": a_till().key}, {"ended_on": ended_on.isoformat()})


@asks("Say that it goes on after all")
def source_go_on(asker, whom):
    return Asked({"key": a_till(ended_on=TODAY - timedelta(days=11)).key}, {})


@asks("Say which of its days are complete")
def source_days(asker, whom):
    day = (TODAY - timedelta(days=15)).isoformat()
    sent = {"what": "missing", "first_day": day, "last_day": day}
    return Asked({"key": a_till().key}, sent)


# Assigning ----------------------------------------------------------------------------

lists(
    "See the desk and whom it offers",
    shows=lambda asker, whom: f'name="people" value="{asker.person(whom).pk}"',
)


@asks("Assign", rows=WHOM, unnamed="refused")
def batch_add(asker, whom):
    person, module = asker.person(whom), asker.scene.free_module
    desk = assignment_preview(
        employees=[person], modules=[module], answers={}, today=TODAY
    )
    chosen = {"people": [person.pk], "modules": [module.pk], "seen": desk.seen}
    return Asked(sent={**chosen, "act": "confirm"})


@asks("See a batch", "Take a batch back", rows=BATCHES)
def batch(asker, whom):
    return Asked({"uuid": asker.batch(whom).uuid}, {})


@asks("Withdraw one person's training", rows=WHOM)
def enrolment_withdraw(asker, whom):
    return Asked({"uuid": asker.waiting(whom).uuid}, {})


# Plans --------------------------------------------------------------------------------


def plan_of(asker, whom, **fields):
    return PlanFactory(employee=asker.person(whom), **fields)


@asks("See what a plan would begin with", "Start a plan", rows=WHOM)
def plan_add(asker, whom):
    days = {"starts_on": TODAY.isoformat(), "ends_on": "2027-02-01"}
    return Asked({"pk": asker.person(whom).pk}, days)


@asks("See a plan", "See the page for a plan's days", "Change a plan's days", rows=WHOM)
def plan(asker, whom):
    days = {"starts_on": TODAY.isoformat(), "ends_on": "2027-02-01"}
    return Asked({"uuid": plan_of(asker, whom).uuid}, days)


@asks("See the page for a new goal", "Add a goal", rows=WHOM)
def goal_add(asker, whom):
    sent = {"skill": SkillFactory().pk, "level_from": 2, "level_to": 3}
    return Asked({"uuid": plan_of(asker, whom).uuid}, sent)


@asks("See the page for a goal", "Change a goal", "Take a goal out", rows=WHOM)
def goal_edit(asker, whom):
    goal = GoalFactory(plan=plan_of(asker, whom))
    sent = {"skill": goal.skill_id, "level_from": 2, "level_to": 5}
    return Asked({"uuid": goal.plan.uuid, "pk": goal.pk}, sent)


@asks("See the page for a new step", "Add a step", rows=WHOM)
def item_add(asker, whom):
    sent = {"kind": "practice", "text": "Greet first"}
    return Asked({"uuid": plan_of(asker, whom).uuid}, sent)


@asks("See the page for a step", "Change a step", "Take a step out", rows=WHOM)
def item_edit(asker, whom):
    item = ItemFactory(plan=plan_of(asker, whom), text="Greet first")
    sent = {"kind": "practice", "text": "Greet first, always"}
    return Asked({"uuid": item.plan.uuid, "pk": item.pk}, sent)


def agreed_plan_of(asker, whom):
    somebody_else = EmployeeFactory()
    return plan_of(asker, whom, agreed_by=somebody_else)


@asks("Tick practice as done", rows=WHOM)
def item_mark(asker, whom):
    item = ItemFactory(plan=agreed_plan_of(asker, whom), text="Greet first")
    return Asked({"uuid": item.plan.uuid, "pk": item.pk}, {"is_done": "yes"})


@asks("Propose a plan", rows=WHOM)
def plan_propose(asker, whom):
    return Asked({"uuid": GoalFactory(plan=plan_of(asker, whom)).plan.uuid}, {})


@asks("Agree to a plan", rows=WHOM)
def plan_agree(asker, whom):
    plan = plan_of(asker, whom, status="in_review")
    return Asked({"uuid": plan.uuid}, {"revision": plan.revision})


@asks("Close a plan as complete", rows=WHOM)
def plan_complete(asker, whom):
    return Asked({"uuid": agreed_plan_of(asker, whom).uuid}, {})


@asks("See the page to end a plan early", "End a plan early", rows=WHOM)
def plan_cancel(asker, whom):
    return Asked({"uuid": plan_of(asker, whom).uuid}, {"reason": "Moves"})


@asks("Make a template")
def template_add(asker, whom):
    return Asked(sent={"name": "On the floor", "weeks": 13})


@asks("See a template", "Change a template", "Remove a template")
def template_edit(asker, whom):
    template = PlanTemplateFactory()
    return Asked({"pk": template.pk}, {"name": "Renamed", "weeks": 8})


@asks("See the page for a template's new goal", "Add a goal to a template")
def template_goal_add(asker, whom):
    sent = {"skill": SkillFactory().pk, "level_from": 2, "level_to": 3}
    return Asked({"pk": PlanTemplateFactory().pk}, sent)


@asks(
    "See the page for a template's goal",
    "Change a template's goal",
    "Take a goal out of a template",
)
def template_goal_edit(asker, whom):
    goal = TemplateGoalFactory()
    sent = {"skill": goal.skill_id, "level_from": 2, "level_to": 5}
    return Asked({"pk": goal.template_id, "goal_pk": goal.pk}, sent)


# Payoff -------------------------------------------------------------------------------


def judged(asker):
    """Return an Estimate of the free module with everybody behind it."""
    estimate = EstimateFactory(module=asker.scene.free_module)
    everybody = [*asker.scene.actors.values(), *asker.scene.people.values()]
    for person in everybody:
        EstimatePersonFactory(estimate=estimate, employee=person)
    return estimate


@asks("See what a module did")
def payoff_module(asker, whom):
    return Asked({"slug": judged(asker).module.slug})


@asks(
    "See what customers said of a team",
    rows=TEAMS,
    shows=lambda asker, whom: f'value="{asker.team(whom).pk}" selected',
)
def customers(asker, whom):
    WeeklyOutcome.objects.create(
        team=asker.team(whom),
        metric=Metric.objects.get(key="csat"),
        week=monday(TODAY),
        responses=9,
        weight=9 * WHOLE,
        total=36,
        squares=144,
    )
    return Asked(sent={"team": asker.team(whom).pk})


@asks(
    "See the answers behind a figure of a team",
    rows=TEAMS,
    shows=lambda asker, whom: f"?team={asker.team(whom).pk}&amp;metric=csat",
)
def customers_answers(asker, whom):
    return Asked(
        sent={
            "team": asker.team(whom).pk,
            "metric": "csat",
            "first": TODAY,
            "last": TODAY,
        }
    )


@asks("See one answer, to put it right", rows=WHOM)
def answer_detail(asker, whom):
    return Asked({"uuid": heard(asker, whom).interaction.uuid})


@asks("Say anew who served", rows=WHOM)
def answer_credit(asker, whom):
    kitchen = asker.scene.kitchen.pk
    sent = {"people": "", "team": kitchen, "reason": "wrong_team"}
    return Asked({"uuid": heard(asker, whom).interaction.uuid}, sent)


@asks("Delete an answer for good", rows=WHOM)
def answer_delete(asker, whom):
    return Asked({"uuid": heard(asker, whom).interaction.uuid}, {"reason": "twice"})


@asks(
    "See who is behind a figure",
    rows=WHOM,
    shows=lambda asker, whom: f'id="person-{asker.person(whom).pk}"',
)
def payoff_people(asker, whom):
    return Asked({"slug": judged(asker).module.slug, "place": "used"})


@asks(
    "See the answers behind a figure",
    rows=WHOM,
    shows=lambda asker, whom: f"Of {whom}<",
)
def payoff_answers(asker, whom):
    """Everybody has an answer, so that nobody above reads of a few; asked twice, too."""
    estimate = judged(asker)
    estimate.people.update(completed_week=LAST_WEEK, assigned_week=LAST_WEEK)
    heard(asker, whom)
    for stands in estimate.people.exclude(employee=asker.person(whom)):
        known = f"id:of-{stands.employee_id}"
        answer(stands.employee, TODAY - timedelta(days=1), identity=known)
    return Asked({"slug": estimate.module.slug, "part": "after"})


@asks(
    "See a team week by week",
    rows=TEAMS,
    shows=lambda asker, whom: f'value="{asker.team(whom).pk}" selected',
)
def payoff_week_by_week(asker, whom):
    EnrolmentFactory(
        module=asker.scene.free_module,
        status=EnrolmentStatus.COMPLETED,
        progress_percent=100,
        completed_on=TODAY,
    )
    return Asked(sent={"team": asker.team(whom).pk})


@asks("See what a scenario shows")
def payoff_scenario(asker, whom):
    return Asked({"slug": "a-scenario"})


@asks("See a run")
def payoff_run(asker, whom):
    return Asked({"uuid": AnalysisFactory().uuid})


@asks("Change what counts")
def judging_edit(asker, whom):
    csat = Metric.objects.get(key="csat")
    worth = {f"worth_{metric.key}": 1 for metric in judged_metrics()}
    return Asked(sent={"primary_metric": csat.pk, "currency": "EUR", **worth})


@asks("Ask for a run")
def analysis_ask(asker, whom):
    a_cell(asker.scene.kitchen, asker.scene.people["team"], LAST_WEEK)
    return Asked(sent={})


# Keys ---------------------------------------------------------------------------------


@asks("Make a key")
def key_add(asker, whom):
    sent = {"name": "Till", "scopes": ["people:read"], "last_day_on": "2026-12-31"}
    return Asked(sent=sent)


@asks("Be asked before revoking", "Revoke a key")
def key_revoke(asker, whom):
    return Asked({"pk": asker.scene.key_of_hr.pk}, {})


@asks("Take over a key")
def key_keep(asker, whom):
    key = asker.scene.key_of_hr
    ApiKey.objects.filter(pk=key.pk).update(kept_by=asker.scene.people["left"])
    return Asked({"pk": key.pk}, {})


# The API ------------------------------------------------------------------------------

lists(
    "Pull people",
    "Pull enrolments",
    shows=lambda asker, whom: f'"{asker.person(whom).employee_number}"',
)
lists(
    "Pull teams",
    rows=TEAMS,
    shows=lambda asker, whom: f'"code":"{asker.team(whom).code}"',
)


@asks("Read a certification", rows=WHOM)
def api_certification(asker, whom):
    return Asked({"id": certificate(asker, whom).uuid})


QUESTIONS["Pull certifications"] = Question(
    certified_in_all,
    rows=WHOM,
    shows=lambda asker, whom: f'"{asker.person(whom).employee_number}"',
)


@asks("Read a person", rows=WHOM)
def api_person(asker, whom):
    return Asked({"employee_number": asker.person(whom).employee_number})


@asks("Read a team", rows=TEAMS)
def api_team(asker, whom):
    return Asked({"code": asker.team(whom).code})


@asks("Read a module")
def api_module(asker, whom):
    return Asked({"slug": "free"})


@asks("Read an enrolment", rows=WHOM)
def api_enrolment(asker, whom):
    return Asked({"id": asker.running(whom).uuid})


@asks("Assign, over the API", rows=WHOM, unnamed="refused")
def api_assign(asker, whom):
    people = [asker.person(whom).employee_number]
    return Asked(sent={"people": people, "modules": ["free"]})


@asks("Read a batch", "Take a batch back, over the API", rows=BATCHES)
def api_batch(asker, whom):
    return Asked({"id": asker.batch(whom).uuid}, {})


def heard(asker, whom):
    """Return an answer about ``whom``; the journal says nothing, for who reads it numbers
    it, and a reader may not write."""
    day = TODAY - timedelta(days=1)
    said = answer(asker.person(whom), day, comment=f"Of {whom}", identity=f"id:{whom}")
    unguarded(Event).filter(sequence=None).delete()
    return said


@asks(
    "Pull answers",
    "Pull measurements",
    rows=WHOM,
    shows=lambda asker, whom: f'"external_id":"{whom}"',
)
def api_heard_all(asker, whom):
    heard(asker, whom)
    return Asked()


@asks("Read an answer", rows=WHOM)
def api_heard(asker, whom):
    return Asked({"id": heard(asker, whom).uuid})


@asks("Read what was measured of a service", rows=WHOM)
def api_measured(asker, whom):
    return Asked({"id": heard(asker, whom).interaction.uuid})


@asks("Send answers", rows=WHOM, unnamed="refused")
def api_send(asker, whom):
    said = {
        "external_id": "r1",
        "occurred_at": (moment() - timedelta(days=1)).isoformat(),
        "employee_number": asker.person(whom).employee_number,
        "values": {"csat": 4},
    }
    return Asked(sent={"source": "survey", "responses": [said]})


@asks(
    "Pull plans",
    "Pull goals",
    rows=WHOM,
    shows=lambda asker, whom: f'"{asker.person(whom).employee_number}"',
)
def api_goals(asker, whom):
    GoalFactory(plan=plan_of(asker, whom))
    return Asked()


@asks("Read a plan", rows=WHOM)
def api_plan(asker, whom):
    return Asked({"id": plan_of(asker, whom).uuid})


@asks("Read a goal", rows=WHOM)
def api_goal(asker, whom):
    return Asked({"pk": GoalFactory(plan=plan_of(asker, whom)).pk})


@asks("Read an estimate")
def api_estimate(asker, whom):
    return Asked({"pk": judged(asker).pk})


@asks("Try an address at which there is nothing")
def api_nothing(asker, whom):
    return Asked()
