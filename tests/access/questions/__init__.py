"""How each act of the table is asked: of which rows, with what in the address and body.

One module here per subject; each registers its questions when it is imported. An act
without a question has no rows, and nothing in its address or body.
"""

from importlib import import_module
from pkgutil import iter_modules

from tests.access.questions.asking import QUESTIONS, Asked, Question, question_about

for module in iter_modules(__path__):
    import_module(f"{__name__}.{module.name}")

__all__ = ["QUESTIONS", "Asked", "Question", "question_about"]
