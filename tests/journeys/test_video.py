"""A video with captions: watched to its end, or read instead."""

import base64

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone
from playwright.sync_api import expect

from tests.factories.staff import EmployeeFactory
from tests.factories.training import EnrolmentFactory, SkillFactory
from tests.training.catalogue import a_module_document, a_reading
from tests.training.films import a_video, some_captions
from training.actions.learning import start_enrolment
from training.actions.publishing import publish_module
from training.actions.storing import store_media

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

# The browser draws and records a second of film itself.
RECORD = """async () => {
  const canvas = document.createElement("canvas");
  Object.assign(canvas, { width: 320, height: 180 });
  const pen = canvas.getContext("2d");
  const recorder = new MediaRecorder(canvas.captureStream(20), { mimeType: "video/webm" });
  const parts = [];
  recorder.ondataavailable = ({ data }) => parts.push(data);
  const stopped = new Promise((resolve) => { recorder.onstop = resolve; });
  recorder.start();
  for (let turn = 0; turn < 20; turn += 1) {
    pen.fillStyle = `hsl(${turn * 18} 60% 40%)`;
    pen.fillRect(0, 0, 320, 180);
    await new Promise((resolve) => { setTimeout(resolve, 50); });
  }
  recorder.stop();
  await stopped;
  const bytes = new Uint8Array(await new Blob(parts).arrayBuffer());
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
}"""


@pytest.fixture
def amal(company):
    return EmployeeFactory(first_name="Amal", last_name="Haddad", team=company)


def begun_with(page, employee):
    """Return an enrolment that stands at a video; the page records it first."""
    page.goto("/learn/")
    content = base64.b64decode(page.evaluate(RECORD))
    film = store_media(
        content=ContentFile(content, "film"), name="film.webm", at=timezone.now()
    )
    SkillFactory(slug="apologising")
    video = a_video(film=film, captions=some_captions())
    document = a_module_document(video, a_reading(), title={"en": "At the door"})
    module = publish_module(document=document, at=timezone.now()).module
    enrolment = EnrolmentFactory(
        employee=employee, module=module, assigned_on=timezone.localdate()
    )
    return start_enrolment(enrolment=enrolment, at=timezone.now())


def test_a_video_is_watched_to_its_end(open_page, camera, amal):
    page = open_page(amal, on_phone=True)
    enrolment = begun_with(page, amal)
    page.goto(f"/learn/{enrolment.uuid}/steps/film/")
    button = page.get_by_role("button", name="I have watched it")
    expect(button).to_be_visible()
    page.wait_for_function("document.querySelector('video').readyState >= 1")
    camera.take(page, "video")
    button.click()
    expect(page.get_by_text("Watch it to the end first")).to_be_visible()
    expect(page.locator("video")).to_be_focused()
    camera.take(page, "video-too-early")

    page.evaluate(
        """() => new Promise((resolve) => {
          const video = document.querySelector("video");
          video.addEventListener("ended", resolve);
          video.muted = true;
          video.play();
        })"""
    )
    button.click()

    expect(page.get_by_role("button", name="I have read it")).to_be_visible()


def test_a_video_may_be_read_instead(open_page, camera, amal):
    page = open_page(amal)
    enrolment = begun_with(page, amal)
    page.goto(f"/learn/{enrolment.uuid}/steps/film/")
    page.get_by_text("Read it instead").click()
    expect(page.get_by_text("A table for two?")).to_be_visible()
    camera.take(page, "video-read")

    page.get_by_role("button", name="I have watched it").click()

    expect(page.get_by_role("button", name="I have read it")).to_be_visible()
