"""What happens to a page whose session has ended under it."""

import pytest

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true", "HX-Current-URL": "http://testserver/assign/?people=3"}


def test_htmx_leads_the_whole_page_to_the_door_and_back_again(client):
    response = client.post("/assign/", headers=HTMX)

    assert response.headers["HX-Redirect"] == "/sign-in/?next=%2Fassign%2F%3Fpeople%3D3"
    assert "Location" not in response.headers


def test_a_plain_request_is_redirected_as_ever(client):
    response = client.get("/assign/")

    assert (response.status_code, response.url) == (302, "/sign-in/?next=/assign/")
