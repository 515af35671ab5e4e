"""Questions from a CSV file into a bank."""

import pytest
from django.core.management import CommandError, call_command

from training.models import QuestionBank, QuestionBankVersion
from training.quiz.questions import is_right_answer

pytestmark = pytest.mark.django_db

HEADER = "key,kind,text,option 1,option 2,option 3,right,why,why 1,why 2,why 3\n"
ROWS = """\
greet,single,Who greets first?,You,The customer,,1,,It opens the door.,Too late.,
calm,multiple,What calms?,A name,A rule,A time,"1, c",It says you care.,,,
steps,ordering,What comes first?,Listen,Say sorry,Offer,,Heard first.,,,
minutes,short,After how many minutes?,2,two,,,"First spoon,
second look.",,,
"""


@pytest.fixture
def bring_in(tmp_path):
    """A function that imports a CSV text into the bank "service"."""

    def imported(text, **options):
        path = tmp_path / "questions.csv"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return call_command(
            "import_questions", path, bank="service", verbosity=0, **options
        )

    return imported


def questions():
    document = QuestionBankVersion.objects.latest("number").document
    return {question["key"]: question for question in document["questions"]}


def test_import_questions_reads_every_kind(bring_in):
    bring_in(HEADER + ROWS, title="Service")

    found = questions()
    assert list(found) == ["greet", "calm", "steps", "minutes"]
    assert is_right_answer(found["greet"], ["a"])
    assert is_right_answer(found["calm"], ["a", "c"])
    assert is_right_answer(found["steps"], ["a", "b", "c"])
    assert is_right_answer(found["minutes"], ["Two!"])
    assert found["greet"]["options"][1]["why"] == {"en": "Too late."}
    assert found["calm"]["options"][2]["why"] == {"en": "It says you care."}
    assert str(QuestionBankVersion.objects.get()) == "Service (1)"


def test_import_questions_again_changes_nothing(bring_in):
    for _time in range(2):
        bring_in(HEADER + ROWS)

    assert QuestionBankVersion.objects.count() == 1


def test_import_questions_keeps_what_is_not_in_the_file(bring_in):
    bring_in(HEADER + ROWS)
    bring_in(HEADER + "greet,single,Who is first?,You,They,,1,Why not?,,,\n")

    found = questions()
    assert len(found) == 4
    assert found["greet"]["text"] == {"en": "Who is first?"}


def test_import_questions_adds_a_language_beside_the_first(bring_in):
    bring_in(HEADER + ROWS)
    german = "greet;single;Wer grüßt zuerst?;Sie;Die Kundschaft;;1;Darum.;;;\n"
    bring_in(HEADER.replace(",", ";") + german, language="de")

    greet = questions()["greet"]
    assert greet["text"] == {"en": "Who greets first?", "de": "Wer grüßt zuerst?"}
    assert greet["options"][0]["text"] == {"en": "You", "de": "Sie"}
    assert greet["options"][0]["why"]["en"] == "It opens the door."


def test_import_questions_of_another_make_takes_its_place(bring_in):
    bring_in(HEADER + ROWS)
    bring_in(HEADER + "greet,short,Who greets first?,you,,,,Because.,,,\n")

    assert questions()["greet"]["kind"] == "short"


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("Greet,single,T,A,B,,1,W,,,", "“Greet” is no key"),
        ("greet,guess,T,A,B,,1,W,,,", "“guess” is no kind. Allowed: single, "),
        ("greet,single,,A,B,,1,W,,,", "“text” is empty."),
        ("greet,single,T,A,,,1,W,,,", "There are 1 options; 2 to 8"),
        ("greet,single,T,A,,C,1,W,,,", "Option 2 is empty."),
        ("greet,single,T,A,B,,3,W,,,", "from 1 to 2; it says “3”"),
        ("greet,single,T,A,B,,,W,,,", "from 1 to 2; it says “”"),
        ("greet,single,T,A,B,,1 2,W,,,", "single, but 2 are right."),
        ("greet,single,T,A,B,,1,,W,,", "“why” is empty."),
        ("greet,ordering,T,A,B,,,,,,", "“why” is empty."),
        ("greet,short,T,?,,,,W,,,", "“?” has neither a letter nor a number."),
        ("steps,short,T,A,,,,W,,,", "The key “steps” stands in line 4 too."),
        ("greet", "“” is no kind"),
    ],
)
def test_import_questions_names_the_row(bring_in, row, fault):
    rest = ROWS.split("\n", 1)[1]

    with pytest.raises(CommandError) as refusal:
        bring_in(HEADER + "first,short,T,A,,,,W,,,\n" + rest + row + "\n")

    [message] = str(refusal.value).splitlines()
    assert message.startswith("questions.csv, line 7: ")
    assert fault in message
    assert not QuestionBank.objects.exists()


def test_import_questions_names_every_row(bring_in):
    with pytest.raises(CommandError) as refusal:
        bring_in(HEADER + "A,single,,,\nB,single,,,\n")

    assert len(str(refusal.value).splitlines()) == 2


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        ("key,text\na,b\n", "There is no column “kind”."),
        ("", "There is nothing in this file."),
        (b"\xff\xfe\x00", "questions.csv, There is no column “key”."),
        (HEADER, "questions: 0 entries. Allowed: 1 to 2000."),
    ],
)
def test_import_questions_refuses_what_is_no_such_file(bring_in, content, fault):
    with pytest.raises(CommandError) as refusal:
        bring_in(content)

    assert fault in str(refusal.value)
