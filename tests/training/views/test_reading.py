"""A page to read."""

import pytest

from events.models import Event
from tests.factories.staff import moment
from tests.training.catalogue import a_module_document, a_reading, begun
from training.actions.publishing import publish_module


@pytest.fixture
def url(enrolment):
    return f"/learn/{enrolment.uuid}/steps/read/"


def test_reading_shows_markdown_and_writes_nothing(sign_in, employee, enrolment, url):
    response = sign_in(employee).get(url)

    assert "<p>One <em>idea</em>.</p>" in response.text
    enrolment.refresh_from_db()
    assert enrolment.steps_done == 0


def test_reading_read_leads_to_the_next_step(sign_in, employee, enrolment, url):
    response = sign_in(employee).post(url)

    assert response.url == f"/learn/{enrolment.uuid}/steps/play/"


def test_reading_read_twice_counts_once(sign_in, employee, enrolment, url):
    client = sign_in(employee)
    first = client.post(url)

    assert client.post(url).url == first.url
    assert Event.objects.filter(kind="enrolment.progressed").count() == 1


def test_reading_last_of_all_leads_to_the_completed_module(sign_in, employee, module):
    publish_module(document=a_module_document(a_reading()), at=moment())
    enrolment = begun(employee, module)

    response = sign_in(employee).post(
        f"/learn/{enrolment.uuid}/steps/read/", follow=True
    )

    assert response.request["PATH_INFO"] == enrolment.get_absolute_url()
    assert "Completed on" in response.text


def test_reading_in_another_language_says_which(
    sign_in, employee, enrolment, url, settings
):
    employee.language = "de"
    employee.save()

    response = sign_in(employee).get(url)

    assert '<html lang="de"' in response.text
    assert '<span lang="en">Read this</span></h1>' in response.text
    assert 'class="enc-prose" lang="en"' in response.text


def test_reading_in_ones_own_language_marks_nothing(sign_in, employee, module):
    reading = a_reading() | {
        "title": {"en": "Read this", "de": "Lies das"},
        "body": {"en": "An idea.", "de": "Ein Gedanke."},
    }
    publish_module(document=a_module_document(reading), at=moment())
    enrolment = begun(employee, module)
    employee.language = "de"
    employee.save()

    response = sign_in(employee).get(f"/learn/{enrolment.uuid}/steps/read/")

    assert ">Lies das</h1>" in response.text
    assert "<p>Ein Gedanke.</p>" in response.text
