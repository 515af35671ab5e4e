"""A house with somebody in every role, and rows that could leak."""

import datetime as dt

from django.utils.crypto import get_random_string

from events.numbering import number_events
from events.record import record
from plans.models import AssignmentBatch
from staff.choices import Role
from staff.models import Employee, Organisation
from tests.factories.api import ApiKeyFactory
from tests.factories.staff import TODAY, EmployeeFactory, TeamFactory, moment
from tests.factories.training import EnrolmentFactory, ModuleFactory, SkillFactory
from tests.signing_in import signed_in
from tests.training.scenario.documents import a_choice, a_document, a_scene
from training.actions.publishing import publish_module, publish_scenario
from training.choices import EnrolmentStatus

PASSWORD = "three blue kettles"


def english(words):
    return {"en": words}


MODULE = {
    "slug": "with-all-steps",
    "title": english("With all steps"),
    "summary": english("One of each kind."),
    "minutes": 5,
    "skills": ["empathy"],
    "steps": [
        {
            "key": "read",
            "kind": "reading",
            "minutes": 1,
            "title": english("Read"),
            "body": english("One *idea*."),
        },
        {
            "key": "play",
            "kind": "scenario",
            "minutes": 3,
            "title": english("Play"),
            "scenario": "a-scenario",
        },
        {
            "key": "check",
            "kind": "quiz",
            "minutes": 1,
            "title": english("Check"),
            "pass_percent": 50,
            "questions": [
                {
                    "key": "q1",
                    "kind": "single",
                    "text": english("Which?"),
                    "options": [
                        {
                            "key": "a",
                            "text": english("This"),
                            "is_right": True,
                            "why": english("It helps."),
                        },
                        {
                            "key": "b",
                            "text": english("That"),
                            "is_right": False,
                            "why": english("It hurts."),
                        },
                    ],
                }
            ],
        },
        {
            "key": "watch",
            "kind": "practice",
            "minutes": 5,
            "title": english("Watch"),
            "observer": "manager",
            "checklist": [{"key": "greet", "text": english("Greets first.")}],
        },
    ],
}


class Scene:
    """Everybody and everything the questions of questions.py ask about.

    Company > site > kitchen > scullery, and company > harbour. Staff and author work in
    the kitchen, the others on the site, which the manager manages. Teamina works in the
    kitchen, Otherson in the harbour; Leftwich has left the kitchen today.
    """

    def __init__(self):
        SkillFactory(slug="empathy")
        Organisation.objects.create(pk=1, set_up_at=moment() - dt.timedelta(days=9))
        self.company = TeamFactory(code="company", name="Companyroot")
        self.site = TeamFactory(code="site", name="Siteteam", parent=self.company)
        self.kitchen = TeamFactory(code="kitchen", name="Kitchenteam", parent=self.site)
        self.scullery = TeamFactory(
            code="scullery", name="Sculleryteam", parent=self.kitchen
        )
        self.harbour = TeamFactory(
            code="harbour", name="Harbourteam", parent=self.company
        )
        self.actors = {
            "staff": self.hire("Ownstaff", self.kitchen),
            "author": self.hire("Ownauthor", self.kitchen, roles=[Role.AUTHOR]),
            "manager": self.hire("Ownmanager", self.site, manages=[self.site]),
            "HR": self.hire("Ownhr", self.site, roles=[Role.HR]),
            "administrator": self.hire(
                "Ownadmin", self.site, roles=[Role.ADMINISTRATOR]
            ),
        }
        self.people = {
            "team": self.hire("Teamina", self.kitchen),
            "other": self.hire("Otherson", self.harbour),
            "left": self.hire("Leftwich", self.kitchen, left_on=TODAY),
        }
        self.free_module = ModuleFactory(slug="free")
        self.short_module = ModuleFactory(slug="short")
        publish_scenario(
            document=a_document({"waves": a_scene(a_choice(), a_choice("nod"))}),
            at=moment(),
        )
        self.version = publish_module(document=MODULE, at=moment())
        everybody = [*self.actors.values(), *self.people.values()]
        assigner = self.hire("Ownassigner", self.company, manages=[self.company])
        self.running = {
            person: EnrolmentFactory(
                employee=person,
                module=self.version.module,
                version=self.version,
                status=EnrolmentStatus.IN_PROGRESS,
                started_at=moment(),
                due_on=TODAY,
            )
            for person in everybody
        }
        self.waiting = {
            person: EnrolmentFactory(
                employee=person, module=self.short_module, assigned_by=assigner
            )
            for person in everybody
        }
        self.batches = {actor: self.batch(actor) for actor in self.actors.values()}
        for person in self.people.values():
            self.batches[person] = self.batch(assigner, person)
        # Made while Otherson was still in reach of the manager, who may see it no more.
        for person in (self.people["team"], self.people["other"]):
            given = self.running[person]
            given.batch_uuid = self.batches[self.actors["manager"]].uuid
            given.save()
        self.key_of_hr = ApiKeyFactory(by=self.actors["HR"], name="Payroll")
        number_events()
        # A session takes as long to begin as a page to ask for.
        self.cookies = {
            role: signed_in(actor).cookies for role, actor in self.actors.items()
        }

    def hire(self, last_name, team, **fields):
        return EmployeeFactory(last_name=last_name, team=team, **fields)

    def batch(self, by, *people):
        is_person = isinstance(by, Employee)
        batch = AssignmentBatch.objects.create(
            request_digest=get_random_string(8),
            created_by=by if is_person else None,
            created_by_key_id=None if is_person else by.pk,
            confirmed_at=moment(),
        )
        record("assignment_batch.confirmed", at=moment(), by=by, subject=batch)
        for person in people:
            self.waiting[person].batch_uuid = batch.uuid
            self.waiting[person].save()
        return batch
