"""Import and export: a broken file, then the mended one; questions into a draft."""

import io
import zipfile

import pytest
from django.core.management import call_command
from playwright.sync_api import expect

from staff.choices import Role
from tests.factories.staff import EmployeeFactory
from training.management.commands.load_starter import STARTER
from training.models import Module

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

CHANGED = "modules/a-date-in-writing.yaml"


@pytest.fixture
def author(company):
    return EmployeeFactory(
        first_name="Noor", last_name="Haddad", team=company, roles=[Role.AUTHOR]
    )


def a_zip(old, new):
    """Return the starter catalogue as a zip, with ``new`` for ``old`` in CHANGED."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for path in sorted(STARTER.rglob("*.yaml")):
            name = path.relative_to(STARTER).as_posix()
            text = path.read_text("utf-8")
            archive.writestr(name, text.replace(old, new) if name == CHANGED else text)
    return {
        "name": "catalogue.zip",
        "mimeType": "application/zip",
        "buffer": packed.getvalue(),
    }


def bring(page, file):
    page.get_by_label("File", exact=True).set_input_files(file)
    page.get_by_role("button", name="Look at this file").click()


def test_an_author_brings_in_a_broken_file_and_then_the_mended_one(
    open_page, camera, author
):
    call_command("load_starter", verbosity=0)
    page = open_page(author)
    page.goto("/studio/")
    page.get_by_role("link", name="Import and export").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Import and export")
    camera.take(page, "exchange")
    page.get_by_text("Only some of it").click()
    camera.take(page, "exchange-some")

    bring(page, a_zip("kind: quiz", "kind: quizz"))
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text("This file cannot come in as it is")
    camera.take(page, "exchange-faults")
    page.get_by_role("button", name="Choose another file").click()

    bring(page, a_zip("minutes: ", "minutes: 1"))
    expect(heading).to_have_text("What this file would do")
    camera.take(page, "exchange-preview")
    page.get_by_label("What changes, in one sentence").fill("Longer")
    page.get_by_role("button", name="Take in 1 file").click()

    expect(page.get_by_text("1 thing is new or changed")).to_be_visible()
    versions = Module.objects.get(slug="a-date-in-writing").versions
    assert versions.get(number=2).note == "Longer"


TABLE = """key,kind,text,option 1,option 2,right,why
greet,single,A guest comes in. What first?,A look,The plates,1,Three seconds.
name,single,She was here last week. What do you say?,Her name,The menu,one,She was seen.
late,singel,The soup is late. What now?,Say so,Hide,1,She knows anyway.
"""


def a_table(text):
    return {"name": "greetings.csv", "mimeType": "text/csv", "buffer": text.encode()}


def test_an_author_brings_questions_into_the_draft_of_a_bank(open_page, camera, author):
    page = open_page(author)
    page.goto("/studio/")
    page.get_by_role("link", name="Import and export").click()
    page.get_by_role("link", name="Bring in questions").click()
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text("Questions from a file")
    camera.take(page, "questions-file")

    bring(page, a_table(TABLE))
    expect(
        page.get_by_text("Choose a question bank, or name a new one.")
    ).to_be_visible()
    camera.take(page, "questions-file-wrong")

    page.get_by_label("Title of a new question bank").fill("Greetings")
    bring(page, a_table("question;answer\nWho rings?;A guest\n"))
    expect(heading).to_have_text("This file cannot come in as it is")
    camera.take(page, "questions-file-faults")
    page.get_by_role("button", name="Choose another file").click()

    bring(page, a_table(TABLE))
    expect(heading).to_have_text("What this file would do")
    expect(page.get_by_text("line 3: “right” has to name options")).to_be_visible()
    camera.take(page, "questions-file-preview")
    page.get_by_role("button", name="Take in 1 question").click()

    expect(heading).to_have_text("Greetings")
    expect(page.get_by_text("The questions are in the draft.")).to_be_visible()
    camera.take(page, "questions-file-draft")
    page.get_by_role("link", name="Questions from a file").click()
    expect(page.get_by_label("The question bank")).to_have_value("greetings")
    mended = TABLE.replace("singel", "single").replace(",one,", ",1,")
    bring(page, a_table(mended))
    page.get_by_role("button", name="Take in 2 questions").click()
    page.get_by_role("link", name="Questions from a file").click()
    bring(page, a_table(mended))
    expect(heading).to_have_text("This file changes nothing")
    camera.take(page, "questions-file-same")
