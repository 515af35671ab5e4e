"""What a file of answers does not show by itself, and so has to be asked."""

from django.utils.translation import gettext as _

from feedback.importing.answers import zone_called
from feedback.importing.columns import COLUMNS, SCORES, YES_NO
from feedback.importing.scales import (
    nps_scales,
    parse_scale,
    proposed_scale,
    read_score,
    read_yes_no,
)
from staff.importing.columns import DateOrder
from staff.importing.footers import is_like_footer
from staff.importing.kind import Question
from staff.importing.moments import moment_order, read_moment

DATE_COLUMNS = ("occurred", "answered")
EXAMPLES = 3
LABELS = {column.key: column.label for column in COLUMNS}
# Scales that are offered; for effort 1 is little of it, and 7-1 the other way round.
OFFERED = {
    "csat": ("1-5", "0-10", "1-10", "1-7", "0-100", "1-4", "1-3", "0-5", "5-1", "6-1"),
    "stars": ("1-5", "0-5", "1-10", "0-10"),
    "ces": ("1-7", "7-1", "1-5", "5-1", "0-10", "10-0"),
    "nps": nps_scales(),
}


def open_questions(sample, mapping, header):
    """Return the Questions about a file of answers.

    sample: pairs of line and cells. header: names of the columns.
    """
    sample = [row for row in sample if not is_like_footer(row[1], header)]
    asked = [_date_order(sample, mapping), _time_zone(sample, mapping)]
    for key in SCORES:
        asked.append(_scale(str(key), sample, mapping, header))
    for key in YES_NO:
        asked += _yes_no(str(key), sample, mapping)
    return [question for question in asked if question]


def _texts(key, sample, mapping):
    if key not in mapping.columns:
        return []
    return [text for _line, cells in sample if (text := mapping.cell(key, cells))]


def _date_order(sample, mapping):
    texts = [t for key in DATE_COLUMNS for t in _texts(key, sample, mapping)]
    order = moment_order(texts)
    if order is None:
        return None
    said = mapping.answers.get("date_order", "")
    examples = [text for text in texts if moment_order([text]) == ""]
    return Question(
        "date_order",
        "occurred",
        _("How are dates such as %(example)s meant?")
        % {"example": (examples or texts)[0]},
        tuple((str(value), str(label)) for value, label in DateOrder.choices),
        proposed=str(order or said),
        is_open=order == "" and said not in DateOrder.values,
        examples=tuple(dict.fromkeys(examples))[:EXAMPLES],
    )


def _time_zone(sample, mapping):
    texts = _texts("occurred", sample, mapping)
    order = mapping.answers.get("date_order", "") or DateOrder.DAY_FIRST
    bare = [text for text in texts[:200] if _is_without_zone(text, order)]
    said = mapping.answers.get("time_zone", "")
    if not bare and not said:
        return None
    return Question(
        "time_zone",
        "occurred",
        _("In which time zone are the times in this file?"),
        (("", _("In that of each team")), ("UTC", "UTC")),
        proposed=said,
        is_open=said != "" and zone_called(said) is None,
        examples=tuple(dict.fromkeys(bare))[:EXAMPLES],
    )


def _is_without_zone(text, order):
    try:
        moment = read_moment(text, order)
    except ValueError:
        return False
    return getattr(moment, "hour", None) is not None and moment.tzinfo is None


def _scale(key, sample, mapping, header):
    texts = [t for t in _texts(key, sample, mapping) if len(t) <= 200]
    said = [score for text in texts if (score := read_score(text, key))]
    numbers = [s.number for s in said if s.number is not None and not s.scale]
    if not numbers:
        return None
    told = mapping.answers.get(f"scale:{key}", "")
    name = header[mapping.columns[key]]
    scale, is_sure = proposed_scale(numbers, key, name)
    is_told = parse_scale(told) is not None
    choices = tuple(dict.fromkeys([*OFFERED[key], scale, *([told] if is_told else [])]))
    return Question(
        f"scale:{key}",
        key,
        _("On which scale does “%(column)s” stand?") % {"column": name},
        tuple((value, scale_words(value, key)) for value in choices),
        proposed=told if is_told else scale,
        is_open=not is_told and not is_sure,
        examples=tuple(dict.fromkeys(texts))[:EXAMPLES],
    )


def scale_words(scale, key):
    """Return what ``scale`` means, for people: "1 to 5, where 5 is best"."""
    first, last = parse_scale(scale)
    words = {"low": min(first, last), "high": max(first, last), "last": last}
    if key == "ces":
        return _("%(low)s to %(high)s, where %(last)s is the most effort") % words
    return _("%(low)s to %(high)s, where %(last)s is best") % words


def _yes_no(key, sample, mapping):
    if key not in mapping.columns:
        return
    texts = _texts(key, sample, mapping)
    column = LABELS[key]
    if texts and len(texts) < len(sample):
        yield _asked(
            f"empty:{key}",
            key,
            _("What does an empty cell mean for “%(column)s”?") % {"column": column},
            (("no", _("No")), ("not_asked", _("Not asked"))),
            mapping,
        )
    meanings = {read_yes_no(text) for text in texts if len(text) <= 200} - {None}
    is_filled_in = len(texts) < len(sample) and mapping.answers.get(f"empty:{key}")
    if len(meanings) == 1 and is_filled_in != "no":
        yield _asked(
            f"only:{key}",
            key,
            _(
                "“%(column)s” says the same in every row. A file of complaints only, for "
                "instance, would make it look as if everybody complained."
            )
            % {"column": column},
            (("take", _("Take it in")), ("leave_out", _("Leave this column out"))),
            mapping,
            examples=tuple(dict.fromkeys(texts))[:EXAMPLES],
        )


def _asked(question_key, key, text, choices, mapping, examples=()):
    said = mapping.answers.get(question_key, "")
    is_answered = said in {value for value, _label in choices}
    return Question(
        question_key,
        key,
        text,
        choices,
        proposed=said if is_answered else "",
        is_open=not is_answered,
        examples=examples,
    )
