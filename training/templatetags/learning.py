"""How learning is spoken of in templates."""

import nh3
from django import template
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from markdown_it import MarkdownIt

from training.media.pictures import SCHEME
from training.models.texts import in_language
from training.queries.plays import mood_of
from training.rules import SOON_DAYS

MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table")
# A picture from outside would tell others who reads here: only our own are shown.
ATTRIBUTES = nh3.ALLOWED_ATTRIBUTES | {"img": {"src", "alt", "loading"}}
QUOTATION_MARKS = tuple("“”„‟«»‹›‘‚「『\"'")
# Of a choice that busy people take, by why they do.
TEMPTATIONS = {
    "quick": gettext_lazy("Quick, and it costs warmth."),
    "generous": gettext_lazy("Kind, but more than you have to give."),
    "correct": gettext_lazy("By the book, and nothing is solved yet."),
}

register = template.Library()


@register.inclusion_tag("components/tag.html")
def due_tag(enrolment, today):
    """Show when an open ``enrolment`` is due, measured against ``today``, a date.

    "3 days late", "Today", "Thu" within a week, else "4 Dec"; nothing without a day.
    """
    if not enrolment.is_open or enrolment.due_on is None:
        return {"text": ""}
    days = (enrolment.due_on - today).days
    if days < 0:
        words = ngettext("%(days)s day late", "%(days)s days late", -days)
        return {"text": words % {"days": -days}, "kind": "late"}
    if days == 0:
        return {"text": _("Today"), "kind": "soon"}
    if days < SOON_DAYS:
        return {"text": date_format(enrolment.due_on, "D"), "kind": "soon"}
    if enrolment.due_on.year != today.year:
        return {"text": date_format(enrolment.due_on, "j M Y"), "kind": ""}
    return {"text": date_format(enrolment.due_on, "j M"), "kind": ""}


@register.filter
def in_my_language(texts):
    """Return the text of ``texts``, {language: text}, in the active language.

    Where it is not there, the text there is, marked with its language: so a screen
    reader speaks it as it is written. For the body of a page, not for an attribute.
    """
    text = in_language(texts)
    language = _language_shown(texts)
    return (
        format_html('<span lang="{}">{}</span>', language, text) if language else text
    )


@register.simple_tag
def content_lang(texts):
    """Return ``lang="…"`` when ``texts`` are not there in the active language, else "".

    texts: {language: text}.
    """
    language = _language_shown(texts)
    return format_html('lang="{}"', language) if language else ""


@register.simple_tag
def markdown(texts, enrolment=None, step=None):
    """Return ``texts``, Markdown by an author, as HTML that can do no harm.

    Headings begin below that of the page. enrolment, step: where pictures are asked
    for; without them none is shown.
    """
    if step is None:
        return rendered(texts)
    return rendered(
        texts,
        lambda digest: reverse(
            "training:step-media", args=[enrolment.uuid, step.key, digest]
        ),
    )


def rendered(texts, address_of=None):
    """Return ``texts``, Markdown, as ``markdown`` does.

    address_of(digest): where a picture is; without it none is shown.
    """
    tokens = MARKDOWN.parse(in_language(texts))
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(int(token.tag[1]) + 1, 6)}"
        if token.type == "inline":
            token.children = [
                child
                for child in token.children
                if child.type != "image" or _is_placed(child, address_of)
            ]
    html = MARKDOWN.renderer.render(tokens, MARKDOWN.options, {})
    return mark_safe(nh3.clean(html, attributes=ATTRIBUTES))  # noqa: S308


def _is_placed(picture, address_of):
    """Give ``picture``, a token, the address of its file; tell whether it has one."""
    digest = picture.attrs["src"].removeprefix(SCHEME)
    if address_of is None or digest == picture.attrs["src"] or not digest.isalnum():
        return False
    picture.attrs |= {"src": address_of(digest), "loading": "lazy"}
    return True


@register.filter
def in_bars(mood):
    """Return the training.queries.plays.Mood for ``mood``, 0-10."""
    return mood_of(mood)


@register.simple_tag
def shift_words(shift):
    """Return the change of mood ``shift``, on the 0-10 scale, in words."""
    if shift == 0:
        return _("Mood: no change")
    if shift > 0:
        return _("Mood: eased a little") if shift == 1 else _("Mood: eased")
    return _("Mood: a little worse") if shift == -1 else _("Mood: worse")


@register.simple_tag
def question_words(stage):
    """Return what a scene asks when its author wrote no question: a word, or a deed?"""
    if all(_is_spoken(offer.choice.text) for offer in stage.offers):
        return _("What do you say?")
    return _("What do you do?")


@register.simple_tag
def choice_words(choice):
    """Return the words above a choice taken: was something said, or done?"""
    return _("You said") if _is_spoken(choice.text) else _("You did")


@register.simple_tag
def temptation_words(moment):
    """Return what was tempting in a moment of a debrief, and what it costs, or "".

    Only where something was lost: what was as good as the best needs no warning.
    """
    return TEMPTATIONS.get(moment.taken.tempts, "") if moment.lost else ""


def _is_spoken(texts):
    return in_language(texts).startswith(QUOTATION_MARKS)


def _language_shown(texts):
    """Return the language ``texts`` are shown in when it is not the active one, or ""."""
    active = (get_language() or "").casefold()
    known = {language.casefold() for language in texts}
    while active:
        if active in known:
            return ""
        active = active.rpartition("-")[0]
    return next(iter(texts), "")
