from studio.rules.previews import in_one_language, preview_of, previews_of
from tests.training.catalogue import (
    a_bank_document,
    a_module_document,
    a_play,
    a_quiz,
    a_reading,
    a_short,
)

TRANSLATED = {**a_reading(), "body": {"en": "One idea.", "de": "Ein Gedanke."}}
DOCUMENT = a_module_document(TRANSLATED, a_play(), a_quiz(questions=[a_short()]))


def test_each_text_is_shown_in_one_language_the_first_where_it_is_missing():
    here = preview_of(DOCUMENT, "read", "de").here

    assert here["body"] == {"de": "Ein Gedanke."}
    assert here["title"] == {"de": "Read this"}


def test_accepted_answers_are_those_of_the_language():
    assert in_one_language(a_short(), "de")["accepted"] == ["Milchkaffee"]
    assert in_one_language(a_short(), "fr")["accepted"] == ["Café au lait"]


def test_every_step_is_shown_a_quiz_with_its_questions_and_no_frame():
    assert [each.kind for each in previews_of(DOCUMENT, "en")] == [
        "reading",
        "scenario",
        "quiz",
    ]
    [question] = preview_of(DOCUMENT, "check", "en").questions
    assert (question.at, question.kind) == ("check/short", "short")
    assert preview_of(DOCUMENT, "", "en") is None


def test_a_bank_is_shown_question_by_question():
    assert len(previews_of(a_bank_document(), "en")) == 6
