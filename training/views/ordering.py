"""Putting things in order without script: the order travels in the address."""

from training.quiz.questions import moved

# No key holds one.
BETWEEN_KEYS = "."


def order_in(request):
    """Return the keys in the order that the address of ``request`` says, or [""]."""
    return request.GET.get("order", "").split(BETWEEN_KEYS)


def order_after(keys, move):
    """Return ``keys`` after ``move``, as training.quiz.questions.moved takes it, as the
    address says it.
    """
    return BETWEEN_KEYS.join(moved(keys, move))
