"""What a page hands over is done by the worker that `make run` starts."""

import pytest
from django.urls import reverse

from outcomes.choices import AnalysisState
from outcomes.models import Analysis
from tests.concurrency import database_in_a_file
from tests.factories.staff import EmployeeFactory
from tests.outcomes.organisation import Organisation
from tests.processes import ended, start_command

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def _tasks_wait(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


@pytest.mark.usefixtures("_tasks_wait")
def test_worker_does_what_a_page_handed_over(tmp_path, client):
    with database_in_a_file(tmp_path / "house.sqlite3"):
        Organisation(modules={"good": 0.5}, teams=6, size=4, weeks=26)
        client.force_login(
            EmployeeFactory(roles=["hr"]), "staff.backends.EmployeeBackend"
        )
        client.post(reverse("outcomes:analysis-ask"))
        assert Analysis.objects.get().state != AnalysisState.DONE

        ended(start_command("db_worker", "--batch", "--no-reload", files=tmp_path))

        analysis = Analysis.objects.get()
        assert analysis.state == AnalysisState.DONE
        assert analysis.estimates.count() == analysis.estimates_expected > 0
