"""Customers, known by a key that nobody can turn back."""

import hmac
import unicodedata
from hashlib import sha256


def customer_hash(text: str, secret: str) -> str:
    """Return the keyed hash of a customer's number, e-mail or card; "" for no text.

    Case, blanks and look-alike spellings of one key make no difference. secret:
    settings.CUSTOMER_SECRET; without it the key cannot be guessed by trying.
    Source: HMAC-SHA256, RFC 2104.
    """
    plain = "".join(unicodedata.normalize("NFKC", text).casefold().split())
    if not plain:
        return ""
    return hmac.new(secret.encode(), plain.encode(), sha256).hexdigest()
