"""Asking at a door: as whom, and what came of it."""

import json
import re
from contextlib import contextmanager
from http.cookies import SimpleCookie
from urllib.parse import parse_qsl

from django.apps import apps
from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from api.actions import note_use
from api.choices import Scope
from events.numbering import number_events
from staff.models import Employee
from tests.access.table import WHOM
from tests.factories.api import ApiKeyFactory
from tests.factories.staff import TODAY
from tests.signing_in import signed_in

WRITES = re.compile(r'^(?:INSERT INTO|UPDATE|DELETE FROM) "?(\w+)', re.IGNORECASE)
# What a request may leave behind without having done anything.
TRACES = re.compile("django_session|axes_|staff_failedtry")
# Whose names each role may read anywhere.
REACH = {
    "visitor": set(),
    "staff": {"own"},
    "author": {"own"},
    "manager": {"own", "team"},
    "HR": set(WHOM),
    "administrator": set(WHOM),
}


class Asker:
    """Somebody in ``role`` who asks in ``scene``, with a session or with a key."""

    def __init__(self, scene, role):
        self.scene, self.role, self.has_csrf_checked = scene, role, False
        self.home = scene.kitchen if role in ("staff", "author") else scene.site
        self.key, self.headers, self.cookies = None, {}, SimpleCookie()
        if role != "visitor":
            self.cookies = scene.cookies[role]

    def sign_in(self, person):
        self.cookies = signed_in(person).cookies

    @property
    def me(self):
        return self.scene.actors["staff" if self.role == "visitor" else self.role]

    def forget(self):
        """Forget what a person's row has cached: roles and reach."""
        for person in [*self.scene.actors.values(), *self.scene.people.values()]:
            for name in ("roles", "reach"):
                person.__dict__.pop(name, None)

    def person(self, whom):
        return self.me if whom == "own" else self.scene.people[whom]

    def team(self, whom):
        below = self.scene.scullery if self.home == self.scene.kitchen else None
        return {
            "own": self.home,
            "team": below or self.scene.kitchen,
            "other": self.scene.harbour,
        }[whom]

    def running(self, whom):
        return self.scene.running[self.person(whom)]

    def waiting(self, whom):
        return self.scene.waiting[self.person(whom)]

    def batch(self, whom):
        mine = self.key if whom == "own" and self.key else self.person(whom)
        return self.scene.batches[mine]

    def response(self, act, question, whom="own"):
        """Return how ``act`` was answered; what it did is taken back."""
        with taken_back():
            return self.request(act, question.ask(self, whom))

    def answers(self, act, question):
        """Return {row: answer} of ``act``, asked once for every kind of row."""
        return {whom: self.answer(act, question, whom) for whom in question.rows}

    def answer(self, act, question, whom):
        with taken_back():
            self.forget()
            asked = question.ask(self, whom)
            with taken_back():
                with CaptureQueriesContext(connection) as captured:
                    response = self.request(act, asked)
                written = tables_written(captured)
                after = rows_of(written)
            has_changed = after != rows_of(written)
        if leaked := self.leaked(response):
            return f"shows {leaked}"
        return self.judged(act, question, whom, response, written, has_changed)

    def request(self, act, asked):
        path = "/" + re.sub(
            r"<(\w+)>", lambda found: str(asked.names[found[1]]), act.route
        ).replace("…", "nowhere")
        client = Client(headers=self.headers, enforce_csrf_checks=self.has_csrf_checked)
        client.cookies = SimpleCookie(self.cookies.output(header="", sep=";"))
        if act.method == "GET":
            return client.get(path, dict(parse_qsl(act.query)) | (asked.sent or {}))
        if act.is_api:
            body, named = json.dumps(asked.sent), {"Idempotency-Key": "once"}
            return client.post(path, body, "application/json", headers=named)
        return client.post(path, asked.sent or {})

    def leaked(self, response):
        """Return the names in the answer that are not for this role."""
        # Of a PDF only what stands in it as plain text can be looked for.
        text = response.getvalue().decode(errors="replace")
        if response.status_code >= 300 and not text:
            return []
        hidden = set(WHOM) - REACH[self.role] - {"own"}
        names = [self.scene.people[whom].last_name for whom in sorted(hidden)]
        return [name for name in names if name in text]

    def judged(self, act, question, whom, response, written, has_changed):
        status = response.status_code
        if status in (401, 302) and (
            status == 401 or response.url.startswith(reverse(settings.LOGIN_URL) + "?")
        ):
            said = "sign in"
        elif status in (403, 404):
            said = str(status)
        elif status in (200, 201, 302, 400):
            said = "done"
        else:
            return f"status {status}"
        if said != "done":
            return f"{said}, yet something changed" if has_changed else said
        if act.method == "GET":
            if question.shows:
                is_there = question.shows(self, whom) in response.content.decode()
                said = "done" if is_there else "404"
            return "a GET that writes" if written else said
        if question.changes is None:
            return "done"
        return "done" if has_changed else "refused"


class Machine(Asker):
    """A program with a key; it reaches what ``role`` reaches."""

    def __init__(self, scene, role, scopes=tuple(Scope.values), team=None):
        super().__init__(scene, "visitor")
        hr = Employee.objects.get(pk=scene.actors["HR"].pk)
        self.key = ApiKeyFactory(by=hr, scopes=scopes, team=team)
        self.role, self.home = role, scene.site
        self.scene.batches[self.key] = scene.batch(self.key)
        # What reading would do once, it has done: it may not write.
        note_use(key=self.key, today=TODAY)
        number_events()
        self.headers = {"Authorization": f"Bearer {self.key.text}"}

    @property
    def me(self):
        return self.scene.actors["manager"]


@contextmanager
def taken_back():
    """Undo in the database whatever happens within."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def tables_written(captured):
    found = [WRITES.match(query["sql"]) for query in captured.captured_queries]
    return {match[1] for match in found if match and not TRACES.match(match[1])}


def rows_of(tables):
    """Return {table: rows} of ``tables``, names."""
    models = apps.get_models(include_auto_created=True)
    return {
        model._meta.db_table: list(model._base_manager.order_by("pk").values_list())
        for model in models
        if model._meta.db_table in tables
    }
