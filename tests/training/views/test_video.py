"""A video step: the page, and the door to its file."""

import pytest

from tests.factories.staff import EmployeeFactory
from tests.training.catalogue import a_reading, begun, publish_catalogue
from tests.training.films import CAPTIONS, FILM, a_film, a_video, some_captions
from training.models import StepCompletion


@pytest.fixture
def enrolment(employee):
    return begun(employee, publish_catalogue(a_video()))


@pytest.fixture
def learner(sign_in, employee):
    return sign_in(employee)


def url(enrolment, key="film"):
    return f"/learn/{enrolment.uuid}/steps/{key}/"


def media(enrolment, file=None, key="film"):
    return f"{url(enrolment, key)}media/{(file or a_film()).digest}/"


def test_video_shows_the_film_its_captions_and_what_is_said(learner, enrolment):
    page = learner.get(url(enrolment)).text

    assert f'src="{media(enrolment)}" type="video/mp4"' in page
    assert 'srclang="en" label="English"' in page
    assert f'src="{media(enrolment, some_captions())}" default' in page
    assert "A table for two?" in page


def test_video_transcript_of_the_author_comes_first(learner, employee):
    video = a_video(transcript={"en": "Mona greets two guests."})
    enrolment = begun(employee, publish_catalogue(video))

    page = learner.get(url(enrolment)).text

    assert "Mona greets two guests." in page
    assert "A table for two?" not in page


def test_video_is_done_when_it_was_watched(learner, enrolment):
    learner.post(url(enrolment))

    assert StepCompletion.objects.get().step.key == "film"
    enrolment.refresh_from_db()
    assert enrolment.status == "completed"


def test_step_media_sends_the_whole_file(learner, enrolment):
    response = learner.get(media(enrolment))

    assert response.status_code == 200
    assert response.getvalue() == FILM
    assert response.headers["Content-Type"] == "video/mp4"
    assert response.headers["Content-Length"] == str(len(FILM))
    assert response.headers["Accept-Ranges"] == "bytes"
    # Phones are shared: who comes next must not find it.
    assert "no-store" in response.headers["Cache-Control"]


def test_step_media_sends_captions(learner, enrolment):
    response = learner.get(media(enrolment, some_captions()))

    assert response.getvalue() == CAPTIONS.encode()
    assert response.headers["Content-Type"] == "text/vtt; charset=utf-8"


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("bytes=4-7", 4, 7),
        ("bytes=2000-", 2000, len(FILM) - 1),
        ("bytes=-3", len(FILM) - 3, len(FILM) - 1),
    ],
)
def test_step_media_sends_the_part_asked_for(learner, enrolment, asked, first, last):
    response = learner.get(media(enrolment), headers={"Range": asked})

    assert response.status_code == 206
    assert response.getvalue() == FILM[first : last + 1]
    assert response.headers["Content-Range"] == f"bytes {first}-{last}/{len(FILM)}"
    assert response.headers["Content-Length"] == str(last - first + 1)


def test_step_media_beyond_the_end_says_how_long_it_is(learner, enrolment):
    response = learner.get(media(enrolment), headers={"Range": "bytes=99999-"})

    assert response.status_code == 416
    assert response.headers["Content-Range"] == f"bytes */{len(FILM)}"


def test_step_media_of_another_version_is_sent_whole(learner, enrolment):
    headers = {"Range": "bytes=0-3", "If-Range": '"other"'}

    assert learner.get(media(enrolment), headers=headers).status_code == 200


def test_step_media_is_for_the_learner_alone(sign_in, enrolment, company):
    manager = EmployeeFactory(team=company, manages=[company], roles=["hr"])

    assert sign_in(manager).get(media(enrolment)).status_code == 404


def test_step_media_of_what_the_step_does_not_show_is_not_there(learner, enrolment):
    other = a_film(FILM + b"other")

    assert learner.get(media(enrolment, other)).status_code == 404


def test_step_media_of_a_step_ahead_is_not_there(learner, employee):
    enrolment = begun(employee, publish_catalogue(a_reading(), a_video()))

    assert learner.get(media(enrolment)).status_code == 404


def test_pages_let_media_come_from_here_alone(learner, enrolment):
    policy = learner.get(url(enrolment)).headers["Content-Security-Policy"]

    assert "media-src 'self'" in policy
