import pytest

from studio.queries.content_findings import content_problems
from studio.rules.content_parts import part_of
from tests.factories.staff import moment
from tests.factories.training import ModuleFactory, SkillFactory
from tests.training.catalogue import (
    a_bank_document,
    a_drawn_quiz,
    a_module_document,
    a_play,
    a_question,
    a_quiz,
    a_reading,
)
from training.actions.publishing import publish_bank, publish_module

pytestmark = pytest.mark.django_db
VIDEO = {
    "key": "look",
    "kind": "video",
    "minutes": 1,
    "title": {"en": "Look"},
    "video": "a" * 64,
    "captions": {"en": "b" * 64},
}


@pytest.fixture(autouse=True)
def catalogue():
    SkillFactory(slug="apologising")
    publish_bank(document=a_bank_document(), at=moment())


def problems(*steps, **fields):
    document = a_module_document(*(steps or [a_reading()]), **fields)
    return [(each.code, each.where) for each in content_problems(document)]


def test_what_is_all_there_has_no_problem():
    assert problems(a_reading(), a_drawn_quiz(draw=6)) == []


@pytest.mark.parametrize(
    ("problem", "steps", "fields"),
    [
        (("unknown_skill", "skills[0]"), [], {"skills": ["flying"]}),
        (("unknown_module", "prerequisites[0]"), [], {"prerequisites": ["flying"]}),
        (
            ("unknown_module", "certification.refresher"),
            [],
            {
                "certification": {
                    "months": 12,
                    "from": "expiry",
                    "window_days": 60,
                    "refresher": "flying",
                }
            },
        ),
        (("unknown_scenario", "steps[0].scenario"), [a_play()], {}),
        (("unknown_bank", "steps[0].bank"), [{**a_drawn_quiz(), "bank": "no"}], {}),
        (("too_few_questions", "steps[0].draw"), [a_drawn_quiz(draw=7)], {}),
        (
            ("asked_twice", "steps[0].bank"),
            [a_quiz(questions=[a_question("b0")], bank="service", draw=2)],
            {},
        ),
    ],
)
def test_what_publishing_would_refuse_is_told_with_its_place(problem, steps, fields):
    assert problems(*steps, **fields) == [problem]


def test_files_that_are_not_here_are_told():
    picture = a_reading(body=f"![A bell](media:{'c' * 64})")
    assert problems(picture) == [("unknown_media", "steps[0].body")]
    assert problems(VIDEO) == [
        ("unknown_media", "steps[0].video"),
        ("unknown_media", "steps[0].captions"),
    ]


def test_a_module_that_would_come_before_itself_is_told():
    module = publish_module(document=a_module_document(a_reading()), at=moment()).module
    between, last = ModuleFactory(slug="between"), ModuleFactory(slug="last")
    between.prerequisites.add(module)
    last.prerequisites.add(between)

    assert problems(prerequisites=["last"]) == [("circle", "prerequisites")]
    assert problems(prerequisites=["between"], slug="another") == []


def test_an_unfinished_module_has_findings_that_lie_in_its_parts():
    reading = {"key": "read", "kind": "reading", "minutes": 2, "title": {"en": "x"}}
    document = a_module_document(reading, skills=[])
    found = content_problems(document)

    places = [part_of(document, each.where) for each in found]
    assert places == [("", "skills", None), ("read", "", None)]
