"""Pictures in the studio: an author keeps one and copies how it is named."""

import pytest
from playwright.sync_api import expect

from staff.choices import Role
from tests.factories.staff import EmployeeFactory
from tests.training.pictures import a_picture

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_an_author_keeps_a_picture(open_page, camera, company):
    author = EmployeeFactory(team=company, roles=[Role.AUTHOR])
    page = open_page(author)
    page.goto("/studio/")
    page.get_by_role("link", name="Pictures and videos").click()
    file = {"mimeType": "image/png", "buffer": a_picture(size=(400, 300))}
    page.get_by_label("File", exact=True).set_input_files(file | {"name": "door.png"})

    page.get_by_role("button", name="Keep this file").click()

    expect(page.get_by_text("Kept. Copy how it is named below.")).to_be_visible()
    expect(page.get_by_text("![what can be seen](media:")).to_be_visible()
    camera.take(page, "studio-media")
