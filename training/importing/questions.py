"""Questions in a table: one a row, read into what a question bank holds.

Which columns there are, and what each kind of question needs, is told in
docs/modules.md.
"""

import re

from django.utils.translation import gettext as _

from staff.importing.table import UNREADABLE
from training.content.structure import question_findings
from training.quiz.questions import QuestionKind
from training.quiz.typed import folded

KEY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
LONGEST_KEY = 60
MOST_OPTIONS = 8
MOST_QUESTIONS = 2_000
MOST_ACCEPTED = 20
# Every option a question may have, each in its column, and as many again that we ignore.
MOST_COLUMNS = 60
LETTERS = "abcdefgh"
COLUMNS = "key, kind, text, option 1, option 2 …, right, why"


def read_questions(table, language):
    """Return (questions, faults) of ``table``: (line, cells) pairs, the header first.

    questions: as a bank holds them, each text under ``language``. faults: one text for
    each row that is none, beginning with its line. Keys of options and items are a, b, c
    in the order of their columns.
    """
    rows = iter(table)
    _line, header = next(rows, (1, []))
    columns = {name.strip().casefold(): place for place, name in enumerate(header)}
    if missing := [name for name in ("key", "kind", "text") if name not in columns]:
        words = _("There is no column “%(missing)s”. A table has: %(columns)s.")
        return [], [words % {"missing": missing[0], "columns": COLUMNS}]
    if len(columns) > MOST_COLUMNS:
        words = _("The table has more than %(most)s columns.")
        return [], [words % {"most": MOST_COLUMNS}]
    questions, faults, lines = [], [], {}
    for line, cells in rows:
        if not any(cells):
            continue
        row = {
            name: cells[place].strip() if place < len(cells) else ""
            for name, place in columns.items()
        }
        if not any(row.values()):
            continue
        if len(questions) + len(faults) == MOST_QUESTIONS:
            return questions, [*faults, too_many_questions(line)]
        try:
            question = _question(row, language)
            _demand_new(question["key"], lines)
            if fault := fault_of(question):
                raise ValueError(fault)
        except ValueError as fault:
            words = _("line %(line)s: %(fault)s")
            faults.append(words % {"line": line, "fault": fault})
        else:
            lines[question["key"]] = line
            questions.append(question)
    return questions, faults


def fault_of(question):
    """Return what is wrong with ``question`` as a bank would hold it; "" when nothing."""
    if UNREADABLE in str(question):
        return _("A sign in it cannot be read. Save the file as UTF-8.")
    found = question_findings(question)
    if not found:
        return ""
    reason = _(found[0].message) % found[0].params
    where = found[0].where
    return reason if where in ("", "document") else f"{where}: {reason}"


def too_many_questions(line):
    """Return the fault of the question in ``line``, the first that is too many."""
    words = _("line %(line)s: %(fault)s")
    most = _("A file has at most %(most)s questions. Cut it into several.")
    return words % {"line": line, "fault": most % {"most": MOST_QUESTIONS}}


def _demand_new(key, lines):
    if key in lines:
        words = _("The key “%(key)s” stands in line %(line)s too.")
        raise ValueError(words % {"key": key, "line": lines[key]})


def merged(known, added):
    """Return the questions ``known`` with those of ``added``: known ones in their place.

    A question of the same make (kind, and number of options or items) takes up the
    language that is added beside those it has, and keeps its keys; one of another make
    takes its place whole.
    """
    by_key = {question["key"]: question for question in added}
    kept = [
        _beside(question, by_key.pop(question["key"]))
        if question["key"] in by_key
        else question
        for question in known
    ]
    return [*kept, *by_key.values()]


def _question(row, language):
    key, kind = row["key"], row["kind"].casefold()
    if not KEY.fullmatch(key) or len(key) > LONGEST_KEY:
        raise ValueError(
            _("“%s” is no key: small letters, numbers and hyphens between.") % key
        )
    if kind not in list(QuestionKind):
        raise ValueError(
            _("“%(kind)s” is no kind. Allowed: %(kinds)s.")
            % {"kind": row["kind"], "kinds": ", ".join(QuestionKind)}
        )
    question = {"key": key, "kind": kind, "text": {language: _wanted(row, "text")}}
    texts = [row.get(f"option {number}", "") for number in range(1, MOST_ACCEPTED + 1)]
    while texts and not texts[-1]:
        texts.pop()
    if "" in texts:
        raise ValueError(_("Option %s is empty.") % (texts.index("") + 1))
    make = {QuestionKind.ORDERING: _ordering, QuestionKind.SHORT: _short}
    return question | make.get(kind, _ticked)(row, texts, language)


def _ticked(row, texts, language):
    _demand_count(texts, 2, MOST_OPTIONS)
    right = _right(row, len(texts))
    if row["kind"].casefold() == QuestionKind.SINGLE and len(right) > 1:
        raise ValueError(_("single, but %s are right.") % len(right))
    return {
        "options": [
            {
                "key": LETTERS[place],
                "text": {language: text},
                "is_right": place + 1 in right,
                "why": {language: row.get(f"why {place + 1}") or _wanted(row, "why")},
            }
            for place, text in enumerate(texts)
        ]
    }


def _ordering(row, texts, language):
    _demand_count(texts, 2, MOST_OPTIONS)
    items = [
        {"key": LETTERS[place], "text": {language: text}}
        for place, text in enumerate(texts)
    ]
    return {"why": {language: _wanted(row, "why")}, "items": items}


def _short(row, texts, language):
    _demand_count(texts, 1, MOST_ACCEPTED)
    for text in texts:
        if not folded(text):
            raise ValueError(_("“%s” has neither a letter nor a number.") % text)
    return {"why": {language: _wanted(row, "why")}, "accepted": {language: texts}}


def _demand_count(texts, fewest, most):
    if not fewest <= len(texts) <= most:
        raise ValueError(
            _("There are %(count)s options; %(fewest)s to %(most)s are allowed.")
            % {"count": len(texts), "fewest": fewest, "most": most}
        )


def _right(row, count):
    """Return the numbers in "right", or letters for them, as a set."""
    words = [word for word in re.split(r"[\s,;]+", row.get("right", "")) if word]
    numbers = {
        str(LETTERS.index(word.casefold()) + 1)
        if len(word) == 1 and word.casefold() in LETTERS
        else word
        for word in words
    }
    allowed = {str(number) for number in range(1, count + 1)}
    if not numbers or not numbers <= allowed:
        raise ValueError(
            _("“right” has to name options from 1 to %(count)s; it says “%(right)s”.")
            % {"count": count, "right": row.get("right", "")}
        )
    return {int(number) for number in numbers}


def _wanted(row, column):
    if not row.get(column):
        raise ValueError(_("“%s” is empty.") % column)
    return row[column]


def _beside(known, added):
    """Return ``known`` with the language of ``added``, or ``added`` where it differs."""
    if _make(known) != _make(added):
        return added
    both = known | {
        name: known.get(name, {}) | added[name]
        for name in ("text", "why", "accepted")
        if name in added
    }
    for name in ("options", "items"):
        if name in known:
            rows = zip(known[name], added[name], strict=True)
            both[name] = [_row_beside(*pair) for pair in rows]
    return both


def _row_beside(known, added):
    """Return an option or item with both languages, under the key it is stored by."""
    texts = {
        name: known[name] | added[name] for name in ("text", "why") if name in known
    }
    return added | texts | {"key": known["key"]}


def _make(question):
    """Return what has to be the same for two languages to stand in one question."""
    rows = question.get("options") or question.get("items") or []
    return question["kind"], len(rows)
