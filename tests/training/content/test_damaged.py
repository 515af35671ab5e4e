"""Two hundred damaged files: each is told by file, line and reason, and none raises."""

import re

import pytest
from django.core.exceptions import ValidationError

from tests.training.content.damage import DAMAGES, damaged_files
from training.content.reading import read_file

FAULT = re.compile(r"(.+), line (\d+): (.{10,})", re.DOTALL)


def faults_in(name, content):
    """Return the messages with which a content file is refused; [] when it is not."""
    try:
        file = read_file(name, content)
    except ValidationError as refusal:
        return refusal.messages
    return [message for fault in file.faults() for message in fault.messages]


@pytest.mark.parametrize(
    "damaged",
    damaged_files(204),
    ids=lambda damaged: f"{damaged.kind}: {damaged.name}, {damaged.line}",
)
def test_a_damaged_file_is_told_by_file_line_and_reason(damaged):
    told = [
        FAULT.fullmatch(fault) for fault in faults_in(damaged.name, damaged.content)
    ]

    assert told != []
    assert {fault[1] for fault in told} == {damaged.name}
    assert damaged.line in {int(fault[2]) for fault in told}


def test_every_kind_of_damage_occurs():
    assert {damaged.kind for damaged in damaged_files(204)} == set(DAMAGES)
