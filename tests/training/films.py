"""Files that begin like videos and captions."""

from django.core.files.base import ContentFile

from tests.factories.staff import moment
from tests.training.scenario.documents import english
from training.actions.storing import store_media

FILM = b"\x00\x00\x00\x20ftypisom" + bytes(range(256)) * 8
CAPTIONS = """\
WEBVTT

NOTE Not said.

1
00:00:00.000 --> 00:00:02.000
<v Mona>Good evening,
welcome.

00:00:02.000 --> 00:00:04.000 line:0
Good evening, welcome.

00:00:04.000 --> 00:00:06.000
A table <b>for two</b>?
"""


def a_film(content=FILM, name="door.mp4"):
    return store_media(content=ContentFile(content, name), name=name, at=moment())


def some_captions(text=CAPTIONS):
    return a_film(text.encode(), "door.vtt")


def a_video(key="film", film=None, captions=None, **fields):
    return {
        "key": key,
        "kind": "video",
        "minutes": 2,
        "title": english("At the door"),
        "video": (film or a_film()).digest,
        "captions": {"en": (captions or some_captions()).digest},
        **fields,
    }
