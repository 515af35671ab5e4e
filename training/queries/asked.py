"""A refresher as its page shows it: the question, or the scene, and what was answered."""

from dataclasses import dataclass

from training.queries.plays import Customer, Mood, Offer, customer_of, mood_of
from training.queries.refreshers import question_of, state_of
from training.queries.scripts import script_of
from training.scenario.document import Choice, Scenario, Scene, Text
from training.scenario.play import after, available_choices
from training.scenario.single import judge


@dataclass(frozen=True)
class OptionAsked:
    """One answer to choose: ticked or not, right or not, and why."""

    key: str
    text: Text
    why: Text
    is_right: bool
    is_ticked: bool


@dataclass(frozen=True)
class QuestionAsked:
    """A question by itself, in every language."""

    text: Text
    is_multiple: bool
    options: tuple[OptionAsked, ...]


@dataclass(frozen=True)
class SceneAsked:
    """A scene by itself. taken, shift: the choice taken and how it moved the mood, 0-10
    scale; better: the best choice where something was lost. None before the answer.
    """

    scenario: Scenario
    customer: Customer
    mood: Mood
    scene: Scene
    offers: tuple[Offer, ...]
    taken: Choice | None = None
    shift: int = 0
    better: Choice | None = None


def asked_of(card, review=None):
    """Return the QuestionAsked or SceneAsked of ``card``, with the answer of ``review``.

    card: with its step. review: a RefresherReview of it, None before it is answered.
    """
    answer = review.answer if review else []
    return _scene(card, answer) if card.is_scene else _question(card, answer)


def _question(card, answer):
    document = question_of(card)
    return QuestionAsked(
        text=document["text"],
        is_multiple=document["kind"] == "multiple",
        options=tuple(
            OptionAsked(
                key=option["key"],
                text=option["text"],
                why=option["why"],
                is_right=option.get("is_right", False),
                is_ticked=option["key"] in answer,
            )
            for option in document["options"]
        ),
    )


def _scene(card, answer):
    script = script_of(card.step.scenario_version_id)
    scenario, state = script.scenario, state_of(card)
    offers = zip("abcd", available_choices(scenario, state), strict=False)
    asked = {
        "scenario": scenario,
        "customer": customer_of(scenario),
        "mood": mood_of(state.mood),
        "scene": scenario.scenes[state.at],
        "offers": tuple(Offer(choice, letter) for letter, choice in offers),
    }
    if not answer:
        return SceneAsked(**asked)
    judged = judge(scenario, state, answer[0], script.best)
    led_to = after(state, judged.choice)
    return SceneAsked(
        **asked | {"mood": mood_of(led_to.mood)},
        taken=judged.choice,
        shift=led_to.mood - state.mood,
        better=judged.better,
    )
