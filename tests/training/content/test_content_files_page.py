"""docs/content-files.md: its examples are one small catalogue that can be taken in."""

import re
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import call_command

from training.content.structure import SCHEMA_OF
from training.models import LearningPath

PAGE = settings.BASE_DIR / "docs" / "content-files.md"
EXAMPLES = re.findall(r"```yaml\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)


@pytest.mark.django_db
def test_the_examples_are_a_catalogue_and_come_out_as_they_stand_there(tmp_path):
    for number, example in enumerate(EXAMPLES):
        (tmp_path / f"{number}.yaml").write_text(example, "utf-8")

    call_command("import_content", tmp_path, stdout=StringIO())
    call_command("export_content", tmp_path / "out", stdout=StringIO())

    assert LearningPath.objects.get().slug == "first-week"
    assert {path.read_text("utf-8") for path in (tmp_path / "out").rglob("*.yaml")} == {
        *EXAMPLES
    }


def test_there_is_an_example_of_every_kind():
    formats = {re.match(r"format: (\S+)", example)[1] for example in EXAMPLES}

    assert formats == set(SCHEMA_OF)
