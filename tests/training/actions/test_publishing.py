"""Publishing: the one way into the catalogue."""

import pytest
from django.core.exceptions import ValidationError

from events.models import Event
from tests.factories.staff import moment
from tests.factories.training import ModuleFactory, SkillFactory
from tests.training.catalogue import (
    a_bank_document,
    a_drawn_quiz,
    a_module_document,
    a_path_document,
    a_question,
    a_quiz,
    a_reading,
    an_ordering,
)
from tests.training.scenario.documents import english, late_table
from training.actions.publishing import (
    publish_bank,
    publish_module,
    publish_path,
    publish_scenario,
    publish_skills,
)
from training.models import (
    LearningPath,
    Module,
    ModuleVersion,
    QuestionBank,
    Scenario,
    ScenarioVersion,
    Skill,
)

pytestmark = pytest.mark.django_db


def skills_document(*slugs):
    return {
        "format": "encore.skills/1",
        "skills": [
            {
                "slug": slug,
                "name": english(slug),
                "summary": english("what it is"),
                "levels": {str(level): english("level") for level in range(1, 6)},
            }
            for slug in slugs
        ],
    }


@pytest.fixture
def skills():
    return [SkillFactory(slug=slug) for slug in ("apologising", "promising-well")]


def test_publish_skills_writes_them_in_their_order(db):
    changed = publish_skills(document=skills_document("empathy", "apologising"))

    in_order = Skill.objects.order_by("position").values_list("slug", flat=True)
    assert list(in_order) == ["empathy", "apologising"]
    assert changed == 2


def test_publish_skills_again_changes_nothing(db):
    publish_skills(document=skills_document("empathy", "apologising"))

    assert publish_skills(document=skills_document("empathy", "apologising")) == 0


def test_publish_skills_changes_the_one_that_differs(db):
    document = skills_document("empathy", "apologising")
    publish_skills(document=document)
    document["skills"][1]["name"] = english("Saying sorry")

    assert publish_skills(document=document) == 1
    assert str(Skill.objects.get(slug="apologising")) == "Saying sorry"


def test_publish_scenario_keeps_its_bounds_and_its_order_of_scenes(skills):
    version = publish_scenario(document=late_table(), at=moment())

    version = ScenarioVersion.objects.get(pk=version.pk)
    assert (version.number, version.bounds["worst"], version.bounds["best"]) == (
        1,
        -3,
        7,
    )
    assert list(version.document["scenes"]) == ["waves", "ready", "goodbye"]


def test_publish_scenario_again_is_the_same_version(skills):
    first = publish_scenario(document=late_table(), at=moment())

    again = publish_scenario(document=late_table(), at=moment(13))

    assert again == first
    assert Event.objects.filter(kind="scenario.published").count() == 1


def test_publish_scenario_changed_is_the_next_version(skills):
    publish_scenario(document=late_table(), at=moment())

    changed = publish_scenario(document=late_table() | {"mood": 3}, at=moment())

    assert changed.number == 2
    assert Scenario.objects.count() == 1


def test_publish_scenario_with_an_unknown_skill_is_refused(db):
    with pytest.raises(ValidationError) as refusal:
        publish_scenario(document=late_table(), at=moment())

    assert refusal.value.code == "unknown_skill"
    assert not Scenario.objects.exists()


def test_publish_module_writes_version_steps_and_event(skills):
    scenario = publish_scenario(document=late_table(), at=moment())

    version = publish_module(document=a_module_document(), at=moment())

    steps = version.steps.order_by("position")
    assert [(step.key, step.kind) for step in steps] == [
        ("read", "reading"),
        ("play", "scenario"),
        ("check", "quiz"),
    ]
    assert steps[1].scenario_version == scenario
    assert list(version.module.skills.all()) == [skills[0]]
    event = Event.objects.get(kind="module.published")
    assert (event.subject, event.subject_id) == ("module", version.module_id)


def test_publish_module_again_is_the_same_version(skills):
    publish_scenario(document=late_table(), at=moment())
    first = publish_module(document=a_module_document(), at=moment())

    again = publish_module(document=a_module_document(), at=moment(13))

    assert again == first
    assert Event.objects.filter(kind="module.published").count() == 1


def test_publish_module_with_a_newer_scenario_is_the_next_version(skills):
    publish_scenario(document=late_table(), at=moment())
    publish_module(document=a_module_document(), at=moment())
    newer = publish_scenario(document=late_table() | {"mood": 3}, at=moment())

    version = publish_module(document=a_module_document(), at=moment())

    assert version.number == 2
    assert version.steps.get(kind="scenario").scenario_version == newer


def test_publish_module_keeps_the_version_people_began_with(skills):
    first = publish_module(document=a_module_document(a_reading()), at=moment())
    changed = a_module_document(a_reading(body="Other words."))

    publish_module(document=changed, at=moment())

    assert first.steps.get().document["body"] == english("One *idea*.")
    newest = ModuleVersion.objects.latest_of_each().get()
    assert newest.steps.get().document["body"] == english("Other words.")


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"skills": ["juggling"]}, "unknown_skill"),
        ({"prerequisites": ["nowhere"]}, "unknown_prerequisite"),
        ({}, "unknown_scenario"),
        ({"steps": [a_reading(), a_reading()]}, "key_twice"),
        (
            {"steps": [a_quiz(questions=[a_question("q1"), a_question("q1")])]},
            "key_twice",
        ),
        (
            {"steps": [a_quiz(questions=[a_question("q", options=("a", "a"))])]},
            "key_twice",
        ),
    ],
)
def test_publish_module_refuses_what_does_not_hold_together(skills, fields, code):
    with pytest.raises(ValidationError) as refusal:
        publish_module(document=a_module_document(**fields), at=moment())

    assert refusal.value.code == code
    assert not Module.objects.exists()


def published(slug, *prerequisites):
    document = a_module_document(
        a_reading(), slug=slug, prerequisites=list(prerequisites)
    )
    return publish_module(document=document, at=moment())


def test_publish_module_before_itself_is_refused(skills):
    published("one")

    with pytest.raises(ValidationError) as refusal:
        published("one", "one")

    assert refusal.value.code == "circle"


def test_publish_module_in_a_long_circle_is_refused(skills):
    published("one")
    published("two", "one")
    published("three", "two", "one")

    with pytest.raises(ValidationError) as refusal:
        published("one", "three")

    assert refusal.value.code == "circle"
    assert not Module.objects.get(slug="one").prerequisites.exists()


def test_publish_bank_is_a_version_and_again_the_same(db):
    first = publish_bank(document=a_bank_document(), at=moment())
    again = publish_bank(document=a_bank_document(), at=moment(13))
    changed = publish_bank(document=a_bank_document(a_question("new")), at=moment())

    assert again == first
    assert (first.number, changed.number) == (1, 2)
    assert Event.objects.filter(kind="bank.published").count() == 2


def test_publish_bank_refuses_a_key_twice(db):
    with pytest.raises(ValidationError) as refusal:
        publish_bank(
            document=a_bank_document(a_question("q"), a_question("q")), at=moment()
        )

    assert refusal.value.code == "key_twice"
    assert not QuestionBank.objects.exists()


def test_publish_module_keeps_the_bank_of_its_day(skills):
    bank = publish_bank(document=a_bank_document(), at=moment())
    document = a_module_document(a_drawn_quiz(draw=2, attempts=3))
    version = publish_module(document=document, at=moment())
    newer = publish_bank(
        document=a_bank_document(a_question("x"), a_question("y")), at=moment()
    )

    step = version.steps.get()
    assert (step.bank_version, step.most_attempts) == (bank, 3)
    assert "bank" not in step.document
    next_version = publish_module(document=document, at=moment())
    assert (next_version.number, next_version.steps.get().bank_version) == (2, newer)


@pytest.mark.parametrize(
    ("quiz", "code"),
    [
        (a_drawn_quiz() | {"bank": "nowhere"}, "unknown_bank"),
        (a_drawn_quiz(draw=7), "too_few_questions"),
        (a_quiz(questions=[a_question("b1")], bank="service", draw=1), "key_twice"),
        (a_quiz(questions=[an_ordering(items=("a", "a"))]), "key_twice"),
    ],
)
def test_publish_module_refuses_a_quiz_that_does_not_hold_together(skills, quiz, code):
    publish_bank(document=a_bank_document(), at=moment())

    with pytest.raises(ValidationError) as refusal:
        publish_module(document=a_module_document(quiz), at=moment())

    assert refusal.value.code == code


def test_publish_module_keeps_what_it_costs_and_forgets_it_again(skills):
    cost = {"per_seat": 12.1, "to_build": 900, "currency": "CHF"}
    version = publish_module(
        document=a_module_document(a_reading(), cost=cost), at=moment()
    )
    module = Module.objects.get(pk=version.module_id)
    assert str(module.cost_per_seat) == "12.10"
    assert (module.cost_to_build, module.cost_currency) == (900, "CHF")

    publish_module(document=a_module_document(a_reading()), at=moment())

    module.refresh_from_db()
    assert (module.has_cost, module.cost_currency) == (False, "")


def places(path):
    in_order = path.places.order_by("position")
    return list(in_order.values_list("module__slug", flat=True))


def test_publish_path_keeps_the_order_and_changes_in_place(db):
    for slug in "abc":
        ModuleFactory(slug=slug)
    path = publish_path(document=a_path_document("c", "a"), at=moment())
    assert places(path) == ["c", "a"]

    again = publish_path(document=a_path_document("a", "b", "c"), at=moment())

    assert again == path
    assert places(path) == ["a", "b", "c"]


def test_publish_path_again_changes_nothing(db):
    ModuleFactory(slug="a")
    publish_path(document=a_path_document("a"), at=moment())

    path = publish_path(document=a_path_document("a"), at=moment(13))

    assert path.published_at == moment()
    assert Event.objects.filter(kind="path.published").count() == 1


def test_publish_path_refuses_an_unknown_module(db):
    with pytest.raises(ValidationError) as refusal:
        publish_path(document=a_path_document("nowhere"), at=moment())

    assert refusal.value.code == "unknown_module"
    assert not LearningPath.objects.exists()
