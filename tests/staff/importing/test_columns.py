"""Which column means what, in English and German."""

import pytest

from staff.importing.columns import header_digest, recognised


@pytest.mark.parametrize(
    ("header", "fields"),
    [
        (
            ["Employee Number", "First name", "Last name", "E-Mail", "Language"],
            ["number", "first_name", "last_name", "email", "language"],
        ),
        (
            ["Personalnummer", "Nachname", "Vorname", "Eintritt", "Austritt"],
            ["number", "last_name", "first_name", "hired_on", "left_on"],
        ),
        (
            ["Pers.-Nr.", "Name", "Vorname", "Führungskraft", "Tätigkeit"],
            ["number", "last_name", "first_name", "manager", "job_role"],
        ),
        (
            ["Staff no", "Name", "Department", "Parent department", "Valid from"],
            ["number", "full_name", "team", "parent_team", "valid_from"],
        ),
        (["ID", "Employee ID", "Site"], [None, "number", "team"]),
        (["No.", "Site", "Shift team"], ["number", "parent_team", "team"]),
        (["Nr", "Kostenstelle", "Filiale"], ["number", "team_code", "parent_team"]),
        (["Employee no", "Staff no", "Colour"], [None, None, None]),
    ],
)
def test_recognised_finds_columns_by_their_names(header, fields):
    wanted = {field: place for place, field in enumerate(fields) if field}

    assert recognised(header) == wanted


def test_header_digest_overlooks_capitals_and_blanks_only():
    assert header_digest(["A  b", "C"]) == header_digest(["a B", "c"])
    assert header_digest(["a", "b"]) != header_digest(["b", "a"])
