"""One question as its page shows it, in a quiz or as a refresher."""

from dataclasses import dataclass, replace

from training.quiz.questions import QuestionKind
from training.quiz.typed import numbers_in
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
class ItemOnSheet:
    """One thing to put in order, where the learner put it; ``belongs_at``: from 1."""

    key: str
    text: Text
    belongs_at: int
    is_right: bool


@dataclass(frozen=True)
class QuestionOnSheet:
    """One question, in every language; ``is_right`` is None until it is answered.

    number: its place in a quiz, None by itself.
    options: of a single or multiple. items: of an ordering, as shown or as answered;
    in_order: its texts as they belong. typed, accepted: of a short answer, what the
    learner typed and what is accepted in their language. why: of the last two.
    """

    key: str
    number: int | None
    kind: str
    text: Text
    is_right: bool | None
    why: Text | None = None
    options: tuple[OptionOnSheet, ...] = ()
    items: tuple[ItemOnSheet, ...] = ()
    in_order: tuple[Text, ...] = ()
    typed: str = ""
    accepted: Text | None = None

    @property
    def is_answered(self):
        return self.is_right is not None

    @property
    def is_number(self):
        """Whether a short answer is typed in figures, in every language."""
        return bool(self.accepted) and all(map(numbers_in, self.accepted.values()))

    def in_order_of(self, keys):
        """Return the question with its items in the order of ``keys``, if they are its."""
        items = {item.key: item for item in self.items}
        if not items or sorted(keys) != sorted(items):
            return self
        return replace(self, items=tuple(items[key] for key in keys))

    @property
    def is_multiple(self):
        return self.kind == QuestionKind.MULTIPLE


def on_sheet(document, *, number=None, given=(), is_right=None):
    """Return the QuestionOnSheet of ``document``.

    document: as training.quiz.drawing shows it. given, is_right: the answer as it is
    stored; nothing and None before there is one.
    """
    common = {
        "key": document["key"],
        "number": number,
        "kind": document["kind"],
        "text": document["text"],
        "is_right": is_right,
        "why": document.get("why"),
    }
    match document["kind"]:
        case QuestionKind.ORDERING:
            return QuestionOnSheet(
                **common,
                items=tuple(_items(document, given)),
                in_order=tuple(item["text"] for item in document["items"]),
            )
        case QuestionKind.SHORT:
            return QuestionOnSheet(
                **common,
                typed=given[0] if given else "",
                accepted={
                    language: texts[0]
                    for language, texts in document["accepted"].items()
                },
            )
    return QuestionOnSheet(
        **common,
        options=tuple(
            OptionOnSheet(
                key=option["key"],
                text=option["text"],
                why=option["why"],
                is_right=option.get("is_right", False),
                is_ticked=option["key"] in given,
            )
            for option in document["options"]
        ),
    )


def _items(document, given):
    """Return the ItemsOnSheet in the order given, or without one as they are shown."""
    right = [item["key"] for item in document["items"]]
    texts = {item["key"]: item["text"] for item in document["items"]}
    shown = given or [item["key"] for item in document["shown"]]
    return [
        ItemOnSheet(key, texts[key], right.index(key) + 1, key == right[place])
        for place, key in enumerate(shown)
    ]
