"""Saying whether a module helps: once completed, once an enrolment, changed at will."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from events.models import Event
from tests.factories.staff import TODAY, moment
from tests.factories.training import EnrolmentFactory
from tests.training.catalogue import BEST_PLAY, complete
from training.actions.rating import rate_module
from training.models import ModuleRating


@pytest.fixture
def completed(enrolment):
    """The employee's enrolment, every step done."""
    return complete(enrolment, BEST_PLAY)


def rated(enrolment, stars=4, comment="", at=None):
    return rate_module(
        enrolment=enrolment, stars=stars, comment=comment, at=at or moment()
    )


def test_rate_module_is_kept_with_the_enrolment(completed):
    rating = rated(completed, 4, "More about telephones.")

    assert ModuleRating.objects.get() == rating
    assert (rating.enrolment, rating.stars) == (completed, 4)


def test_rate_module_again_changes_the_one_answer(completed):
    rated(completed, 2, at=moment(9))
    rated(completed, 5, at=moment(10))

    rating = ModuleRating.objects.get()
    assert (rating.stars, rating.given_at) == (5, moment(9))
    assert rating.changed_at == moment(10)


def test_rate_module_is_told_the_journal_without_what_was_said(completed):
    rated(completed, 2, "Too long.")
    rated(completed, 2, "Too long, still.")
    rated(completed, 2, "Too long, still.")

    events = Event.objects.filter(kind__startswith="rating.").order_by("pk")
    assert [(event.kind, event.fields) for event in events] == [
        ("rating.given", []),
        ("rating.changed", ["comment"]),
    ]
    assert {event.employee_id for event in events} == {completed.employee_id}


def test_rate_module_waits_until_it_is_completed(enrolment):
    with pytest.raises(ValidationError) as refused:
        rated(enrolment)

    assert refused.value.code == "not_completed"
    assert not ModuleRating.objects.exists()


def test_rate_module_of_history_from_a_file_has_no_version_to_rate(employee):
    enrolment = EnrolmentFactory(
        employee=employee,
        status="completed",
        completed_on=TODAY,
        progress_percent=100,
        source="import",
    )

    with pytest.raises(ValidationError):
        rated(enrolment)


@pytest.mark.parametrize("stars", [0, 6])
def test_rate_module_takes_one_to_five_stars(completed, stars):
    with pytest.raises(ValidationError):
        rated(completed, stars)
    with pytest.raises(IntegrityError), transaction.atomic():
        ModuleRating.objects.create(
            enrolment=completed,
            module=completed.module,
            stars=stars,
            given_at=moment(),
            changed_at=moment(),
        )
