"""The files of the starter catalogue, read once."""

from functools import cache

from training.content.reading import read_content
from training.management.commands.load_starter import STARTER
from training.scenario.document import load

SCENARIOS = sorted(STARTER.glob("scenarios/*.yaml"))
MODULES = sorted(STARTER.glob("modules/*.yaml"))


@cache
def document(path):
    """Return the document in the file at ``path``, known to be without findings."""
    return read_content(path)


@cache
def scenario(path):
    """Return the Scenario in the file at ``path``."""
    return load(document(path))


def skill_slugs():
    """Return the slugs of all skills there are."""
    return [skill["slug"] for skill in document(STARTER / "skills.yaml")["skills"]]
