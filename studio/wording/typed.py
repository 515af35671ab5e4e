"""What somebody typed that could not be saved."""

# Shorter values are numbers and marks, nothing to copy.
SHORTEST_TYPED = 3


def typed_in(sent):
    """Return the texts in ``sent``, a QueryDict, to be copied: one under the other."""
    values = [
        value
        for name, each in sent.lists()
        if name not in ("csrfmiddlewaretoken", "mark", "act")
        for value in each
        if len(value) >= SHORTEST_TYPED
    ]
    return "\n\n".join(values)
