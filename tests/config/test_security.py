"""The locks on the house: settings of production, headers, cookies, sessions, limits."""

import json
import os
import re
import subprocess
import sys
from html.parser import HTMLParser

import pytest
from django.conf import settings as house
from django.contrib.auth.hashers import make_password
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from staff.importing.table import MAX_BYTES
from staff.models import Employee, PeopleImport
from tests.access.asker import Asker
from tests.access.questions import question_about
from tests.access.scene import PASSWORD
from tests.access.table import acts
from tests.signing_in import BACKEND

ACTS = acts()
SIGN_IN = "/sign-in/"


# Settings -----------------------------------------------------------------------------


def run_production(**env):
    """Run tests/config/production.py with the settings of a server."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    env = {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "SECRET_KEY": "x7-only-for-this-test-0123456789-abcdefghijklmnop-QRSTUV",
        "DATABASE_URL": "sqlite://:memory:",
        "ENCORE_DEBUG": "no",
        # Told, for the .env of whoever runs this may say otherwise.
        "ENCORE_HTTPS": "yes",
        "ENCORE_PROXY_COUNT": "0",
        "ENCORE_ALLOWED_HOSTS": "encore.example",
        "PYTHONPATH": str(house.BASE_DIR),
        **kept,
        **env,
    }
    return subprocess.run(
        [sys.executable, "-m", "tests.config.production"],
        cwd=house.BASE_DIR,
        env=env,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.fixture(scope="module")
def production():
    """The settings a server has when nothing but its key and its name is told."""
    done = run_production()
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def test_production_keeps_cookies_to_itself_and_to_https(production):
    names = [
        "DEBUG",
        "SESSION_COOKIE_SECURE",
        "SESSION_COOKIE_HTTPONLY",
        "SESSION_COOKIE_SAMESITE",
        "CSRF_COOKIE_SECURE",
        "CSRF_COOKIE_HTTPONLY",
        "CSRF_COOKIE_SAMESITE",
        "SECURE_SSL_REDIRECT",
        "SECURE_HSTS_SECONDS",
        "SECURE_CONTENT_TYPE_NOSNIFF",
        "SECURE_PROXY_SSL_HEADER",
        "USE_X_FORWARDED_HOST",
        "X_FRAME_OPTIONS",
        "ALLOWED_HOSTS",
    ]

    assert {name: production.get(name) for name in names} == {
        "DEBUG": False,
        "SESSION_COOKIE_SECURE": True,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "CSRF_COOKIE_SECURE": True,
        "CSRF_COOKIE_HTTPONLY": True,
        "CSRF_COOKIE_SAMESITE": "Lax",
        "SECURE_SSL_REDIRECT": True,
        "SECURE_HSTS_SECONDS": 365 * 24 * 3600,
        "SECURE_CONTENT_TYPE_NOSNIFF": True,
        "SECURE_PROXY_SSL_HEADER": None,
        "USE_X_FORWARDED_HOST": False,
        "X_FRAME_OPTIONS": "DENY",
        "ALLOWED_HOSTS": ["encore.example"],
    }


def test_production_keeps_passwords_by_argon2(production, settings):
    settings.PASSWORD_HASHERS = production["PASSWORD_HASHERS"]

    assert make_password(PASSWORD).startswith("argon2$argon2id$")
    assert not [name for name in settings.PASSWORD_HASHERS if "MD5" in name]


def test_production_has_no_second_door(production):
    assert "django.contrib.admin" not in production["INSTALLED_APPS"]


def test_without_a_secret_key_nothing_starts():
    done = run_production(SECRET_KEY="")

    assert done.returncode != 0
    assert "SECRET_KEY is not set" in done.stderr


def test_behind_a_proxy_of_ours_its_word_about_https_is_believed():
    done = run_production(ENCORE_PROXY_COUNT="1")

    told = json.loads(done.stdout.splitlines()[-1])
    assert told["SECURE_PROXY_SSL_HEADER"] == ["HTTP_X_FORWARDED_PROTO", "https"]


@pytest.fixture
def as_in_production(production, settings):
    """The same settings of safety, in this process."""
    for name, value in production.items():
        if name.startswith(("SECURE_", "SESSION_COOKIE_", "CSRF_COOKIE_")):
            setattr(settings, name, value)


def test_over_https_cookies_and_answers_are_locked(as_in_production, scene):
    client, person = Client(), with_password(scene)

    page = client.get(SIGN_IN, secure=True)
    client.post(SIGN_IN, credentials(person), secure=True)

    assert page.headers["Strict-Transport-Security"] == (
        "max-age=31536000; includeSubDomains; preload"
    )
    locks = {
        name: (cookie["secure"], cookie["httponly"], cookie["samesite"])
        for name, cookie in client.cookies.items()
    }
    assert locks == dict.fromkeys(
        ["encore_csrf", "encore_session"], (True, True, "Lax")
    )


def test_plain_http_is_led_to_https(as_in_production, scene):
    answer = Client().get(SIGN_IN)

    assert (answer.status_code, answer.url) == (301, f"https://testserver{SIGN_IN}")


# What every page says to the browser ---------------------------------------------------


class Inline(HTMLParser):
    """Collects what a strict policy forbids: scripts, styles, handlers, strangers."""

    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attrs):
        names = dict(attrs)
        # What is typed as data is never run.
        is_data = names.get("type") == "application/json"
        if tag == "script" and not names.get("src") and not is_data:
            self.found.append("<script>")
        if tag in ("style", "iframe", "object", "embed", "base"):
            self.found.append(f"<{tag}>")
        for name, value in attrs:
            address = (value or "").strip().lower()
            if name.startswith(("on", "hx-on")):
                self.found.append(f"{tag} {name}")
            if address.startswith(("javascript:", "vbscript:")):
                self.found.append(f"{tag} {name}={value}")
            is_fetched = name == "src" or (tag == "link" and name == "href")
            if is_fetched and re.match(r"(https?:)?//", address):
                self.found.append(f"{tag} {name}={value}")


def faults_of(response):
    """Return what is wrong with the headers and the markup of ``response``."""
    expected = {
        "X-Frame-Options": "DENY",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
    }
    faults = [
        f"{name}: {response.headers.get(name)}"
        for name, value in expected.items()
        if response.headers.get(name) != value
    ]
    policy = {
        part.split()[0]: part.split()[1:]
        for part in response.headers.get("Content-Security-Policy", "").split(";")
        if part.split()
    }
    wanted = {
        "default-src": ["'self'"],
        "style-src": ["'self'"],
        "object-src": ["'none'"],
        "base-uri": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
    faults += [f"{d}: {policy.get(d)}" for d in wanted if policy.get(d) != wanted[d]]
    faults += [f"{d}: {policy[d]}" for d in policy if d.startswith("script-src")]
    loose = [d for d, values in policy.items() if "'unsafe-inline'" in values]
    # Numbers that the server writes into style attributes; no element, no script.
    faults += [f"{d} is loose" for d in loose if d != "style-src-attr"]
    if response.headers.get("Content-Type", "").startswith("text/html"):
        markup = Inline()
        markup.feed(response.text)
        faults += markup.found
    return faults


ROLES = ["visitor", "staff", "administrator"]


@pytest.fixture(scope="module")
def answers_to():
    """A function from a role to {act: response}; every door is asked once a role."""
    asked = {}

    def answers(scene, role):
        if role not in asked:
            asked[role] = {
                name: Asker(scene, role).response(act, question_about(name))
                for name, act in ACTS.items()
            }
        return asked[role]

    return answers


@pytest.mark.parametrize("role", ROLES)
def test_every_page_keeps_the_policy(scene, answers_to, role):
    faults = {
        name: found
        for name, response in answers_to(scene, role).items()
        if (found := faults_of(response))
    }

    assert faults == {}


def test_pages_of_trouble_keep_the_policy(scene, client):
    client.raise_request_exception = False
    visitor = Client(enforce_csrf_checks=True)
    client.force_login(scene.actors["staff"], backend=BACKEND)

    answers = {
        400: client.get(SIGN_IN, headers={"Host": "somewhere.example"}),
        403: client.get("/keys/"),
        404: client.get("/nowhere/"),
        405: client.put("/today/"),
        "CSRF": visitor.post(SIGN_IN),
    }

    assert {which: faults_of(answer) for which, answer in answers.items()} == {
        which: [] for which in answers
    }


def test_a_strange_host_is_refused_and_not_repeated(scene):
    answer = Client().get(SIGN_IN, headers={"Host": "evil.example"})
    forwarded = Client().get(SIGN_IN, headers={"X-Forwarded-Host": "evil.example"})

    assert answer.status_code == 400
    assert "evil.example" not in answer.text + forwarded.text


# Signing in ---------------------------------------------------------------------------


def with_password(scene):
    # A row of its own: the scene stands for all tests here.
    person = Employee.objects.get(pk=scene.actors["staff"].pk)
    person.set_password(PASSWORD)
    person.save()
    return person


def credentials(person):
    return {"username": person.employee_number, "password": PASSWORD}


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/",
        "//evil.example/",
        "///evil.example/",
        "/\\evil.example/",
        "\\\\evil.example",
        "https:evil.example",
        "javascript:alert(1)",
        " //evil.example/",
        "/\t/evil.example/",
        "https://testserver@evil.example/",
    ],
)
def test_sign_in_leads_to_no_stranger(scene, address):
    person = with_password(scene)

    answer = Client().post(SIGN_IN, {**credentials(person), "next": address})

    assert (answer.status_code, answer.url) == (302, "/")


def test_sign_in_leads_back_to_where_one_was_going(scene):
    person, client = with_password(scene), Client()
    asked = client.get("/me/password/")

    answer = client.post(asked.url, {**credentials(person), "next": "/me/password/"})

    assert asked.url == "/sign-in/?next=/me/password/"
    assert answer.url == "/me/password/"


def test_signing_in_draws_a_new_session(scene):
    person, client = with_password(scene), Client()
    planted = client.session
    planted["planted"] = True
    planted.save()
    client.cookies["encore_session"] = planted.session_key

    client.post(SIGN_IN, credentials(person))

    assert client.session.session_key != planted.session_key
    assert not planted.exists(planted.session_key)


def test_signing_in_as_another_person_keeps_nothing_of_the_first(scene):
    person, client = with_password(scene), Client()
    client.force_login(scene.actors["manager"], backend=BACKEND)
    session = client.session
    session["of the manager"] = True
    session.save()
    client.post("/sign-out/")

    client.post(SIGN_IN, credentials(person))

    assert "of the manager" not in client.session


def test_changing_the_password_ends_every_other_session(scene):
    person, here, elsewhere = with_password(scene), Client(), Client()
    for client in (here, elsewhere):
        client.force_login(person, backend=BACKEND)
    before = here.session.session_key

    here.post(
        "/me/password/",
        {
            "old_password": PASSWORD,
            "password": "four green pears",
            "password_again": "four green pears",
        },
    )

    assert here.session.session_key != before
    assert here.get("/today/").status_code == 200
    assert elsewhere.get("/today/").status_code == 302


# The same for everybody, and no row is in it.
MAY_BE_KEPT = {"Read the schema of content files"}


@pytest.mark.parametrize("role", ROLES[1:])
def test_no_browser_keeps_what_somebody_saw(scene, answers_to, role):
    kept = {
        name: response.headers.get("Cache-Control", "")
        for name, response in answers_to(scene, role).items()
        if ACTS[name].cells[role] not in ("sign in", "gone")
        if "no-store" not in response.headers.get("Cache-Control", "")
    }

    assert kept.keys() == MAY_BE_KEPT


# Limits -------------------------------------------------------------------------------


@pytest.fixture
def hr(scene, client):
    client.force_login(scene.actors["HR"], backend=BACKEND)
    return client


def test_a_form_that_is_too_large_is_refused(hr):
    size = house.DATA_UPLOAD_MAX_MEMORY_SIZE

    answer = hr.post("/assign/", {"numbers": "x" * size})

    assert answer.status_code == 400


def test_a_request_to_the_api_that_is_too_large_is_refused(hr):
    body = '{"reason": "' + "x" * house.DATA_UPLOAD_MAX_MEMORY_SIZE + '"}'

    answer = hr.post(
        "/api/v1/assignments",
        body,
        "application/json",
        headers={"Idempotency-Key": "once"},
    )

    assert answer.status_code == 413


def test_a_file_that_is_too_large_is_refused(hr):
    file = SimpleUploadedFile("people.csv", b"x" * (MAX_BYTES + 1))

    answer = hr.post("/people/import/", {"file": file})

    assert answer.status_code == 200
    assert "This file is larger than 20 MB" in answer.text
    assert not PeopleImport.objects.exists()


# Secrets ------------------------------------------------------------------------------

SECRETS = re.compile(
    r"-----BEGIN [A-Z ]*PRIVATE KEY|\bAKIA[0-9A-Z]{16}\b|\bgh[pousr]_[A-Za-z0-9]{36}\b"
    r"|\benc_[0-9a-f]{10}_[A-Za-z0-9_-]{43}\b"
    r"|SECRET_KEY\s*=\s*[\"'][^\"'\s]{20,}|postgres(?:ql)?://\w+:(?!password@)[^@\s{}]+@"
)
LEFT_OUT = {".git", ".venv", "data", "vendor", "screens", "node_modules", "__pycache__"}


def kept_files():
    """Return the files of the repository that people write."""
    suffixes = {".py", ".md", ".html", ".js", ".css", ".toml", ".yaml", ".txt", ".in"}
    for path in house.BASE_DIR.rglob("*"):
        parts = set(path.relative_to(house.BASE_DIR).parts)
        if path.suffix in suffixes and not parts & LEFT_OUT and path.is_file():
            yield path


def test_no_secret_is_kept_in_the_repository():
    found = {
        str(path.relative_to(house.BASE_DIR))
        for path in kept_files()
        if SECRETS.search(path.read_text(errors="replace"))
    }

    assert found == set()


def test_files_with_secrets_and_data_are_ignored():
    ignored = (house.BASE_DIR / ".gitignore").read_text().split("\n")

    assert {"/.env", "/data/", "*.sqlite3*"} <= set(ignored)
