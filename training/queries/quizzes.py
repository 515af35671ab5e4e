"""Where a learner stands in a quiz."""

from dataclasses import dataclass

from django.db.models import Count, Exists, F, OuterRef, Subquery
from django.db.models.functions import Coalesce

from training.choices import EnrolmentStatus
from training.models import Attempt, Enrolment, FurtherAttempt, Step
from training.queries.sheets import QuestionOnSheet, on_sheet
from training.quiz.drawing import asked_questions, seed_of
from training.quiz.questions import is_same_answer

# Of those who wait for another try, on one page.
MOST_LISTED = 20


@dataclass(frozen=True)
class QuizSheet:
    """The latest go at a quiz; ``attempt`` is None before the first answer.

    left: how many goes may still be begun, None = as many as one likes.
    """

    attempt: Attempt | None
    questions: tuple[QuestionOnSheet, ...]
    pass_percent: int
    left: int | None

    @property
    def number(self):
        """Which go this is, 1 for the first."""
        return self.attempt.number if self.attempt else 1

    @property
    def next_question(self):
        return next((each for each in self.questions if not each.is_answered), None)

    @property
    def right(self):
        """How many questions were answered rightly."""
        return sum(bool(each.is_right) for each in self.questions)

    @property
    def is_passed(self):
        """Whether this go is finished and good enough."""
        return (
            self.attempt is not None
            and self.attempt.finished_at is not None
            and self.attempt.score_percent >= self.pass_percent
        )

    @property
    def may_try_again(self):
        return self.left is None or self.left > 0

    def question(self, key):
        """Return the question named ``key``, or None."""
        return next((each for each in self.questions if each.key == key), None)


def questions_of(attempt):
    """Return the questions that ``attempt``, a go at a quiz, asks, in its order."""
    return _asked(attempt.step, attempt.seed)


def attempt_numbered(enrolment, step, number):
    """Return the go ``number`` of ``enrolment`` at ``step``, or None before it is begun."""
    attempt = Attempt.objects.filter(enrolment=enrolment, step=step, number=number)
    attempt = attempt.first()
    if attempt:
        attempt.enrolment, attempt.step = enrolment, step
    return attempt


def is_answer_given(answer, options):
    """Return whether ``answer``, a QuizAnswer, is what ``options``, as sent, say."""
    asked = {each["key"]: each for each in questions_of(answer.attempt)}
    return is_same_answer(asked[answer.question], answer.options, options)


def quiz_sheet(enrolment, step):
    """Return the QuizSheet of ``enrolment`` at ``step``."""
    attempts = list(
        Attempt.objects.filter(enrolment=enrolment, step=step).order_by("-number")
    )
    attempt = attempts[0] if attempts else None
    answers = {a.question: a for a in attempt.answers.all()} if attempt else {}
    seed = attempt.seed if attempt else seed_of(enrolment.uuid, step.key, 1)
    return QuizSheet(
        attempt,
        tuple(
            _question(number, document, answers.get(document["key"]))
            for number, document in enumerate(_asked(step, seed), start=1)
        ),
        step.document["pass_percent"],
        attempts_left(enrolment, step, len(attempts)),
    )


def attempts_left(enrolment, step, begun):
    """Return how many goes at ``step`` may be begun after ``begun``; None = no end."""
    if step.most_attempts is None:
        return None
    further = FurtherAttempt.objects.filter(enrolment=enrolment, step=step).count()
    return max(step.most_attempts + further - begun, 0)


def quizzes_used_up(enrolments, person=None):
    """Return (enrolment, step) pairs of ``enrolments``, a queryset, in which somebody
    has used all tries at a quiz without passing it; MOST_LISTED at most.

    person: only those of this learner.
    """
    if person:
        enrolments = enrolments.filter(employee=person)
    steps = Step.objects.filter(most_attempts__isnull=False)
    limited = enrolments.filter(
        Exists(steps.filter(version=OuterRef("version"))),
        status=EnrolmentStatus.IN_PROGRESS,
    ).values("pk")
    tried = (
        Attempt.objects.filter(enrolment__in=limited, step__most_attempts__isnull=False)
        .exclude(step__completions__enrolment=F("enrolment"))
        .values("enrolment", "step")
        .annotate(
            begun=Count("pk"),
            finished=Count("finished_at"),
            most=F("step__most_attempts"),
            further=Coalesce(
                Subquery(
                    FurtherAttempt.objects.filter(
                        enrolment=OuterRef("enrolment"), step=OuterRef("step")
                    )
                    .values("step")
                    .annotate(count=Count("pk"))
                    .values("count")
                ),
                0,
            ),
        )
        .filter(begun=F("finished"), begun__gte=F("most") + F("further"))
        .values_list("enrolment", "step")
    )
    pairs = sorted(tried[:MOST_LISTED])
    if not pairs:
        return []
    found = Enrolment.objects.select_related("employee", "module").in_bulk(
        {enrolment for enrolment, _step in pairs}
    )
    steps = Step.objects.in_bulk({step for _enrolment, step in pairs})
    return [(found[enrolment], steps[step]) for enrolment, step in pairs]


def _asked(step, seed):
    return asked_questions(step.document, step.bank_questions, seed)


def _question(number, document, answer):
    if answer is None:
        return on_sheet(document, number=number)
    given, is_right = answer.options, answer.is_right
    return on_sheet(document, number=number, given=given, is_right=is_right)
