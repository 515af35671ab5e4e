"""How the acts of keeping pictures, videos and captions are asked."""

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.access.questions.asking import Asked, asks
from tests.factories.staff import moment
from tests.training.pictures import a_picture
from training.actions.storing import store_media


@asks("Keep a picture, a video or captions")
def media_list(asker, whom):
    return Asked(sent={"file": SimpleUploadedFile("door.png", a_picture())})


@asks("See a file that is kept")
def media_file(asker, whom):
    content = ContentFile(a_picture(), "door.png")
    stored = store_media(content=content, name="door.png", at=moment())
    return Asked({"digest": stored.digest})
