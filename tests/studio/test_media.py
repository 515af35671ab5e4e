"""Pictures and videos in the studio: kept, named, shown to authors."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from staff.choices import Role
from tests.factories.staff import EmployeeFactory, moment
from tests.training.films import FILM, a_film
from tests.training.pictures import a_picture
from training.actions.storing import store_media
from training.models import MediaFile

pytestmark = pytest.mark.django_db
MEDIA = reverse("studio:media-list")


@pytest.fixture
def author(client):
    author = EmployeeFactory(roles=[Role.AUTHOR])
    client.force_login(author, backend="staff.backends.EmployeeBackend")
    return author


def test_media_list_keeps_a_picture_and_says_how_it_is_named(client, author):
    file = SimpleUploadedFile("door.jpg", a_picture("JPEG"))

    page = client.post(MEDIA, {"file": file}, follow=True)

    picture = MediaFile.objects.get()
    assert (picture.content_type, picture.stored_by) == ("image/webp", author)
    assert f"![what can be seen](media:{picture.digest})" in page.text
    sent = client.get(reverse("studio:media-file", args=[picture.digest]))
    assert sent["Content-Type"] == "image/webp"
    assert len(sent.getvalue()) == picture.size


def test_media_list_says_why_a_file_is_not_kept(client, author):
    page = client.post(MEDIA, {"file": SimpleUploadedFile("door.gif", b"GIF89a")})

    assert "“door.gif” is not taken. Allowed: MP4 or WebM videos" in page.text
    assert not MediaFile.objects.exists()


def test_media_file_sends_the_part_of_a_video_asked_for(client, author):
    address = reverse("studio:media-file", args=[a_film().digest])

    answer = client.get(address, headers={"Range": "bytes=4-7"})

    assert (answer.status_code, answer.getvalue()) == (206, FILM[4:8])
    nothing = reverse("studio:media-file", args=["c" * 64])
    assert client.get(nothing).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_media_list_costs_the_same_whatever_is_kept(
    client, author, django_assert_num_queries, rows
):
    for number in range(rows):
        content = ContentFile(a_picture(size=(10 + number, 10)), "a.png")
        store_media(content=content, name="a.png", at=moment())

    with django_assert_num_queries(7):
        page = client.get(MEDIA)

    assert page.text.count('<li id="file-') == rows
