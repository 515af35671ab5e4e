"""The parts of a scenario as the values of a form, and back."""

from hypothesis import given
from hypothesis import strategies as st

from studio.rules.scenario_sheet import SHEET, read, write
from studio.rules.sheet import mark_of
from tests.training.scenario.documents import late_table
from tests.training.scenario.graphs import quick, random_documents
from training.scenario import editing
from training.scenario.parts import FRAME, choices, part


def parts_of(document):
    choice_parts = [at for at, _ in choices(document)]
    return [FRAME, *document["scenes"], *document["endings"], *choice_parts]


@given(random_documents(), st.sampled_from(["en", "de"]))
@quick
def test_what_was_read_and_is_written_changes_nothing(document, language):
    for at in parts_of(document):
        values = read(document, at, language)

        written = write(document, at, language, values)

        assert written == document


def test_a_choice_is_written_with_its_ways():
    document = late_table()
    values = read(document, "goodbye/invite", "en")
    values |= {"way0_mood_min": 7, "way0_took": ["waves/own-it"], "way1_to": "back"}
    values |= {"points": {"apologising": 0, "promising-well": -2}, "mood": -1}

    choice = part(write(document, "goodbye/invite", "en", values), "goodbye/invite")

    assert choice["go"] == [
        {"if": {"mood_min": 7, "took": ["waves/own-it"]}, "to": "back"},
        {"to": "back"},
    ]
    assert choice["skills"] == {"apologising": 0, "promising-well": -2}
    assert choice["mood"] == -1


def test_what_is_emptied_is_left_out():
    document = late_table()
    values = read(document, "waves", "en") | {"does": " ", "ask": ""}

    scene = part(write(document, "waves", "en", values), "waves")

    assert "does" not in scene
    assert "ask" not in scene
    assert list(scene)[-1] == "choices"


def test_a_title_keeps_its_language_when_it_is_emptied():
    document = editing.add_language(late_table(), "de")
    values = read(document, FRAME, "de") | {"title": ""}

    assert write(document, FRAME, "de", values) == document


def test_a_new_target_is_made_only_when_asked():
    document = late_table()
    values = read(document, "waves/excuse", "en")
    values |= {"way0_to": "+scene", "way0_new": "He gets up"}

    waiting = write(document, "waves/excuse", "en", {**values})
    made = write(document, "waves/excuse", "en", {**values}, makes=True)

    assert waiting == document
    assert part(made, "waves/excuse")["go"] == "he-gets-up"
    assert made["scenes"]["he-gets-up"]["title"] == {"en": "He gets up"}


def test_a_scene_may_hurry():
    document = late_table()
    values = read(document, "waves", "en")
    values |= {"hurry_seconds": 30, "hurry_says": "Well?"}

    scene = part(write(document, "waves", "en", values), "waves")

    assert scene["hurry"] == {"seconds": 30, "says": {"en": "Well?"}}


def test_a_part_that_is_gone_has_no_values():
    assert read(late_table(), "nowhere", "en") is None
    assert SHEET.read(late_table(), "waves/nothing", "en") is None


def test_a_mark_tells_values_apart():
    values = read(late_table(), "waves", "en")

    assert mark_of(values) == mark_of({**values})
    assert mark_of(values) != mark_of({**values, "ask": "And now?"})
