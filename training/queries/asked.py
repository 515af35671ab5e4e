"""A refresher as its page shows it: the question, or the scene, and what was answered."""

from dataclasses import dataclass

from training.choices import RefresherRating
from training.queries.plays import Customer, Mood, Offer, customer_of, mood_of
from training.queries.refreshers import question_of, state_of
from training.queries.scripts import script_of
from training.queries.sheets import on_sheet
from training.quiz.drawing import seed_of, shown
from training.scenario.document import Choice, Scenario, Scene
from training.scenario.play import after, available_choices
from training.scenario.single import judge


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
    """Return the QuestionOnSheet or SceneAsked of ``card``, with the answer of ``review``.

    card: with its step. review: a RefresherReview of it, None before it is answered.
    """
    if card.is_scene:
        return _scene(card, review.answer if review else [])
    # Things to put in order stand in another one each time they come back.
    seed = seed_of(card.uuid, card.item, card.reviewed_on.toordinal())
    question = shown(question_of(card), seed)
    if review is None:
        return on_sheet(question)
    is_right = review.rating == RefresherRating.GOOD
    return on_sheet(question, given=review.answer, is_right=is_right)


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
