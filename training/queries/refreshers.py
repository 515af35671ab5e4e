"""What is asked of a person again: what they met, what is due, what is still there."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Avg, Count, F, Min

from staff.rules import SMALLEST_GROUP
from training import memory
from training.choices import StepKind
from training.models import RefresherCard, RefresherReview, Skill, Step
from training.models.texts import in_language
from training.queries.plays import play_of
from training.queries.scripts import script_of
from training.quiz.questions import QuestionKind, is_same_answer
from training.scenario.play import State
from training.scenario.single import judge, skills_at, words_at

# How often one touches the screen to type a short answer.
TYPING_TOUCHES = 4
# A pace is that of the last so many answers; nobody answers more in a day.
PACE_REVIEWS = 60


@dataclass(frozen=True)
class Learned:
    """A question or a scene that somebody met in a module, as they last answered it.

    state: that of the scene, None for a question. rating: see training.memory.
    seconds: what it is thought to take. skills: slugs.
    """

    step: Step
    item: str
    state: State | None
    rating: int
    seconds: int
    skills: frozenset


def learned_in(enrolment):
    """Return what the learner of ``enrolment`` met in its quizzes and scenarios, a list
    of Learned.

    Left out is what is too long for a glance, and scenes where every choice is as good.
    """
    steps = enrolment.version.steps.select_related("bank_version").order_by("position")
    of_module = frozenset(enrolment.module.skills.values_list("slug", flat=True))
    language = enrolment.employee.language
    met = []
    for step in steps:
        attempts = enrolment.attempts.filter(step=step).order_by("number")
        if step.kind == StepKind.QUIZ:
            met += _questions(step, attempts, of_module, language)
        elif step.kind == StepKind.SCENARIO:
            met += _scenes(step, attempts, of_module, language)
    return [each for each in met if each.seconds <= memory.LONGEST_SECONDS]


def _questions(step, attempts, skills, language):
    answered = attempts.order_by("number", "answers__at").values_list(
        "answers__question", "answers__is_right"
    )
    is_right = dict(answered)
    for question in step.questions:
        if is_right.get(question["key"]) is not None:
            yield Learned(
                step=step,
                item=question["key"],
                state=None,
                rating=memory.rating_of_answer(is_right=is_right[question["key"]]),
                seconds=_seconds(question, language),
                skills=skills,
            )


def _seconds(question, language):
    """Return what it takes to read a question, answer it, and read the reasons."""

    def count(texts):
        return len(in_language(texts, language).split())

    asked = count(question["text"])
    match question["kind"]:
        case QuestionKind.ORDERING:
            # Read twice: as they are shown, and where they belong.
            items = question["items"]
            words = 2 * sum(count(each["text"]) for each in items)
            words += asked + count(question["why"])
            return memory.seconds_to_answer(words, touches=len(items))
        case QuestionKind.SHORT:
            words = asked + count(question["why"])
            return memory.seconds_to_answer(words, touches=TYPING_TOUCHES)
    options = question["options"]
    right = sum(count(each["why"]) for each in options if each.get("is_right"))
    wrong = [count(each["why"]) for each in options if not each.get("is_right")]
    asked += sum(count(each["text"]) for each in options)
    return memory.seconds_to_answer(asked + right + max(wrong, default=0))


def _scenes(step, attempts, of_module, language):
    """Yield the scenes of all finished plays, each as it was played last."""
    last = {}
    for attempt in attempts.filter(finished_at__isnull=False):
        attempt.step = step
        last |= {turn.before.at: turn for turn in play_of(attempt).turns}
    script = script_of(step.scenario_version_id)
    scenario = script.scenario
    for key, turn in last.items():
        judged = judge(scenario, turn.before, turn.choice.key, script.best)
        if judged.stake:
            yield Learned(
                step=step,
                item=key,
                state=turn.before,
                rating=memory.rating_of_choice(judged.lost, judged.stake),
                seconds=memory.seconds_to_answer(
                    words_at(scenario, turn.before, language)
                ),
                skills=frozenset(skills_at(scenario, turn.before)) or of_module,
            )


@dataclass(frozen=True)
class Portion:
    """What is asked of a person today, in order.

    answered: how many cards they answered today already. seconds: what the rest takes.
    """

    cards: tuple
    answered: int
    seconds: int

    @property
    def total(self):
        return self.answered + len(self.cards)

    @property
    def minutes(self):
        """What the rest takes, in whole minutes, rounded up."""
        return -(-self.seconds // 60)


def portion_of(employee, today):
    """Return the Portion of ``employee`` on ``today``, a date: two statements."""
    day = _day_of(employee, today)
    chosen = memory.portion(
        list(day.waiting.values()), used=day.used, last_group=day.last_module
    )
    return Portion(
        cards=tuple(day.due[each.key] for each in chosen),
        answered=day.answered,
        seconds=sum(each.seconds for each in chosen),
    )


def may_be_asked(employee, card, today):
    """Return whether ``card`` of ``employee`` is due on ``today`` and there is time for
    it: so what a page showed is taken, whatever has become more pressing since.
    """
    day = _day_of(employee, today)
    waiting = day.waiting.get(card.pk)
    return waiting is not None and bool(memory.portion([waiting], used=day.used))


@dataclass(frozen=True)
class _Day:
    """What is due, by card id, and what was answered already."""

    due: dict
    waiting: dict
    answered: int
    used: int
    last_module: int | None


def _day_of(employee, today):
    lately = list(
        RefresherReview.objects.filter(card__employee=employee)
        .order_by("-reviewed_on", "-at", "-pk")
        .values_list(
            "reviewed_on", "seconds", "card__seconds", "card__enrolment__module"
        )[:PACE_REVIEWS]
    )
    of_today = [row for row in lately if row[0] >= today]
    pace = memory.pace_of((counted, expected) for _on, counted, expected, _m in lately)
    cards = employee.refreshers.due_on(today).with_recall_on(today)
    due = {card.pk: card for card in cards.annotate(module=F("enrolment__module"))}
    return _Day(
        due=due,
        waiting={
            pk: memory.Waiting(pk, card.recall, round(card.seconds * pace), card.module)
            for pk, card in due.items()
        },
        answered=len(of_today),
        used=sum(counted for _on, counted, _expected, _m in of_today),
        last_module=of_today[0][3] if of_today else None,
    )


def next_due_on(employee):
    """Return the day something of ``employee`` is to be asked next, or None."""
    live = employee.refreshers.live()
    return live.aggregate(day=Min("due_on"))["day"]


def own_card(employee, uuid):
    """Return the card of ``employee`` with ``uuid`` and what its page needs, or None."""
    cards = RefresherCard.objects.filter(employee=employee, uuid=uuid)
    return cards.select_related("step__bank_version", "enrolment__module").first()


def state_of(card):
    """Return the State in which the scene of ``card`` is asked."""
    return State(card.item, card.mood, frozenset(card.flags))


def question_of(card):
    """Return the question of ``card``: its document."""
    return next(each for each in card.step.questions if each["key"] == card.item)


def is_review_of(review, answer):
    """Return whether ``answer``, as a page sends it, is what ``review`` holds."""
    if review.card.is_scene:
        return review.answer == answer
    return is_same_answer(question_of(review.card), review.answer, answer)


def review_on(card, day):
    """Return the RefresherReview of ``card`` on ``day``, or None."""
    # Whoever travels west may have answered on what is tomorrow's date here.
    return card.reviews.filter(reviewed_on__gte=day).order_by("reviewed_on").first()


@dataclass(frozen=True)
class Retained:
    """How much of what was learned of one skill is likely still there.

    percent: 0-100, None with too few people behind it. items: questions and scenes.
    """

    skill: Skill
    percent: int | None
    items: int
    people: int


def retention_of(employee, today):
    """Return what ``employee`` is likely to know still on ``today``: a list of Retained,
    in the order of skills.
    """
    return _retained(employee.refreshers.live(), today, fewest=1)


def retention_of_people(people, today):
    """Return the same over all of ``people``, a queryset; where fewer than SMALLEST_GROUP
    have learned of a skill, without a figure.
    """
    cards = RefresherCard.objects.live().filter(employee__in=people.order_by())
    return _retained(cards, today, fewest=SMALLEST_GROUP)


def _retained(cards, today: date, *, fewest):
    rows = (
        cards.with_recall_on(today)
        .filter(skills__isnull=False)
        .values("skills")
        .annotate(
            mean=Avg("recall"),
            items=Count("pk"),
            people=Count("employee", distinct=True),
        )
        .order_by()
    )
    found = {row["skills"]: row for row in rows}
    if not found:
        return []
    return [
        Retained(
            skill=skill,
            percent=round(100 * row["mean"]) if row["people"] >= fewest else None,
            items=row["items"],
            people=row["people"],
        )
        for skill in Skill.objects.filter(pk__in=found).order_by("position", "pk")
        for row in [found[skill.pk]]
    ]
