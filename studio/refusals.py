"""Why an act of the studio is refused, in words: one sentence a code."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "not_editable": _("This cannot be opened here: it is not shaped as it should be."),
    "begun_meanwhile": _("Somebody began the same just now. Please try again."),
    "changed_meanwhile": _(
        "%(person)s changed this meanwhile. Nothing of yours is saved."
    ),
    "part_gone": _("%(person)s took this part out. Nothing of yours is saved."),
    "findings": _("There is something to put right before this can be published."),
    "nothing_changed": _("This is the version that is published already."),
    "bank_changed": _(
        "The question bank was changed meanwhile. Please look again at what would happen."
    ),
    "bank_full": _(
        "The bank would have %(count)s questions. Allowed: %(most)s. Bring them into "
        "another bank."
    ),
    "no_questions": _("There is no question in this file."),
    "key_taken": _(
        "A key has lower-case letters, digits and hyphens, begins with a letter and "
        "stands only once. This one does not."
    ),
}


def refusal(code, **params):
    """Return the ValidationError for ``code``; params fill its sentence."""
    return ValidationError(SENTENCES[code], code=code, params=params)
