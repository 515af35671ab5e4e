"""The heading that answers: what the verdicts of all modules come to."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext_lazy

from outcomes.choices import Verdict
from outcomes.queries.doubt import OPEN

NUMBERS = [
    pgettext_lazy("of modules", "none"),
    pgettext_lazy("of modules", "one"),
    pgettext_lazy("of modules", "two"),
    pgettext_lazy("of modules", "three"),
    pgettext_lazy("of modules", "four"),
    pgettext_lazy("of modules", "five"),
    pgettext_lazy("of modules", "six"),
    pgettext_lazy("of modules", "seven"),
    pgettext_lazy("of modules", "eight"),
    pgettext_lazy("of modules", "nine"),
    pgettext_lazy("of modules", "ten"),
    pgettext_lazy("of modules", "eleven"),
    pgettext_lazy("of modules", "twelve"),
]


def number(count):
    """Return ``count`` as a word up to twelve, then in digits."""
    return str(NUMBERS[count]) if count < len(NUMBERS) else str(count)


def headline(verdicts):
    """Return the heading that answers: what the ``verdicts``, one a module, come to."""
    total = len(verdicts)
    pays = sum(v in (Verdict.PAYS_OFF, Verdict.WORKS) for v in verdicts)
    harms = verdicts.count(Verdict.HARMFUL)
    if total == 1:
        return _headline_of_one(verdicts[0])
    if all(verdict in OPEN for verdict in verdicts):
        return _("It is too early to judge any of {count} modules.").format(
            count=number(total)
        )
    sentences = []
    if pays or not harms:
        sentences.append(_pay_sentence(pays, total))
    if harms:
        words = (
            ngettext("{Count} does harm.", "{Count} do harm.", harms)
            if pays
            else ngettext(
                "{Count} of {total} modules does harm.",
                "{Count} of {total} modules do harm.",
                harms,
            )
        )
        sentences.append(_filled(words, harms, total))
    return " ".join(sentences)


def _pay_sentence(pays, total):
    if not pays:
        return _("None of {total} modules pays off so far.").format(total=number(total))
    if pays == total == 2:
        return _("Both modules pay off.")
    if pays == total:
        return _("All {total} modules pay off.").format(total=number(total))
    words = ngettext(
        "{Count} of {total} modules pays off.",
        "{Count} of {total} modules pay off.",
        pays,
    )
    return _filled(words, pays, total)


def _filled(words, count, total):
    said = number(count)
    return words.format(Count=said[:1].upper() + said[1:], total=number(total))


def _headline_of_one(verdict):
    return {
        Verdict.PAYS_OFF: _("Your one module pays off."),
        Verdict.WORKS: _("Your one module works, but is not yet worth its cost."),
        Verdict.HARMFUL: _("Your one module does harm."),
        Verdict.NO_EVIDENCE: _("Your one module shows no effect."),
    }.get(verdict, _("It is too early to judge your one module."))
