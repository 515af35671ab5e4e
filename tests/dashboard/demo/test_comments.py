"""What customers of the demo write."""

import random

import pytest

from dashboard.demo.comments import comment_for


@pytest.mark.parametrize("score", [1, 2, 3, 4, 5])
def test_comments_of_one_score_are_many_and_finished(score):
    chance = random.Random(1)
    comments = {comment_for(score, "floor", chance) for _time in range(3000)} - {
        ("", "")
    }

    assert len(comments) > 60
    assert all(text[-1] in ".!?" and "{" not in text for text, _language in comments)
    assert {language for _text, language in comments} == {"en", "de"}


def test_comments_are_written_more_often_after_a_bad_visit():
    chance = random.Random(2)
    written = {
        score: sum(comment_for(score, "till", chance)[0] != "" for _ in range(1000))
        for score in (1, 4)
    }

    assert written[1] > 3 * written[4]


def test_comments_speak_of_where_it_was():
    chance = random.Random(3)
    texts = [comment_for(2, "phone", chance)[0] for _time in range(500)]

    assert any("on the phone" in text for text in texts)
    assert not any("on the terrace" in text for text in texts)
