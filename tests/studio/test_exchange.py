"""Import and export in the browser: out as a zip, looked at, taken in."""

import io
import stat
import zipfile
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from staff.choices import Role
from studio.models import CatalogueUpload
from tests.factories.staff import EmployeeFactory, moment
from tests.training.catalogue import a_bank_document, a_question
from training.actions.publishing import publish_bank
from training.content.writing import written
from training.models import QuestionBank

pytestmark = pytest.mark.django_db
EXCHANGE = reverse("studio:exchange")


@pytest.fixture
def author(client):
    author = EmployeeFactory(roles=[Role.AUTHOR])
    client.force_login(author, backend="staff.backends.EmployeeBackend")
    return author


def zip_of(files):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return packed.getvalue()


def brought(client, content, name="content.zip"):
    file = SimpleUploadedFile(name, content)
    return client.post(EXCHANGE, {"file": file}, follow=True)


def test_exchange_takes_out_what_it_takes_in(client, author):
    files = {
        "banks/one.yaml": written(a_bank_document(slug="one")),
        "banks/two.yaml": written(a_bank_document(slug="two")),
    }

    looked_at = brought(client, zip_of(files))
    assert QuestionBank.objects.count() == 0
    upload = CatalogueUpload.objects.get()
    address = reverse("studio:exchange-confirm", args=[upload.uuid])
    done = client.post(address, {"note": "From the other house"}, follow=True)

    assert "banks/one.yaml" in looked_at.text
    assert "2 things are new or changed in the catalogue." in done.text
    version = QuestionBank.objects.get(slug="one").versions.get()
    assert (version.published_by, version.note) == (author, "From the other house")
    assert not CatalogueUpload.objects.exists()
    taken_out = client.get(reverse("studio:exchange-export"))
    with zipfile.ZipFile(io.BytesIO(taken_out.getvalue())) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == files


def test_exchange_takes_out_what_is_ticked(client, author):
    for slug in ("one", "two"):
        publish_bank(document=a_bank_document(slug=slug), at=moment())

    answer = client.get(reverse("studio:exchange-export"), {"only": "banks/two"})

    with zipfile.ZipFile(io.BytesIO(answer.getvalue())) as archive:
        assert archive.namelist() == ["banks/two.yaml"]


def test_exchange_says_what_changes_and_where(client, author):
    publish_bank(document=a_bank_document(), at=moment())
    changed = a_bank_document(a_question("b0")) | {"title": {"en": "Other"}}

    page = brought(client, written(changed), "bank.yaml")

    assert "Changed: title.en, questions.b1" in page.text


def test_exchange_of_what_is_here_changes_nothing(client, author):
    publish_bank(document=a_bank_document(), at=moment())

    page = brought(client, written(a_bank_document()), "bank.yaml")

    assert "This file changes nothing" in page.text


def test_exchange_tells_faults_by_file_and_line(client, author):
    text = written(a_bank_document()).replace(b"kind: single", b"kind: long", 1)

    page = brought(client, text, "bank.yaml")

    line = text.decode().split("\n").index("    kind: long") + 1
    assert f"bank.yaml, line {line}: questions[0].kind" in page.text
    assert "Take in" not in page.text


def test_exchange_looks_again_when_it_is_taken_in(client, author):
    draw = {"key": "q", "kind": "quiz", "minutes": 1, "title": {"en": "Q"}}
    draw |= {"pass_percent": 50, "bank": "service", "draw": 6}
    module = {
        "format": "encore.module/1",
        "slug": "m",
        "title": {"en": "M"},
        "summary": {"en": "M"},
        "minutes": 1,
        "skills": ["s"],
        "steps": [draw],
    }
    skill = {"slug": "s", "name": {"en": "S"}, "summary": {"en": "S"}}
    skill["levels"] = {str(level): {"en": "L"} for level in range(1, 6)}
    skills = {"format": "encore.skills/1", "skills": [skill]}
    publish_bank(document=a_bank_document(), at=moment())
    files = {"m.yaml": written(module), "s.yaml": written(skills)}
    brought(client, zip_of(files))
    publish_bank(document=a_bank_document(a_question("b")), at=moment())
    upload = CatalogueUpload.objects.get()

    address = reverse("studio:exchange-confirm", args=[upload.uuid])
    page = client.post(address, {"note": ""}, follow=True)

    assert "“service” has only 1 questions to draw from." in page.text
    assert CatalogueUpload.objects.count() == 1


def test_exchange_forgets_a_file_that_is_left(client, author):
    brought(client, written(a_bank_document()), "bank.yaml")
    upload = CatalogueUpload.objects.get()

    client.post(reverse("studio:exchange-forget", args=[upload.uuid]))

    assert not CatalogueUpload.objects.exists()


def test_exchange_removes_files_that_lie_for_more_than_a_day(
    client, author, django_capture_on_commit_callbacks
):
    brought(client, written(a_bank_document()), "bank.yaml")
    old = CatalogueUpload.objects.get()
    old.created_at -= timedelta(days=2)
    old.save()

    with django_capture_on_commit_callbacks(execute=True):
        brought(client, written(a_bank_document()), "bank.yaml")

    assert CatalogueUpload.objects.get() != old
    assert not default_storage.exists(old.file.name)


def hostile(name="a.yaml", content=b"a: 1", mode=0, flags=0):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        entry = zipfile.ZipInfo(name)
        entry.external_attr = mode << 16
        archive.writestr(entry, content)
    raw = bytearray(packed.getvalue())
    if flags:
        raw[6] |= flags
        raw[raw.index(b"PK\x01\x02") + 8] |= flags
    return bytes(raw)


def bomb():
    return zip_of({"a.yaml": b"a" * (9 * 1024**2)})


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"no zip", "content.zip: This is not a zip file, or it is damaged."),
        (hostile("../a.yaml"), "../a.yaml: The name leads out of the zip file."),
        (hostile("/etc/a.yaml"), "/etc/a.yaml: The name leads out of the zip file."),
        (hostile("c:\\a.yaml"), "The name leads out of the zip file."),
        (
            hostile(content=b"/etc/passwd", mode=stat.S_IFLNK | 0o777),
            "a.yaml: A link is not taken, only the file.",
        ),
        (hostile(flags=1), "a.yaml: It is locked with a password."),
        (hostile()[:-30], "content.zip: This is not a zip file, or it is damaged."),
        (hostile("notes.txt"), "There is no content file here. Allowed: .yaml"),
        (bomb(), "a.yaml, line 1: Larger than 8 MB."),
        (
            hostile(content=b"\xff\xfea"),
            "a.yaml, line 1: This is not written in UTF-8.",
        ),
        (hostile("film.mp4", b"none"), "“film.mp4” is not taken. Allowed: MP4 or WebM"),
        (
            zip_of(
                {
                    "1.yaml": written(a_bank_document()),
                    "2.yaml": written(a_bank_document()),
                }
            ),
            "2.yaml, line 2: The same stands in 1.yaml.",
        ),
    ],
)
def test_exchange_refuses_what_does_harm(client, author, content, reason):
    page = brought(client, content)

    assert reason in page.text.replace("&#x27;", "'")
    assert page.status_code == 200


def test_exchange_takes_no_other_kind_of_file(client, author):
    page = brought(client, b"%PDF", "catalogue.pdf")

    assert "Choose a file that ends in .zip, .yaml, .yml." in page.text


@pytest.mark.parametrize("rows", [1, 3])
def test_exchange_costs_the_same_whatever_the_catalogue(
    client, author, django_assert_num_queries, rows
):
    for number in range(rows):
        document = a_bank_document(slug=f"bank-{number}")
        publish_bank(document=document, at=moment())

    with django_assert_num_queries(11):
        page = client.get(EXCHANGE)

    assert page.text.count('value="banks/') == rows
