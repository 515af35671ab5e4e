"""Files of visits and sales: their columns, what a row says, and what has to be asked."""

import re
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from feedback.importing.answers import (
    LONGEST_ID,
    NOTHING,
    SEALED_CELL,
    SEALED_NOBODY,
    Answer,
    AnswerCells,
    RowError,
)
from feedback.importing.columns import COLUMNS as ANSWER_COLUMNS
from feedback.importing.columns import PEOPLE
from feedback.importing.questions import open_questions
from feedback.importing.reasons import REASONS as ANSWER_REASONS
from feedback.rules.served import LONGEST, MOST_SPENT
from staff.importing.kind import Column, Question

SHARED = {column.key: column for column in ANSWER_COLUMNS}
KEPT = ("occurred", "clock", "employee", "number", "email", "first_name", "last_name")

COLUMNS = (
    *(SHARED[key] for key in KEPT),
    SHARED["team"],
    replace(
        SHARED["customer"],
        spellings=SHARED["customer"].spellings + " loyaltyid loyaltynumber cardid card "
        "customerno customercardnumber kartennummer kundenkartennummer",
    ),
    Column(
        "spend",
        gettext_lazy("What was spent"),
        "spend spent amount total totalamount sum net gross revenue sales saleamount "
        "price value basket basketvalue turnover betrag summe umsatz gesamtbetrag "
        "preis wert warenkorb montant importe importo bedrag tutar kwota",
    ),
    SHARED["channel"],
    replace(
        SHARED["external_id"],
        label=gettext_lazy("The source’s own number of the visit"),
        spellings=SHARED["external_id"].spellings + " visitid saleid receipt bon beleg",
    ),
)
NEEDS = (("occurred",), (*PEOPLE, "team"), ("customer",))
FALLBACKS = {"clock": "occurred"}

UNUSED = ("score_unreadable", "off_scale", "scale_unknown", "yes_no_unreadable")
REASONS = {
    code: words
    for code, words in ANSWER_REASONS.items()
    if code not in (*UNUSED, "no_answer", "answered_before")
} | {
    "spend_unreadable": (
        gettext_lazy("This is no amount we can read."),
        gettext_lazy("Write it as 1234.50, or empty the cell."),
    ),
    "spend_off": (
        gettext_lazy("Nobody spends that much."),
        gettext_lazy("Correct the amount."),
    ),
}

# What tills write where nobody knows who came.
NOBODY = NOTHING | {
    *("0", "00", "000", "0000", "anonymous", "anonym", "guest", "gast", "walk-in"),
    *("walkin", "cash", "bar", "unknown", "unbekannt", "laufkunde", "laufkundschaft"),
}
AMOUNT = re.compile(r"([-+]?)[^\d\w]*([A-Za-z]{0,3})\W?\s?(\d[\d.,'’\s]*)\s?[^\d]{0,5}")
# One customer of so large a share of the rows, and so often, is perhaps nobody.
OFTEN_SHARE, OFTEN = 0.05, 20
ONE, NO_ONE = "one", "nobody"
# So many days may lie between two files that leave no day out, such as a day off.
LONGEST_GAP = timedelta(days=31)
NO_VISITS, LAST_VISIT = "no_visits", "last_visit"


@dataclass(frozen=True, slots=True)
class Visit(Answer):
    """What a row says of a visit. spend: in the currency of the house, or None."""

    spend: Decimal | None = None


class VisitCells(AnswerCells):
    """Reads rows of visits by one FileMapping. key_of: a customer's key, for answers."""

    def __init__(self, mapping, today, key_of):
        super().__init__(mapping, {}, today)
        self._decimal_sign = mapping.answers.get("decimal_sign", ".")
        self._key_of = key_of

    def answer(self, cells):
        """Return the Visit in ``cells``. Raises RowError."""
        people = tuple(
            (key, text) for key in PEOPLE if (text := self._person(key, cells))
        )
        team = self._short("team", cells, 500)
        if not people and not team:
            columns = self._mapping.columns
            column = next((key for key in (*PEOPLE, "team") if key in columns), "")
            raise RowError("nobody_named", column)
        return Visit(
            occurred=self._occurred(cells),
            answered=None,
            people=people,
            team=team,
            values=(),
            comment="",
            language="",
            channel=self._short("channel", cells, LONGEST["channel"]),
            customer=self.who(self._mapping.cell("customer", cells)),
            external_id=self._short("external_id", cells, LONGEST_ID),
            spend=self._spend(cells),
        )

    def who(self, text):
        """Return which customer a cell with ``text`` means; "" where nobody knows."""
        if not text or _is_nobody(text):
            return ""
        said = self._mapping.answers.get(f"customer:{self._key_of(text)}")
        return "" if said == NO_ONE else text

    def _spend(self, cells):
        text = self._short("spend", cells, 60)
        if not text:
            return None
        amount = read_amount(text, self._decimal_sign)
        if amount is None:
            raise RowError("spend_unreadable", "spend")
        if abs(amount) > MOST_SPENT:
            raise RowError("spend_off", "spend")
        return amount


def _is_nobody(text):
    """Return whether a cell says that nobody knows who came, as it stands or sealed."""
    sealed = SEALED_CELL.fullmatch(text)
    return text.casefold() in NOBODY or bool(sealed and sealed[1] == SEALED_NOBODY)


def read_amount(text, decimal_sign):
    """Return the Decimal that ``text`` says, to the cent; None where it is no amount.

    decimal_sign: "." or ",", for what can be read both ways: 1.234. Signs of currencies,
    their codes and blanks between thousands make no difference.
    """
    found = AMOUNT.fullmatch(text)
    if not found:
        return None
    figures = re.sub(r"['’\s]", "", found[3])
    sign = _sign_of(figures) or decimal_sign
    other = "," if sign == "." else "."
    whole, _point, part = figures.replace(other, "").partition(sign)
    if not (whole.isdecimal() and (part.isdecimal() or not part)):
        return None
    amount = Decimal(f"{int(whole)}.{part or 0}").quantize(Decimal("0.01"))
    is_negative = found[1] == "-"
    return -amount if is_negative else amount


def _sign_of(figures):
    """Return the decimal sign that ``figures`` show, "" where they show none."""
    last = max(figures.rfind("."), figures.rfind(","))
    if last < 0:
        return ""
    sign = figures[last]
    other = "," if sign == "." else "."
    if other in figures:
        return sign
    if figures.count(sign) > 1:
        return other
    return "" if len(figures) - last == 4 and last <= 3 else sign


def amount_sign(texts):
    """Return the decimal sign that ``texts`` leave no doubt about; "" where it is open.

    None when no amount in them can be read both ways.
    """
    found = [re.sub(r"[^\d.,]", "", text) for text in texts]
    shown = [_sign_of(text) for text in found if re.search("[.,]", text)]
    if not shown or "" not in shown:
        return None
    signs = set(shown) - {""}
    return signs.pop() if len(signs) == 1 else ""


def visit_questions(sample, mapping, header, *, key_of, known, claimed, today, has_all):
    """Return the Questions about a file of visits.

    sample: pairs of line and cells. key_of: from what a cell calls a customer to the
    key of the answer about that. known: (first day, last day) of the latest stretch of
    days for which the source is complete, or None. claimed: such a pair that the last
    file was said to be complete for, when it lacked rows that may be these; or None.
    today: the latest day there can be.
    has_all: whether ``sample`` is the whole file.
    """
    days = _days(sample, mapping)
    return [
        *open_questions(sample, mapping, header),
        *_about_amounts(sample, mapping),
        *_about_customers(sample, mapping, key_of),
        *_about_days(days or [today], mapping, known, claimed, today, has_all),
    ]


def said_day(text):
    """Return the date that an answer says, as the page sends it; None for none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _texts(key, sample, mapping):
    texts = (mapping.cell(key, cells) for _line, cells in sample)
    return [text for text in texts if text]


def _days(sample, mapping):
    cells = VisitCells(mapping, date.max - timedelta(days=1), lambda text: "")
    days = []
    for _line, row in sample:
        try:
            moment = cells._occurred(row)
        except RowError:
            continue
        days.append(moment.date() if isinstance(moment, datetime) else moment)
    return days


def _about_amounts(sample, mapping):
    texts = _texts("spend", sample, mapping)
    sign = amount_sign(texts)
    if sign is None:
        return []
    return [
        _asked(
            mapping,
            key="decimal_sign",
            column="spend",
            text=_("What is an amount such as %(example)s?")
            % {"example": next(t for t in texts if amount_sign([t]) == "")},
            choices=(
                (".", _("The point marks cents: 1,234.50")),
                (",", _("The comma marks cents: 1.234,50")),
            ),
            settled=sign,
        )
    ]


def _about_customers(sample, mapping, key_of):
    texts = [
        text for text in _texts("customer", sample, mapping) if not _is_nobody(text)
    ]
    for text, count in Counter(texts).most_common(3):
        if count < OFTEN or count <= OFTEN_SHARE * len(sample):
            return
        yield _asked(
            mapping,
            key=f"customer:{key_of(text)}",
            column="customer",
            text=_("“%(customer)s” came %(count)s times. Is that one person?")
            % {"customer": text[:60], "count": count},
            choices=(
                (ONE, _("Yes, one person or one company")),
                (NO_ONE, _("No, it stands where nobody knows who came")),
            ),
        )


def _about_days(days, mapping, known, claimed, today, has_all):
    first, last = min(days), max(days)
    likely = last if has_all and last <= today else ""
    if claimed:
        first, likely = min(first, claimed[0]), max(last, claimed[1])
    elif known and timedelta(0) < first - known[1] <= LONGEST_GAP:
        # The day after the last file, also when the shop was closed that day.
        first = known[1] + timedelta(days=1)
    answers = mapping.answers
    begins = said_day(answers.get("complete_from", ""))
    through = said_day(answers.get("complete_through", ""))
    is_good = through is not None and (begins or first) <= through <= today
    yield Question(
        "complete_through",
        "occurred",
        _("Through which day has every visit arrived? %(today)s at the latest.")
        % {"today": date_format(today, "j M Y")},
        proposed=str(through if is_good else likely),
        is_open=not is_good,
    )
    yield Question(
        "complete_from",
        "occurred",
        _("And from which day on?"),
        proposed=str(begins or first),
        is_open=bool(answers.get("complete_from")) and begins is None,
    )
    if is_good and not (has_all and through <= last):
        yield _asked(
            mapping,
            key="complete_beyond",
            column="occurred",
            text=_(
                "If the last visit in the file is earlier than that day: did nobody "
                "come on the days between?"
            ),
            choices=(
                (NO_VISITS, _("Nobody came then")),
                (LAST_VISIT, _("The file ends with its last visit")),
            ),
        )


def _asked(mapping, *, key, choices, settled="", **words):
    said = mapping.answers.get(key, "")
    is_answered = said in {value for value, _label in choices}
    return Question(
        key,
        choices=choices,
        proposed=settled or (said if is_answered else ""),
        is_open=not (settled or is_answered),
        **words,
    )
