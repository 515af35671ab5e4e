from django.core.management.base import BaseCommand

from training.queries.described import described_catalogue

HEAD = """\
# What the catalogue trains

Written by `manage.py describe_catalogue`. *Plays* are the different ways through a
scenario, from its first scene to an ending. A module that trains two skills stands below
both.

| skill | module | its minutes | scenario | scenes | endings | plays | its minutes |
|---|---|---|---|---|---|---|---|"""


class Command(BaseCommand):
    help = (
        "Print skills, modules and scenarios of the catalogue as a table in Markdown."
    )

    def add_arguments(self, parser):
        parser.add_argument("--language", default="en")

    def handle(self, *, language, **options):
        self.stdout.write(HEAD)
        for skill in described_catalogue(language):
            for row in _rows(skill):
                cells = " | ".join(str(cell).replace("|", r"\|") for cell in row)
                self.stdout.write(f"| {cells} |")


def _rows(skill):
    """Yield the cells of each line: a skill and a module are named on their first."""
    name = skill.name
    for module in skill.modules:
        head = [name, module.title, module.minutes]
        for scenario in module.scenarios:
            yield [
                *head,
                scenario.title,
                scenario.scenes,
                scenario.endings,
                f"{scenario.plays:,}",
                scenario.minutes,
            ]
            head = ["", "", ""]
        if not module.scenarios:
            yield [*head, "–", "", "", "", ""]
        name = ""
    if not skill.modules:
        yield [name, "–", "", "", "", "", "", ""]
