"""How days are written in each language, where that differs from Django's own way."""
