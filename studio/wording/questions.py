"""How questions are answered, in words and figures; "–" where too few people are."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from studio.rules.separating import Separation, separation_of
from studio.wording.amounts import percent, whole
from studio.wording.learned import HIDDEN, people_words
from training.models.texts import in_language

SEPARATION_WORDS = {
    Separation.WELL: _(
        "Those who did well otherwise get this right more often, as they should."
    ),
    Separation.HARDLY: _(
        "Those who did well otherwise get this right hardly more often: it may be too "
        "easy, or about something else."
    ),
    Separation.REVERSED: _(
        "Those who did well otherwise get this wrong more often: look at its wording, "
        "and at the answer marked right."
    ),
    Separation.UNKNOWN: "",
}
KIND_OF_MARK = {
    Separation.WELL: "ok",
    Separation.HARDLY: "",
    Separation.REVERSED: "late",
}
MARKS = {
    Separation.WELL: _("Separates well"),
    Separation.HARDLY: _("Hardly separates"),
    Separation.REVERSED: _("Misleads"),
}


@dataclass(frozen=True)
class ShownQuestion:
    """One question, as figures in words.

    right_percent: the share as digits for a bar, "" where hidden. mark, mark_kind,
    separation: what it does, as a tag and as a sentence; "" where nothing can be said.
    tempting: the wrong option most people took, with its share; "" where hidden. later:
    how many still knew; "" where too few were asked.
    """

    text: str
    people: str
    right: str
    right_percent: str
    mark: str
    mark_kind: str
    separation: str
    tempting: str
    tempting_share: str
    later: str
    later_people: str


def shown_questions(learned):
    """Return [(quiz step, its ShownQuestions)] of ``learned``, QuestionLearned in order."""
    by_step = {}
    for each in learned:
        by_step.setdefault(each.step, []).append(_question(each))
    return list(by_step.items())


def _question(each):
    answered = each.answered
    said = separation_of(answered.separation, answered.people)
    texts = {
        option["key"]: option["text"] for option in each.question.get("options", ())
    }
    key, takers = answered.tempting or (None, 0)
    share, later = answered.right_share, answered.known_share
    is_few = answered.people and not answered.is_told
    return ShownQuestion(
        text=in_language(each.question["text"]),
        people=HIDDEN if is_few else people_words(answered.people),
        right=HIDDEN if share is None else percent(share),
        right_percent="" if share is None else str(round(100 * share)),
        mark=MARKS.get(said, ""),
        mark_kind=KIND_OF_MARK.get(said, ""),
        separation=SEPARATION_WORDS[said],
        tempting=in_language(texts[key]) if key in texts else "",
        tempting_share=percent(takers / answered.people) if key in texts else "",
        later="" if later is None else percent(later),
        later_people="" if later is None else whole(answered.asked_later),
    )
