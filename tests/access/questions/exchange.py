"""How the acts of importing and exporting what can be learned are asked."""

from django.core.files.uploadedfile import SimpleUploadedFile

from studio.actions.exchange import start_upload
from studio.actions.question_files import start_questions
from tests.access.questions.asking import Asked, asks
from tests.factories.staff import moment
from tests.training.catalogue import a_bank_document
from training.content.writing import written


def a_file():
    content = written(a_bank_document(slug="brought-in"))
    return SimpleUploadedFile("bank.yaml", content)


def an_upload(asker):
    actor = asker.scene.actors["author"]
    return start_upload(file=a_file(), name="bank.yaml", by=actor, at=moment())


@asks("Bring in a file of content")
def exchange(asker, whom):
    return Asked(sent={"file": a_file()})


@asks(
    "See what a file of content would do",
    "Take a file of content in",
    "Leave a file of content",
)
def exchange_detail(asker, whom):
    return Asked({"uuid": an_upload(asker).uuid}, {})


@asks("Take the catalogue out as files", "Read the schema of content files")
def exchange_export(asker, whom):
    return Asked({"kind": "module"}, {})


@asks("See the page to bring in questions from a file")
def question_file_page(asker, whom):
    return Asked()


@asks("Bring in questions from a file")
def question_file(asker, whom):
    asked = {"title": "Greetings", "language": "en"}
    return Asked(sent={"file": a_question_file()} | asked)


@asks("See what a file of questions would do", "Write questions into a draft")
def question_file_detail(asker, whom):
    upload = start_questions(
        file=a_question_file(),
        name="questions.gift",
        bank="",
        title="Greetings",
        language="en",
        why="",
        by=asker.scene.actors["author"],
        at=moment(),
    )
    return Asked({"uuid": upload.uuid}, {})


def a_question_file():
    return SimpleUploadedFile("questions.gift", b"Who rings? {=A guest ####So it is.}")
