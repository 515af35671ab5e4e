"""Encore in other languages: complete, compiled, and spoken to whom it should be.

To mend what fails here, with GNU gettext installed: see docs/translating.md.
"""

import ast
import gettext
import re
from itertools import chain

import pytest
from django.conf import settings
from django.utils.formats import date_format, get_format
from django.utils.translation import override
from django.utils.translation.template import templatize

from tests.access.asker import Asker
from tests.access.questions import question_about
from tests.access.table import acts
from tests.factories.staff import EmployeeFactory, TeamFactory

ROOT = settings.BASE_DIR
APPS = ["api", "config", "dashboard", "events", "feedback", "outcomes"]
APPS += ["plans", "staff", "studio", "training"]
LANGUAGES = [code for code, _name in settings.LANGUAGES if code != "en"]
# How Python and templates mark what is to be translated, and the texts each takes.
MARKS = {"_": 1, "gettext": 1, "gettext_lazy": 1, "gettext_noop": 1}
MARKS |= {"ngettext": 2, "ngettext_lazy": 2}
MARKS |= {"pgettext": 2, "pgettext_lazy": 2}
# What a catalogue puts between what a text is about and the text.
ABOUT = "\x04"
TEXT = r"""u?("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')"""
CALL = re.compile(rf"\b(ngettext|pgettext|gettext|_)\({TEXT}(?:\s*,\s*{TEXT})?")


def code_texts():
    """Return the texts to translate in Python, each a tuple: one, or one and many."""
    for path in chain.from_iterable((ROOT / app).rglob("*.py") for app in APPS):
        for node in ast.walk(ast.parse(path.read_text())):
            mark = getattr(getattr(node, "func", None), "id", None)
            if isinstance(node, ast.Call) and mark in MARKS:
                words = node.args[: MARKS[mark]]
                # A text that is looked up by a variable was marked where it stands.
                if all(isinstance(word, ast.Constant) for word in words):
                    texts = tuple(word.value for word in words)
                    yield (ABOUT.join(texts),) if mark.startswith("pg") else texts


def template_texts():
    """Return the texts to translate in templates, as ``code_texts`` does."""
    for path in (ROOT / "templates").rglob("*.html"):
        for mark, one, many in CALL.findall(templatize(path.read_text())):
            texts = [one] if mark in ("gettext", "_") else [one, many]
            texts = tuple(ast.literal_eval(text) for text in texts)
            yield (ABOUT.join(texts),) if mark.startswith("pg") else texts


def kept_texts(language):
    """Return {texts: translations} of a .po file, and its lines that mark doubt."""
    path = ROOT / "locale" / language / "LC_MESSAGES" / "django.po"
    kept, entry = {}, {}
    for line in [*path.read_text().splitlines(), 'msgid ""']:
        key, _space, text = line.partition(" ")
        if key in ("msgctxt", "msgid") and "msgid" in entry:
            parts = {name: "".join(texts) for name, texts in entry.items()}
            about = parts.pop("msgctxt", "")
            asked = [parts.pop("msgid"), parts.pop("msgid_plural", None)]
            asked[0] = f"{about}{ABOUT}{asked[0]}" if about else asked[0]
            kept[tuple(text for text in asked if text is not None)] = list(
                parts.values()
            )
            entry = {}
        if key.startswith("msg"):
            here = entry.setdefault(key, [])
        if line.startswith(("msg", '"')):
            here.append(ast.literal_eval(text if key.startswith("msg") else line))
    del kept[("",)]
    return kept


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_translated_and_none_is_left_over(language):
    asked, kept = {*code_texts(), *template_texts()}, kept_texts(language)

    assert {"missing": asked - set(kept), "left over": set(kept) - asked} == {
        "missing": set(),
        "left over": set(),
    }
    assert [texts for texts, said in kept.items() if not all(said)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_translation_is_in_doubt(language):
    path = ROOT / "locale" / language / "LC_MESSAGES" / "django.po"

    doubtful = re.findall(r"^(?:#, .*fuzzy|#~).*", path.read_text(), re.MULTILINE)

    assert doubtful == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_compiled_catalogue_says_what_the_text_says(language):
    path = ROOT / "locale" / language / "LC_MESSAGES" / "django.mo"
    with path.open("rb") as file:
        compiled = gettext.GNUTranslations(file)

    kept = kept_texts(language)

    assert kept == {
        texts: [compiled.ngettext(*texts, n) for n in (1, 2)]
        if len(texts) == 2
        else [compiled.gettext(*texts)]
        for texts in kept
    }
    assert len([key for key in compiled._catalog if key]) == sum(
        map(len, kept.values())
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_keep_every_place_for_a_value(language):
    place = re.compile(r"%\(\w+\)[sd]|%%|%s|<[^>]+>|\{\w+\}")

    differing = {
        texts: said
        for texts, said in kept_texts(language).items()
        for text in said
        if sorted(place.findall(text)) != sorted(place.findall(texts[-1]))
        # One alone may go without its number where English does, too.
        and sorted(place.findall(text)) != sorted(place.findall(texts[0]))
    }

    assert differing == {}


# To whom it is spoken -----------------------------------------------------------------


def spoken(client, accepted=None):
    """Return (language, first heading) of Today."""
    headers = {"Accept-Language": accepted} if accepted else {}
    page = client.get("/today/", headers=headers)
    language = re.search(r'<html lang="([^"]+)"', page.text)[1]
    assert page.headers["Content-Language"] == language
    return language, re.search(r"<h1[^>]*>\s*(.*?)\s*</h1>", page.text)[1]


@pytest.fixture
def person(db):
    return EmployeeFactory(team=TeamFactory(), first_name="Mona", language="")


GERMAN, ENGLISH = ("de", "Hallo, Mona"), ("en", "Hello, Mona")


@pytest.mark.parametrize(
    ("own", "accepted", "heard"),
    [
        ("de", None, GERMAN),
        ("de", "en-GB,en", GERMAN),
        ("en", "de-AT,de", ENGLISH),
        ("", "de-AT,de;q=0.9,en;q=0.8", GERMAN),
        ("", "en", ENGLISH),
        ("", "fr", ENGLISH),
        ("", None, ENGLISH),
    ],
)
def test_a_person_hears_their_own_language_or_that_of_their_device(
    person, sign_in, own, accepted, heard
):
    person.language = own
    person.save()

    assert spoken(sign_in(person), accepted) == heard


def test_a_visitor_hears_the_language_of_the_device(scene, client):
    page = client.get("/sign-in/", headers={"Accept-Language": "de"})

    assert "Anmelden" in page.text
    assert "Sign in" not in page.text


def test_choosing_a_language_counts_from_the_next_page_on(person, sign_in):
    client = sign_in(person)

    answer = client.post("/me/", {"language": "de"}, follow=True)

    assert "Gespeichert." in answer.text
    assert spoken(client) == GERMAN


@pytest.mark.parametrize("role", ["staff", "administrator"])
def test_every_page_opens_in_german(scene, role):
    for person in scene.actors.values():
        person.language = "de"
        person.save()
    in_german = {}
    for name, act in acts().items():
        if act.method != "GET" or act.is_api:
            continue
        page = Asker(scene, role).response(act, question_about(name))
        if page.headers.get("Content-Type", "").startswith("text/html") and page.text:
            in_german[name] = '<html lang="de"' in page.text

    assert in_german == dict.fromkeys(in_german, True)
    assert len(in_german) > 10


def test_days_are_written_the_german_way(person, sign_in):
    with override("de"):
        assert (
            date_format(person.employments.get().hired_on, "j F Y") == "1. Januar 2025"
        )


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_way_of_writing_a_day_is_known(language):
    written = set()
    for path in (ROOT / "templates").rglob("*.html"):
        written |= set(re.findall(r'\|date:"([^"]*j[^"]*)"', path.read_text()))
    for path in chain.from_iterable((ROOT / app).rglob("*.py") for app in APPS):
        written |= set(
            re.findall(r'date_format\([^"()]*"([^"]*j[^"]*)"', path.read_text())
        )

    with override(language):
        unknown = {way for way in written if get_format(way) == way}

    assert unknown == set()
