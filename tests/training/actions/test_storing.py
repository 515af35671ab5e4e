"""Keeping the files that steps show."""

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command

from events.models import Event
from tests.factories.staff import moment
from tests.factories.training import SkillFactory
from tests.training.catalogue import a_module_document
from tests.training.films import FILM, a_film, a_video, some_captions
from training.actions.publishing import publish_module
from training.actions.storing import MOST_BYTES
from training.models import MediaFile, Module

pytestmark = pytest.mark.django_db


def test_store_media_keeps_content_under_its_digest():
    film = a_film()

    assert film.path == f"media/{film.digest[:2]}/{film.digest}"
    with default_storage.open(film.path) as kept:
        assert kept.read() == FILM
    assert (film.kind, film.content_type, film.size) == (
        "video",
        "video/mp4",
        len(FILM),
    )


def test_store_media_again_is_the_same_file():
    assert a_film() == a_film(name="copy.mp4")
    assert MediaFile.objects.get().name == "door.mp4"
    assert Event.objects.filter(kind="media.stored").count() == 1


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "unknown_media_type"),
        (b"<script>", "unknown_media_type"),
        (b"WEBVTT\n\n\xff\xfe", "unknown_media_type"),
        (b"WEBVTT\n\n" + b"a" * MOST_BYTES["captions"], "too_big"),
    ],
)
def test_store_media_refuses(content, code):
    with pytest.raises(ValidationError) as refusal:
        a_film(content)

    assert refusal.value.code == code
    assert not MediaFile.objects.exists()


def test_store_media_by_command_prints_the_digest(tmp_path, capsys):
    path = tmp_path / "door.mp4"
    path.write_bytes(FILM)

    call_command("store_media", path)

    assert capsys.readouterr().out.strip() == MediaFile.objects.get().digest


@pytest.mark.parametrize("content", [None, b"no film"])
def test_store_media_by_command_says_what_is_wrong(tmp_path, content):
    path = tmp_path / "door.mp4"
    if content:
        path.write_bytes(content)

    with pytest.raises(CommandError, match=r"door\.mp4"):
        call_command("store_media", path)


def test_publish_module_takes_a_video_that_is_there():
    SkillFactory(slug="apologising")
    document = a_module_document(a_video())

    step = publish_module(document=document, at=moment()).steps.get()

    assert step.document["video"] == a_film().digest


@pytest.mark.parametrize(
    "fields",
    [{"video": "0" * 64}, {"captions": {"en": "0" * 64}}, {"swapped": True}],
)
def test_publish_module_refuses_a_video_that_is_not_there(fields):
    SkillFactory(slug="apologising")
    if fields.pop("swapped", False):
        fields = {"video": some_captions().digest}
    document = a_module_document(a_video() | fields)

    with pytest.raises(ValidationError) as refusal:
        publish_module(document=document, at=moment())

    assert refusal.value.code == "unknown_media"
    assert not Module.objects.exists()
