"""Cases from the floor for tests."""

import factory

from studio.models import Suggestion
from tests.factories.staff import EmployeeFactory, moment


class SuggestionFactory(factory.django.DjangoModelFactory):
    """A new case, told without a name."""

    class Meta:
        model = Suggestion

    employee = factory.SubFactory(EmployeeFactory)
    made_at = factory.LazyFunction(moment)
    happened = factory.Sequence(lambda n: f"A table waited for the bill, case {n}.")
    said = "Nobody looks over here."
    did = "I brought it at once and said sorry."
