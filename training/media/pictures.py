"""Pictures in Markdown: ``![what can be seen](media:<digest>)``."""

import re
from collections.abc import Mapping

_PICTURE = re.compile(r"!\[([^\]]*)\]\(media:([0-9a-f]{64})\)")
SCHEME = "media:"


def pictures_in(texts: Mapping[str, str]) -> set[str]:
    """Return the digests of the pictures that ``texts``, {language: Markdown}, show."""
    return {found[2] for text in texts.values() for found in _PICTURE.finditer(text)}


def without_words(markdown: str) -> list[str]:
    """Return the digests of pictures of which ``markdown`` does not say what they show."""
    return [found[2] for found in _PICTURE.finditer(markdown) if not found[1].strip()]
