import pytest

from feedback.models import Metric
from plans.templatetags.plans import in_words, of_answer

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("scores", "words"),
    [
        ({"csat": 4, "complaint": 0}, ["Satisfaction 4.00"]),
        ({"csat": 1, "complaint": 1}, ["Satisfaction 1.00", "a complaint"]),
        ({"complaint": 0}, ["no complaint"]),
        ({"returned": 1}, ["came back"]),
        ({"returned": 0, "recommended_by": 0}, ["did not come back"]),
        ({"resolved_first": 0}, ["not resolved at first contact"]),
        ({"returned": 0.5}, ["Came back 50 %"]),
        ({}, []),
    ],
)
def test_in_words_tells_what_one_answer_says(scores, words):
    pairs = [(Metric.objects.get(key=key), value) for key, value in scores.items()]

    assert in_words(pairs) == words


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [("complaint", 1, "yes"), ("returned", 0, "no"), ("csat", 4, "4.00")],
)
def test_of_answer_says_yes_or_no_where_it_is_one_of_them(key, value, said):
    assert of_answer(value, Metric.objects.get(key=key)) == said
