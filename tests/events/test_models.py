"""How the journal is asked."""

import uuid

import pytest
from django.db import connection

from events.models import Event


@pytest.mark.django_db
def test_what_was_done_at_one_go_is_found_by_an_index():
    asked = Event.objects.filter(batch=uuid.uuid4(), kind="employee.hired")

    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # With few rows reading all of them is cheaper; that is not the question.
            cursor.execute("SET LOCAL enable_seqscan = off")
        plan = asked.explain()

    assert "event_by_batch" in plan
