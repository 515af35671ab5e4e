"""The mood of a play beside that of the best one, drawn."""

from django.utils.translation import override

from tests.training.scenario.documents import late_table
from training.queries.mood_chart import mood_chart
from training.scenario.debrief import debrief
from training.scenario.document import parse

PATH = [("waves", "own-it"), ("ready", "hide"), ("goodbye", "nod")]


def drawn(path=PATH):
    with override("en"):
        return mood_chart(debrief(parse(late_table()), path))


def test_mood_chart_draws_both_plays_moment_by_moment():
    chart = drawn()

    assert chart.my_path == "M104.0 82 206.0 114 308.0 114"
    assert chart.best_path == "M104.0 82 206.0 18 308.0 18"
    assert [point.number for point in chart.moments] == [1, 2, 3]


def test_mood_chart_is_told_in_a_sentence_and_in_a_table():
    chart = drawn()

    assert chart.sentence == (
        "Mood after each moment. "
        "Your run: Waiting to see, Losing patience, Losing patience. "
        "Best run: Waiting to see, Will be back, Will be back."
    )
    assert chart.rows == [
        (1, "Waiting to see", "Waiting to see"),
        (2, "Losing patience", "Will be back"),
        (3, "Losing patience", "Will be back"),
    ]


def test_mood_chart_of_one_moment_does_not_divide_by_nothing():
    scene = {
        "title": {"en": "t"},
        "says": {"en": "s"},
        "choices": [
            {"key": "a", "text": {"en": "a"}, "why": {"en": "w"}, "go": "back"}
        ],
    }
    document = late_table() | {"scenes": {"waves": scene}}
    chart = mood_chart(debrief(parse(document), [("waves", "a")]))

    assert chart.my_path == "M104.0 82"
