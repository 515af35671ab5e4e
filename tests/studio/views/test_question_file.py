"""Questions from a file: looked at, then in the draft of a bank."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from studio.models import CatalogueUpload, Draft
from tests.factories.staff import moment
from tests.training.catalogue import a_bank_document, a_question
from training.actions.publishing import publish_bank
from training.models import QuestionBank

pytestmark = pytest.mark.django_db
ADD = reverse("studio:question-file-add")
GIFT = "::Bell:: Who rings? {=A guest ####So it is.}\n\n::Door:: Who is there? {}"
TABLE = "key,kind,text,option 1,option 2,right,why\n"
ROW = "greet,single,First?,Hello,Next,1,It is warm.\n"


@pytest.fixture
def author(client, asta):
    client.force_login(asta, backend="staff.backends.EmployeeBackend")
    return client


def brought(client, content, name="questions.gift", **asked):
    content = content.encode() if isinstance(content, str) else content
    told = {"title": "", "bank": "", "language": "en", "why": ""} | asked
    file = SimpleUploadedFile(name, content)
    return client.post(ADD, {"file": file, **told}, follow=True)


def taken(client):
    upload = CatalogueUpload.objects.get()
    address = reverse("studio:question-file-confirm", args=[upload.uuid])
    return client.post(address, follow=True)


def test_question_file_begins_a_bank_and_leaves_out_what_is_no_question(author):
    page = brought(author, GIFT, title="Doors")

    assert "line 3: Of this kind none is taken." in page.text
    assert "Take in 1 question" in page.text
    assert not Draft.objects.exists()
    taken(author)
    draft = Draft.objects.get(kind="bank")
    assert draft.document["title"] == {"en": "Doors"}
    assert [each["key"] for each in draft.document["questions"]] == ["bell"]
    assert draft.finding_count == 0
    assert not QuestionBank.objects.exists()
    assert not CatalogueUpload.objects.exists()


def test_question_file_changes_a_published_bank_in_its_draft_alone(author):
    publish_bank(document=a_bank_document(a_question("b0")), at=moment())

    brought(author, TABLE + ROW, "q.csv", bank="service")
    taken(author)

    draft = Draft.objects.get(kind="bank", slug="service")
    assert [each["key"] for each in draft.document["questions"]] == ["b0", "greet"]
    assert draft.base_number == 1
    newest = QuestionBank.objects.get(slug="service").versions.get()
    assert [each["key"] for each in newest.document["questions"]] == ["b0"]


def test_question_file_again_changes_nothing(author):
    publish_bank(document=a_bank_document(a_question("b0")), at=moment())
    brought(author, TABLE + ROW, "q.csv", bank="service")
    taken(author)

    page = brought(author, TABLE + ROW, "q.csv", bank="service")

    assert "This file changes nothing" in page.text
    assert "1 question stands in the bank as it is here, and stays." in page.text
    assert "Take in" not in page.text


def test_question_file_changes_what_has_its_key(author):
    publish_bank(document=a_bank_document(a_question("greet")), at=moment())

    page = brought(author, TABLE + ROW, "q.csv", bank="service")
    taken(author)

    assert "Changed" in page.text
    [question] = Draft.objects.get(slug="service").document["questions"]
    assert question["text"]["en"] == "First?"


def test_question_file_is_shown_again_when_the_bank_changed_meanwhile(author):
    publish_bank(document=a_bank_document(a_question("b0")), at=moment())
    brought(author, TABLE + ROW, "q.csv", bank="service")
    publish_bank(
        document=a_bank_document(a_question("b0"), a_question("greet")), at=moment()
    )

    page = taken(author)

    assert "The question bank was changed meanwhile." in page.text
    assert not Draft.objects.exists()
    taken(author)
    assert Draft.objects.get(slug="service").base_number == 2


def test_question_file_for_a_bank_that_is_full_is_refused(author):
    questions = [a_question(f"b{number}") for number in range(2000)]
    publish_bank(document=a_bank_document(*questions), at=moment())

    page = brought(author, TABLE + ROW, "q.csv", bank="service")

    assert "The bank would have 2001 questions. Allowed: 2000." in page.text
    assert "Take in" not in page.text


def test_question_file_wants_a_bank_or_a_new_title(author):
    publish_bank(document=a_bank_document(a_question("b0")), at=moment())

    nameless = brought(author, GIFT)
    twice = brought(author, GIFT, title="service")

    assert "Choose a question bank, or name a new one." in nameless.text
    assert "There is a bank of this title." in twice.text
    assert not CatalogueUpload.objects.exists()


def test_question_file_of_questions_is_none_of_content(author):
    brought(author, GIFT, title="Doors")
    upload = CatalogueUpload.objects.get()

    for page in ("exchange-detail", "exchange-confirm"):
        address = reverse(f"studio:{page}", args=[upload.uuid])
        ask = author.get if page == "exchange-detail" else author.post
        assert ask(address).status_code == 404


LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE q [<!ENTITY a "ha">
<!ENTITY b "&a;&a;&a;">]><quiz>&b;</quiz>"""


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("q.pdf", b"%PDF", "Choose a file that ends in .csv"),
        ("q.xml", LAUGHS, "line 1: This is not XML, or it is damaged."),
        ("q.xml", b"<quiz><question", "line 1: This is not XML, or it is damaged."),
        (
            "q.xml",
            b'<?xml version="1.0" encoding="rot13"?><quiz/>',
            "This is not written in UTF-8.",
        ),
        ("q.xml", b"<quiz/>", "There is no question in this file."),
        ("q.xlsx", b"PK\x03\x04 no zip", "This file is damaged."),
        ("q.xlsx", b"\xd0\xcf\x11\xe0 old", "This is a file of an old Excel"),
        ("q.csv", b"PK\x03\x04", "This file is damaged."),
        ("q.csv", TABLE.encode(), "There is no question in this file."),
        ("q.csv", b"\x00\x01\x02", "There is no column “key”."),
        (
            "q.csv",
            (TABLE + ROW).replace("warm", "w\x01rm").encode(),
            "line 2: A sign in it cannot be read.",
        ),
        ("q.csv", b'key,kind,text\n"' + b"a" * 200_000, "This file is damaged."),
        ("q.gift", b"Which? {=a#x ~%1.2.3%b#y}\n\nB {}", "line 3: Of this kind none"),
        ("q.gift", b"Which " + b"<a" * 9_000 + b" {=a#x ~b#y}\n\nB {}", "line 3: "),
        ("q.gift", b"\xff\xfe", "There is no question in this file."),
        ("q.gift", b"  \n ", "There is nothing in this file."),
        ("q.gift", b"A {=a#x}\n\n" * 2001, "A file has at most 2000 questions."),
    ],
)
def test_question_file_that_is_damaged_is_told(author, name, content, reason):
    page = brought(author, content, name, title="Doors")

    assert page.status_code == 200
    assert reason in page.text
    assert not Draft.objects.exists()


@pytest.mark.parametrize("mark", ["utf-8-sig", "utf-16", "cp1252"])
def test_question_file_is_read_as_other_programs_write_it(author, mark):
    table = TABLE.replace(",", ";") + "gruß,single,x;\n" + ROW.replace(",", ";")

    brought(author, table.replace("It is", "Größer").encode(mark), "q.csv", title="D")
    taken(author)

    [question] = Draft.objects.get().document["questions"]
    assert question["options"][0]["why"] == {"en": "Größer warm."}


def test_question_file_may_be_a_workbook(author):
    workbook = pytest.importorskip("openpyxl").Workbook()
    for row in (TABLE + ROW).splitlines():
        workbook.active.append(row.split(","))
    content = io.BytesIO()
    workbook.save(content)

    brought(author, content.getvalue(), "q.xlsx", title="Doors")
    taken(author)

    assert [each["key"] for each in Draft.objects.get().document["questions"]] == [
        "greet"
    ]


@pytest.mark.parametrize("rows", [1, 3])
def test_question_file_page_costs_the_same_for_any_number_of_banks(
    author, django_assert_num_queries, rows
):
    for number in range(rows):
        publish_bank(document=a_bank_document(slug=f"bank-{number}"), at=moment())

    with django_assert_num_queries(8):
        page = author.get(ADD)

    assert page.text.count('<option value="bank-') == rows
