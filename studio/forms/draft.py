"""The forms of drafts of any kind."""

from django import forms
from django.conf.locale import LANG_INFO
from django.utils.translation import gettext_lazy as _

LONGEST_NOTE = 300


def languages():
    """Return (tag, its own name) of the languages one may write in, by tag.

    Tags are written as in documents: "pt-BR", not "pt-br".
    """
    named = {
        tag: info["name_local"]
        for tag, info in LANG_INFO.items()
        if "name_local" in info
    }
    return [
        (_as_written(tag), f"{name} ({tag})") for tag, name in sorted(named.items())
    ]


def language_name(tag):
    """Return the name of the language ``tag`` in itself, the tag where none is known."""
    info = LANG_INFO.get(tag.lower(), {})
    return info.get("name_local", tag)


class BeginForm(forms.Form):
    """A title for something new, and the language it is written in first."""

    title = forms.CharField(
        label=_("Title"),
        max_length=200,
        widget=forms.TextInput(attrs={"autofocus": True}),
    )
    language = forms.ChoiceField(
        label=_("Language it is written in"), choices=languages
    )


class LanguageForm(forms.Form):
    """One more language, or one less."""

    language = forms.ChoiceField(label=_("Language"), choices=languages)


class NoteForm(forms.Form):
    """What is said of a new version."""

    note = forms.CharField(
        label=_("What has changed, and why"),
        max_length=LONGEST_NOTE,
        help_text=_("One sentence. It stands beside the version."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )


def _as_written(tag):
    language, dash, rest = tag.partition("-")
    if len(rest) == 4:
        return f"{language}-{rest.title()}"
    return f"{language}-{rest.upper()}" if dash else tag
