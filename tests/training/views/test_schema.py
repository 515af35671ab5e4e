import json

import pytest
from jsonschema import Draft202012Validator

from training.content.structure import SCHEMA_OF


@pytest.mark.parametrize("kind", SCHEMA_OF)
def test_schema_is_public_and_names_itself(client, kind):
    name = kind.removeprefix("encore.").removesuffix("/1")

    answer = client.get(f"/schemas/{name}-1.json")

    schema = json.loads(answer.content)
    assert Draft202012Validator.check_schema(schema) is None
    assert schema["$id"] == f"http://testserver/schemas/{name}-1.json"
    assert schema["properties"]["format"] == SCHEMA_OF[kind]["properties"]["format"]
    assert answer["Cache-Control"] == "public, max-age=86400"
    assert answer["Content-Type"] == "application/schema+json"


def test_schema_of_nothing_is_not_there(client):
    assert client.get("/schemas/certificate-1.json").status_code == 404
