"""What is known of modules: the app above that judges them is asked by its name."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.module_loading import import_string


@dataclass(frozen=True)
class Judged:
    """The verdict on one module, for managers alone.

    mark: key of its shape and colour. words: its fixed words. is_harmful: whether it
    should not be assigned until someone has looked. is_drawn: whether its page offers a
    drawn order for who starts next.
    """

    mark: str
    words: str
    is_fragile: bool = False
    is_harmful: bool = False
    is_drawn: bool = False


def judged_modules():
    """Return {module id: Judged} of the modules that were judged: one statement."""
    return import_string(settings.MODULES_ARE_JUDGED_BY)()


def harmful_ids():
    """Return the ids of the modules that were judged harmful: one statement."""
    return {pk for pk, judged in judged_modules().items() if judged.is_harmful}
