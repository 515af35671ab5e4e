"""Where a learner stands in a quiz."""

from dataclasses import dataclass

from training.models import Attempt
from training.scenario.document import Text


@dataclass(frozen=True)
class OptionOnSheet:
    """One answer to choose: ticked by the learner or not, right or not, and why."""

    key: str
    text: Text
    why: Text
    is_right: bool
    is_ticked: bool


@dataclass(frozen=True)
class QuestionOnSheet:
    """One question, in every language; ``is_right`` is None until it is answered."""

    key: str
    number: int
    text: Text
    is_multiple: bool
    options: tuple[OptionOnSheet, ...]
    is_right: bool | None

    @property
    def is_answered(self):
        return self.is_right is not None


@dataclass(frozen=True)
class QuizSheet:
    """The latest go at a quiz; ``attempt`` is None before the first answer."""

    attempt: Attempt | None
    questions: tuple[QuestionOnSheet, ...]
    pass_percent: int

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

    def question(self, key):
        """Return the question named ``key``, or None."""
        return next((each for each in self.questions if each.key == key), None)


def quiz_sheet(enrolment, step):
    """Return the QuizSheet of ``enrolment`` at ``step``."""
    attempts = Attempt.objects.filter(enrolment=enrolment, step=step)
    attempt = attempts.order_by("-number").first()
    answers = {a.question: a for a in attempt.answers.all()} if attempt else {}
    return QuizSheet(
        attempt,
        tuple(
            _question(number, document, answers.get(document["key"]))
            for number, document in enumerate(step.document["questions"], start=1)
        ),
        step.document["pass_percent"],
    )


def _question(number, document, answer):
    ticked = set(answer.options) if answer else set()
    return QuestionOnSheet(
        key=document["key"],
        number=number,
        text=document["text"],
        is_multiple=document["kind"] == "multiple",
        options=tuple(
            OptionOnSheet(
                key=option["key"],
                text=option["text"],
                why=option["why"],
                is_right=option.get("is_right", False),
                is_ticked=option["key"] in ticked,
            )
            for option in document["options"]
        ),
        is_right=answer.is_right if answer else None,
    )
