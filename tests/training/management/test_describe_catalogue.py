"""The catalogue as a table, and the table that stands in docs/."""

from io import StringIO

import pytest
from django.conf import settings
from django.core.management import call_command

from tests.factories.training import ModuleFactory, SkillFactory
from tests.training.catalogue import publish_catalogue

pytestmark = pytest.mark.django_db


def described(**options):
    told = StringIO()
    call_command("describe_catalogue", stdout=told, **options)
    return told.getvalue()


def rows(text):
    return [line for line in text.splitlines() if line.startswith("| ")][1:]


def test_describe_catalogue_names_what_trains_each_skill():
    publish_catalogue()
    SkillFactory(slug="empathy")
    ModuleFactory(slug="only-read").skills.set([SkillFactory(slug="thanks")])

    assert rows(described()) == [
        "| Apologising | When they wait | 10 | A scenario | 3 | 2 | 10 | 5 |",
        "| Promising-Well | – |  |  |  |  |  |  |",
        "| Empathy | – |  |  |  |  |  |  |",
        "| Thanks | Only-Read | 8 | – |  |  |  |  |",
    ]


def test_describe_catalogue_speaks_the_language_it_is_asked_for():
    module = ModuleFactory(title={"en": "Greeting | first", "de": "Grüßen"})
    module.skills.set([SkillFactory(name={"en": "Attention", "de": "Zuwendung"})])

    assert rows(described(language="de")) == [
        "| Zuwendung | Grüßen | 8 | – |  |  |  |  |"
    ]
    assert rows(described())[0].startswith(r"| Attention | Greeting \| first |")


def test_the_table_in_docs_is_that_of_the_starter_catalogue():
    call_command("load_starter", stdout=StringIO())

    assert (settings.BASE_DIR / "docs" / "catalogue.md").read_text() == described()
