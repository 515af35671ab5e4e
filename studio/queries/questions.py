"""How questions of quizzes are answered, counted in the database: each person once."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Count, F, Min, Q, Sum

from studio.rules.separating import separation
from studio.rules.small_groups import hidden_among, is_small
from training.choices import RefresherRating, StepKind
from training.models import Attempt, QuizAnswer, RefresherReview, Step
from training.quiz.questions import QuestionKind

CLOSED = (QuestionKind.SINGLE, QuestionKind.MULTIPLE)


@dataclass(frozen=True)
class Answered:
    """How one question was answered at first try; the numbers of an empty one are 0.

    right: how many people answered it rightly. separation: as
    studio.rules.separating.separation returns it. wrong: {option key: how many ticked
    it wrongly}. asked_later, known_later: people asked again as a refresher, and those
    who still knew.
    """

    people: int = 0
    right: int = 0
    separation: float | None = None
    wrong: dict[str, int] = field(default_factory=dict)
    asked_later: int = 0
    known_later: int = 0

    @property
    def is_told(self):
        """Whether people enough have answered it, for any figure to be shown."""
        return self.people > 0 and not is_small(self.people)

    @property
    def right_share(self):
        return self.right / self.people if self.is_told else None

    @property
    def known_share(self):
        """The share that still knew later; None where too few were asked."""
        if not self.asked_later or is_small(self.asked_later):
            return None
        return self.known_later / self.asked_later

    @property
    def tempting(self):
        """(key, people) of the wrong option most people took; None where it is hidden."""
        options = sorted(self.wrong.items(), key=lambda item: (-item[1], item[0]))
        if not self.is_told or not options:
            return None
        hidden = hidden_among([count for _key, count in options])
        return None if 0 in hidden else options[0]


@dataclass(frozen=True)
class QuestionLearned:
    """One question of a quiz: its document, the quiz step, and how it was answered."""

    step: Step
    question: dict
    answered: Answered


def questions_learned(version):
    """Return a QuestionLearned for each question that ``version``, a ModuleVersion, may
    ask, in the order of its steps; own questions before those of a bank.
    """
    steps = list(quiz_steps([version]))
    answered = first_answers([version])
    closed = [
        (step.key, question["key"])
        for step in steps
        for question in step.questions
        if question["kind"] in CLOSED
    ]
    wrong = _wrong_options(version, closed)
    later = _later(version)
    return [
        QuestionLearned(
            step, question, _answered(answered, wrong, later, step, question)
        )
        for step in steps
        for question in step.questions
    ]


def quiz_steps(versions):
    """Return the quiz steps of ``versions`` with their banks, in order."""
    steps = Step.objects.filter(version__in=versions, kind=StepKind.QUIZ)
    return steps.select_related("bank_version").order_by("version", "position")


def first_answers(versions):
    """Return {(version id, step key, question key): sums} over the first tries at the
    quizzes of ``versions``; sums as ``separation`` takes them.

    A person's first try is the first finished one at the quiz step of that key, in any
    version of the module.
    """
    found = (
        QuizAnswer.objects.filter(attempt__in=_first_tries(versions))
        .order_by()
        .values_list("attempt__step__version", "attempt__step__key", "question")
        .annotate(
            people=Count("pk"),
            right=Count("pk", filter=Q(is_right=True)),
            score=Sum("attempt__score"),
            squares=Sum(F("attempt__score") * F("attempt__score")),
            score_of_right=Sum("attempt__score", filter=Q(is_right=True), default=0),
        )
    )
    names = ("people", "right", "score", "squares", "score_of_right")
    return {tuple(row[:3]): dict(zip(names, row[3:], strict=True)) for row in found}


def _first_tries(versions):
    finished = Attempt.objects.filter(
        finished_at__isnull=False,
        step__kind=StepKind.QUIZ,
        step__version__module__versions__in=versions,
    )
    by_person = finished.order_by().values(
        "enrolment__employee", "step__version__module", "step__key"
    )
    first = by_person.annotate(first=Min("pk")).values("first")
    return Attempt.objects.filter(pk__in=first, step__version__in=versions)


def _wrong_options(version, closed):
    """Return {(step key, question key): {option key: people}} of wrong answers."""
    keys = {question for _step, question in closed}
    found = (
        QuizAnswer.objects.filter(
            attempt__in=_first_tries([version]), is_right=False, question__in=keys
        )
        .order_by()
        .values_list("attempt__step__key", "question", "options")
        .annotate(people=Count("pk"))
    )
    counted = defaultdict(lambda: defaultdict(int))
    for step, question, options, people in found:
        for option in options:
            counted[step, question][option] += people
    return counted


def _later(version):
    """Return {(step key, question key): (people asked later, people who still knew)}."""
    reviews = RefresherReview.objects.filter(
        card__step__version=version, card__mood__isnull=True
    )
    first = reviews.order_by().values("card").annotate(first=Min("pk")).values("first")
    found = (
        RefresherReview.objects.filter(pk__in=first)
        .order_by()
        .values_list("card__step__key", "card__item")
        .annotate(
            asked=Count("pk"),
            known=Count("pk", filter=~Q(rating=RefresherRating.AGAIN)),
        )
    )
    return {(step, item): (asked, known) for step, item, asked, known in found}


def _answered(answered, wrong, later, step, question):
    key = question["key"]
    sums = answered.get((step.version_id, step.key, key))
    asked, known = later.get((step.key, key), (0, 0))
    if sums is None:
        return Answered(asked_later=asked, known_later=known)
    options = question.get("options", ())
    right = {option["key"] for option in options if option.get("is_right")}
    return Answered(
        people=sums["people"],
        right=sums["right"],
        separation=separation(**sums),
        wrong={
            option: people
            for option, people in wrong.get((step.key, key), {}).items()
            if option not in right
        },
        asked_later=asked,
        known_later=known,
    )
