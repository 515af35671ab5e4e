import pytest
from django.core.exceptions import ValidationError

from tests.factories.staff import moment
from tests.factories.training import SkillFactory
from tests.training.catalogue import (
    a_bank_document,
    a_drawn_quiz,
    a_module_document,
    a_question,
)
from training.actions.publishing import publish_bank, publish_module
from training.actions.renewing import renew_module
from training.models import ModuleVersion

pytestmark = pytest.mark.django_db
DOCUMENT = a_module_document(a_drawn_quiz(draw=3))


@pytest.fixture
def module():
    SkillFactory(slug="apologising")
    publish_bank(document=a_bank_document(), at=moment())
    return publish_module(document=DOCUMENT, at=moment()).module


def bank_of(count):
    questions = [a_question(f"new-{number}") for number in range(count)]
    return publish_bank(document=a_bank_document(*questions), at=moment())


def test_a_module_with_the_newest_in_it_stays(module):
    assert renew_module(module=module, at=moment()) == module.versions.get()


def test_a_renewed_module_has_the_newest_in_it_and_the_same_document(module):
    newest = bank_of(4)

    version = renew_module(module=module, at=moment(), note="Four questions.")

    assert (version.number, version.note) == (2, "Four questions.")
    assert version.document == DOCUMENT
    assert version.steps.get().bank_version == newest


def test_publishing_the_same_document_after_renewing_changes_nothing(module):
    bank_of(4)
    version = renew_module(module=module, at=moment())

    assert publish_module(document=DOCUMENT, at=moment()) == version


def test_a_module_is_not_renewed_with_a_bank_that_is_too_small(module):
    bank_of(2)

    with pytest.raises(ValidationError) as refused:
        renew_module(module=module, at=moment())

    assert refused.value.code == "too_few_questions"
    assert ModuleVersion.objects.get().number == 1
