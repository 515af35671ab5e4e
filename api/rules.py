"""What a key looks like, and how long one lasts: arithmetic on plain values."""

import hashlib
import re
from datetime import timedelta
from secrets import compare_digest

USUAL_LIFE = timedelta(days=365)
LONGEST_LIFE = timedelta(days=731)

PREFIX_BYTES = 5
SECRET_BYTES = 32
KEY = re.compile(r"enc_([0-9a-f]{10})_([A-Za-z0-9_-]{43})", re.ASCII)


def key_text(prefix: str, secret: str) -> str:
    """Return the key as it is shown, once, to whoever made it."""
    return f"enc_{prefix}_{secret}"


def key_parts(text: str) -> tuple[str, str] | None:
    """Return (prefix, secret) of a key as it was sent; None when it is not one."""
    match = KEY.fullmatch(text)
    return match and (match[1], match[2])


def digest_of(secret: str) -> str:
    """Return what is kept of a secret.

    A plain digest is enough: 32 random bytes cannot be guessed, however fast one tries.
    """
    return hashlib.sha256(secret.encode()).hexdigest()


def is_secret(secret: str, digest: str) -> bool:
    """Return whether ``digest`` is that of ``secret``, taking the same time either way."""
    return compare_digest(digest_of(secret), digest)
