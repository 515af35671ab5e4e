"""Why an act about people is refused, in words: one sentence a code."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "works_here": _("%(person)s works here already."),
    "hired_before_left": _(
        "That first day lies in an earlier time here, before its last day."
    ),
    "left_before_hired": _("The last day lies before the first day."),
    "left_after_next_hire": _(
        "%(person)s was hired again before that; the two times here would overlap."
    ),
    "hired_after_move": _(
        "%(person)s had moved to another team before that day. Correct the move first."
    ),
    "moved_before_hired": _("%(person)s did not work here yet on that day."),
    "moved_after_left": _("%(person)s does not work here any more on that day."),
    "not_employed": _("%(person)s does not work here."),
    "not_employed_then": _("%(person)s does not work here on that day."),
    "number_like_email": _(
        "An employee number has no “@” in it: people sign in by number or by e-mail."
    ),
    "far_off": _("A date like that, so far away, is surely a slip of the pen."),
    "team_circle": _("A team cannot hang below itself."),
    "team_is_root": _("The organisation itself cannot be moved."),
    "root_exists": _(
        "There is an organisation already. Say which team this one is below."
    ),
    "zone_unknown": _("There is no time zone “%(zone)s”."),
    "language_unknown": _("Encore does not speak “%(language)s” yet."),
}


def refusal(code, **params):
    """Return the ValidationError for ``code``; params fill its sentence."""
    return ValidationError(SENTENCES[code], code=code, params=params)
