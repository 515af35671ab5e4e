"""Publishing a module or a question bank in the browser."""

import pytest
import time_machine
from django.db import connection

from studio.actions.drafts import change_draft, copy_published, open_draft
from studio.choices import DraftKind
from studio.models import Draft
from studio.rules import content_editing as editing
from tests.factories.staff import moment
from tests.factories.studio_content import a_bank_draft, a_module_draft
from tests.training.catalogue import (
    a_bank_document,
    a_drawn_quiz,
    a_module_document,
    a_question,
    a_quiz,
    a_reading,
)
from training.actions.publishing import publish_bank, publish_module
from training.models import ModuleVersion


@pytest.fixture(autouse=True)
def noon():
    with time_machine.travel(moment(), tick=False):
        yield


@pytest.fixture
def client(sign_in, asta):
    return sign_in(asta)


def publish_url(draft):
    return f"{draft.get_absolute_url()}publish/"


def told(page):
    return [(change.kind, change.place) for change in page.context["changes"]]


def published(*steps, **fields):
    return publish_module(document=a_module_document(*steps, **fields), at=moment())


def test_a_new_module_is_published_and_stands_in_the_catalogue(client, asta):
    draft = a_module_draft(asta)

    answer = client.post(publish_url(draft), {"note": "The first."}, follow=True)

    version = ModuleVersion.objects.get()
    assert (version.note, version.published_by) == ("The first.", asta)
    assert version.document == draft.document
    assert "Published: version 1 of When they wait." in answer.text
    assert not Draft.objects.exists()


def test_a_module_with_findings_is_not_published(client, asta):
    draft = a_module_draft(asta, {**a_reading(), "body": {}})

    page = client.get(publish_url(draft))
    client.post(publish_url(draft), {"note": "The first."})

    assert "1 thing stands in the way of publishing" in page.text
    assert not ModuleVersion.objects.exists()


def test_it_says_part_by_part_what_changes(client, asta):
    published(a_reading(), a_quiz())
    draft = open_draft(kind=DraftKind.MODULE, slug="waiting", by=asta, at=moment())
    changed, _at = editing.add_step(draft.document, "reading", "The bell", "en")
    changed = editing.remove(changed, "check/q2")
    changed["steps"][0]["body"] = {"en": "One better *idea*."}
    change_draft(draft=draft, change=lambda _: changed, by=asta, at=moment())

    page = client.get(publish_url(draft))

    assert told(page) == [
        ("changed", "Reading “Read this”"),
        ("added", "Reading “The bell”"),
        ("removed", "Question “question q2”"),
    ]
    runs = page.context["changes"][0].fields[0].runs
    assert [(run.mark, run.text.strip()) for run in runs if run.mark != "same"] == [
        ("new", "better")
    ]


def test_the_same_again_is_not_published(client, asta):
    published(a_reading())
    draft = open_draft(kind=DraftKind.MODULE, slug="waiting", by=asta, at=moment())

    answer = client.post(publish_url(draft), {"note": "Again."})

    assert "This is the version that is published already." in answer.text
    assert ModuleVersion.objects.count() == 1


def test_a_module_from_before_documents_were_kept_is_opened_from_its_rows(client, asta):
    version = published(
        a_reading(),
        a_quiz(),
        certification={"months": 12, "from": "expiry", "window_days": 60},
        cost={"per_seat": 12.5, "to_build": 900, "currency": "EUR"},
    )
    document = version.document
    forget_documents()

    draft = open_draft(kind=DraftKind.MODULE, slug="waiting", by=asta, at=moment())

    assert draft.document == document


def forget_documents():
    with connection.cursor() as cursor:
        cursor.execute("UPDATE training_moduleversion SET document = NULL")


def test_a_copy_is_a_module_of_its_own(client, asta):
    published(a_reading())
    draft = copy_published(kind=DraftKind.MODULE, slug="waiting", by=asta, at=moment())

    client.post(publish_url(draft), {"note": "A copy."})

    slugs = ModuleVersion.objects.values_list("module__slug", flat=True)
    assert sorted(slugs) == ["waiting", "waiting-2"]


def test_a_bank_offers_to_publish_the_modules_that_draw_from_it(client, asta):
    publish_bank(document=a_bank_document(), at=moment())
    module = published(a_drawn_quiz()).module
    draft = open_draft(kind=DraftKind.BANK, slug="service", by=asta, at=moment())
    changed = editing.remove(draft.document, "b5")
    change_draft(draft=draft, change=lambda _: changed, by=asta, at=moment())

    page = client.get(publish_url(draft))
    sent = {"note": "One less.", "modules": [module.pk]}
    client.post(publish_url(draft), sent)

    assert list(page.context["form"].fields["modules"].queryset) == [module]
    newest = module.versions.latest("number")
    assert newest.number == 2
    assert newest.steps.get().bank_version.number == 2
    assert newest.document == a_module_document(a_drawn_quiz())


def test_a_new_bank_is_published(client, asta):
    draft = a_bank_draft(asta)

    answer = client.post(publish_url(draft), {"note": "The first."}, follow=True)

    assert "Published: version 1 of Service." in answer.text


def test_what_changes_in_an_answer_is_told_by_its_number_and_words(client, asta):
    published(a_quiz())
    draft = open_draft(kind=DraftKind.MODULE, slug="waiting", by=asta, at=moment())
    changed = editing.move_row(draft.document, "check/q1", "options", 0, 1)
    changed["steps"][0]["questions"][0]["options"][0]["is_right"] = True
    change_draft(draft=draft, change=lambda _: changed, by=asta, at=moment())

    [change] = client.get(publish_url(draft)).context["changes"]

    assert [(f.label, f.before, f.after) for f in change.fields] == [
        ("Answers", "option a, option b, option c", "option b, option a, option c"),
        ("answer 1: This is right", "–", "yes"),
    ]


@pytest.mark.parametrize("more", [1, 3])
def test_publishing_costs_the_same_at_any_length(
    client, asta, django_assert_num_queries, more
):
    published(*(a_reading(f"read-{n}") for n in range(more)))
    draft = open_draft(kind=DraftKind.MODULE, slug="waiting", by=asta, at=moment())
    changed = {**draft.document, "minutes": 20}
    changed = editing.add_step(changed, "reading", "The bell", "en")[0]
    change_draft(draft=draft, change=lambda _: changed, by=asta, at=moment())

    with django_assert_num_queries(13):
        client.get(publish_url(draft))


def test_a_bank_that_became_too_small_for_a_module_is_not_published_with_it(
    client, asta
):
    publish_bank(document=a_bank_document(), at=moment())
    module = published(a_drawn_quiz(draw=6)).module
    draft = open_draft(kind=DraftKind.BANK, slug="service", by=asta, at=moment())
    changed = editing.remove(draft.document, "b5")
    change_draft(draft=draft, change=lambda _: changed, by=asta, at=moment())

    sent = {"note": "One less.", "modules": [module.pk]}
    answer = client.post(publish_url(draft), sent)

    assert "“service” has only 5 questions to draw from." in answer.text
    assert module.versions.count() == 1
    assert Draft.objects.get().document == changed


def test_the_same_words_with_a_newer_bank_in_them_are_a_new_version(client, asta):
    publish_bank(document=a_bank_document(), at=moment())
    module = published(a_drawn_quiz()).module
    questions = [a_question(f"new-{number}") for number in range(4)]
    newest = publish_bank(document=a_bank_document(*questions), at=moment())
    draft = open_draft(kind=DraftKind.MODULE, slug="waiting", by=asta, at=moment())

    client.post(publish_url(draft), {"note": "With the new bank."})

    version = module.versions.latest("number")
    assert (version.number, version.steps.get().bank_version) == (2, newest)


def test_any_two_versions_of_a_module_are_compared(client):
    for minutes in (10, 11, 12):
        published(a_reading(), minutes=minutes)
    path = "/studio/modules/waiting/versions/"

    newest, asked = client.get(path), client.get(f"{path}?old=1&new=3")

    assert [version.number for version in newest.context["versions"]] == [3, 2, 1]
    assert minutes_told(newest) == ("11", "12")
    assert minutes_told(asked) == ("10", "12")
    assert client.get("/studio/modules/nothing/versions/").status_code == 404


def minutes_told(page):
    [change] = page.context["changes"]
    [field] = change.fields
    return field.before, field.after


def test_a_version_from_before_documents_were_kept_is_compared(client):
    published(a_reading())
    forget_documents()
    published(a_reading(body="Two ideas."))

    page = client.get("/studio/modules/waiting/versions/")

    assert told(page) == [("changed", "Reading “Read this”")]


def test_any_two_versions_of_a_bank_are_compared(client):
    publish_bank(document=a_bank_document(), at=moment())
    questions = [a_question(f"b{number}") for number in range(5)]
    publish_bank(document=a_bank_document(*questions), at=moment())

    page = client.get("/studio/banks/service/versions/")

    assert told(page) == [("removed", "Question “question b5”")]
    assert client.get("/studio/banks/nothing/versions/").status_code == 404


@pytest.mark.parametrize("more", [1, 3])
def test_versions_cost_the_same_however_many_there_are(
    client, django_assert_num_queries, more
):
    for minutes in range(more + 1):
        published(a_reading(), minutes=10 + minutes)

    with django_assert_num_queries(10):
        client.get("/studio/modules/waiting/versions/")
