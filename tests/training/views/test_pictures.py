"""Pictures in what is read: shown to whoever is at that step, and to nobody else."""

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile

from tests.factories.staff import EmployeeFactory, moment
from tests.training.catalogue import (
    a_module_document,
    a_reading,
    begun,
    publish_catalogue,
)
from tests.training.pictures import a_picture
from training.actions.publishing import publish_module
from training.actions.storing import store_media
from training.content.reading import content_faults
from training.queries.catalogue_documents import media_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def picture():
    content = ContentFile(a_picture("JPEG"), "door.jpg")
    return store_media(content=content, name="door.jpg", at=moment())


def shown(digest, words="A full table"):
    return a_reading(body=f"Look:\n\n![{words}](media:{digest})\n")


def test_a_reading_shows_its_pictures(sign_in, picture):
    employee = EmployeeFactory()
    enrolment = begun(employee, publish_catalogue(shown(picture.digest)))
    client = sign_in(employee)
    address = f"/learn/{enrolment.uuid}/steps/read/media/{picture.digest}/"

    page = client.get(f"/learn/{enrolment.uuid}/steps/read/")
    sent = client.get(address)

    assert f'<img src="{address}" alt="A full table" loading="lazy">' in page.text
    assert sent["Content-Type"] == "image/webp"
    assert sent.getvalue()[8:12] == b"WEBP"


def test_a_picture_of_another_module_is_not_there(sign_in, picture):
    employee = EmployeeFactory()
    enrolment = begun(employee, publish_catalogue(a_reading()))

    address = f"/learn/{enrolment.uuid}/steps/read/media/{picture.digest}/"

    assert sign_in(employee).get(address).status_code == 404


def test_a_picture_from_outside_is_left_out(sign_in):
    employee = EmployeeFactory()
    body = "![a](https://elsewhere.example/a.png) ![b](/media/b.png) ![c](media:../c)"
    enrolment = begun(employee, publish_catalogue(a_reading(body=body)))

    page = sign_in(employee).get(f"/learn/{enrolment.uuid}/steps/read/")

    assert "<img" not in page.text


def test_a_module_names_only_pictures_that_are_here(picture):
    publish_catalogue(a_reading())
    document = a_module_document(shown("0" * 64))

    with pytest.raises(ValidationError) as refusal:
        publish_module(document=document, at=moment())

    assert refusal.value.code == "unknown_media"


def test_a_picture_says_what_it_shows(picture):
    document = a_module_document(shown(picture.digest, words=" "))

    assert content_faults(document) == [
        "steps[0].body.en: A picture is shown without words. "
        "Allowed: ![what can be seen](media:…)."
    ]


def test_pictures_go_along_with_the_modules_that_show_them(picture):
    assert list(media_of([a_module_document(shown(picture.digest))])) == [picture]
