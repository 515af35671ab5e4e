"""How learning is spoken of in templates."""

from types import SimpleNamespace

import pytest
from django.utils.translation import override

from training.templatetags.learning import (
    content_lang,
    in_my_language,
    markdown,
    shift_words,
    temptation_words,
)


@pytest.mark.parametrize(
    ("texts", "language", "html"),
    [
        ({"en": "Wait", "de": "Warten"}, "de", "Warten"),
        ({"en": "Wait", "de": "Warten"}, "de-at", "Warten"),
        ({"en": "A & B"}, "de", '<span lang="en">A &amp; B</span>'),
        ({"fr": "Attendre", "en": "Wait"}, "de", '<span lang="fr">Attendre</span>'),
        ({}, "de", ""),
    ],
)
def test_in_my_language_marks_the_language_of_others(texts, language, html):
    with override(language):
        assert in_my_language(texts) == html


def test_in_my_language_leaves_escaping_to_the_template():
    with override("en"):
        assert not hasattr(in_my_language({"en": "<b>"}), "__html__")


def test_content_lang_is_an_attribute_where_it_is_needed():
    with override("de"):
        assert content_lang({"en": "Wait"}) == 'lang="en"'
        assert content_lang({"de": "Warten"}) == ""


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("One *idea*.", "<p>One <em>idea</em>.</p>"),
        ("# Head", "<h2>Head</h2>"),
        ("###### Head", "<h6>Head</h6>"),
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ("[x](javascript:alert(1))", "<p>[x](javascript:alert(1))</p>"),
        ("![x](https://elsewhere.example/x.png)", "<p></p>"),
        (
            "[x](https://example.org)",
            '<p><a href="https://example.org" rel="noopener noreferrer">x</a></p>',
        ),
    ],
)
def test_markdown_does_no_harm(text, html):
    with override("en"):
        assert markdown({"en": text}).strip().removeprefix("<p>").removesuffix(
            "</p>"
        ) == html.removeprefix("<p>").removesuffix("</p>")


def test_markdown_draws_tables():
    with override("en"):
        assert "<td>1</td>" in markdown({"en": "| a |\n|---|\n| 1 |"})


@pytest.mark.parametrize(
    ("shift", "words"),
    [
        (-3, "Mood: worse"),
        (-1, "Mood: a little worse"),
        (0, "Mood: no change"),
        (1, "Mood: eased a little"),
        (4, "Mood: eased"),
    ],
)
def test_shift_words_have_no_number(shift, words):
    with override("en"):
        assert shift_words(shift) == words


@pytest.mark.parametrize(
    ("tempts", "lost", "language", "words"),
    [
        ("quick", 1, "en", "Quick, and it costs warmth."),
        ("generous", 3, "en", "Kind, but more than you have to give."),
        ("correct", 2, "en", "By the book, and nothing is solved yet."),
        ("correct", 2, "de", "Nach Vorschrift, und gelöst ist noch nichts."),
        ("quick", 0, "en", ""),
        (None, 2, "en", ""),
    ],
)
def test_temptation_words_say_what_it_was_and_what_it_costs(
    tempts, lost, language, words
):
    moment = SimpleNamespace(taken=SimpleNamespace(tempts=tempts), lost=lost)

    with override(language):
        assert temptation_words(moment) == words
