"""Which column of a file means what."""

import hashlib
import json
import re
import unicodedata
from dataclasses import asdict, dataclass, field

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Field(TextChoices):
    """What a column can say about a person."""

    NUMBER = "number", _("Employee number")
    FIRST_NAME = "first_name", _("First name")
    LAST_NAME = "last_name", _("Last name")
    FULL_NAME = "full_name", _("Full name (“Berg, Anna” or “Anna Berg”)")
    EMAIL = "email", _("E-mail")
    LANGUAGE = "language", _("Language")
    HIRED_ON = "hired_on", _("Hired on")
    LEFT_ON = "left_on", _("Last day, or first day away")
    TEAM_CODE = "team_code", _("Team code")
    TEAM = "team", _("Team")
    PARENT_TEAM = "parent_team", _("Team above it")
    TEAM_PATH = "team_path", _("Team with all above it (“North / Harbour Street”)")
    JOB_ROLE = "job_role", _("Job role")
    VALID_FROM = "valid_from", _("In this team since")
    MANAGER = "manager", _("Manager’s employee number")


class LeftMeans(TextChoices):
    """What the date of leaving in a file is."""

    LAST_DAY = "last_day", _("the last day they work here")
    FIRST_AWAY = "first_away", _("the first day they are away")


class DateOrder(TextChoices):
    """How 03/04/2026 is meant."""

    DAY_FIRST = "dmy", _("the day first: 03/04 is 3 April")
    MONTH_FIRST = "mdy", _("the month first: 03/04 is 4 March")


class NewTeams(TextChoices):
    """What is done about a team that nobody knows and the file does not place."""

    REFUSE = "refuse", _("Set the row aside, so that I can say where it hangs")
    BELOW_ROOT = "below_root", _("Hang it directly below the organisation")


DATES = (Field.HIRED_ON, Field.LEFT_ON, Field.VALID_FROM)

# Spelled as ``plain_header`` leaves them: small letters and digits only, ä as ae.
HEADERS = {
    Field.NUMBER: "employeenumber employeeno employeenr employeeid empno empid empnumber "
    "staffnumber staffno staffid personnelnumber personnelno personnelid payrollnumber "
    "payrollno payrollid workernumber workerid personid personnumber number no nr id "
    "personalnummer personalnr persnr pnr mitarbeiternummer mitarbeiternr mitarbeiterid "
    "manr stammnummer personalid",
    Field.FIRST_NAME: "firstname givenname forename vorname rufname",
    Field.LAST_NAME: "lastname surname familyname nachname familienname zuname",
    Field.FULL_NAME: "fullname name employeename employee person vollername "
    "vollstaendigername mitarbeiter mitarbeitername nachnamevorname namevorname "
    "lastnamefirstname vornamenachname",
    Field.EMAIL: "email emailaddress workemail mail mailaddress emailadresse mailadresse",
    Field.LANGUAGE: "language preferredlanguage lang sprache bevorzugtesprache",
    Field.HIRED_ON: "hiredon hired hiredate hiringdate dateofhire datehired startdate "
    "started startedon joined joinedon joindate joiningdate entrydate employedsince "
    "firstday eintritt eintrittsdatum eintrittam einstellungsdatum eingestelltam "
    "beschaeftigtseit beginn",
    Field.LEFT_ON: "lefton left leftdate leavingdate leavedate dateofleaving lastday "
    "lastworkingday lastdayworked enddate endedon terminationdate terminated "
    "exitdate employeduntil austritt austrittsdatum austrittam letztertag "
    "letzterarbeitstag beschaeftigtbis ausgeschiedenam ende enddatum",
    Field.TEAM_CODE: "teamcode teamid teamnumber teamno departmentcode departmentid "
    "unitcode orgunitcode costcentre costcenter sitecode storecode storenumber storeno "
    "branchcode teamnummer teamnr abteilungsnummer abteilungsnr kostenstelle "
    "standortnummer filialnummer filialnr",
    Field.TEAM: "team teamname department departmentname unit orgunit group shift "
    "shiftteam abteilung abteilungsname bereich einheit gruppe schicht "
    "organisationseinheit",
    Field.PARENT_TEAM: "parentteam parent teamabove parentunit parentdepartment region "
    "uebergeordnetesteam uebergeordneteabteilung uebergeordneteeinheit "
    "uebergeordnet oberteam",
    Field.TEAM_PATH: "teampath path orgpath departmentpath unitpath hierarchy orghierarchy "
    "teampfad pfad hierarchie organisationspfad",
    Field.JOB_ROLE: "jobrole job jobtitle role position title occupation function "
    "funktion stelle taetigkeit rolle beruf berufsbezeichnung stellenbezeichnung",
    Field.VALID_FROM: "validfrom since inteamsince teamsince from effectivefrom "
    "effectivedate effectiveon positionsince gueltigab seit imteamseit teamseit ab "
    "wirksamab",
    Field.MANAGER: "managernumber managerno managerid manager managersnumber "
    "managersemployeenumber managersid supervisor supervisornumber supervisorid "
    "linemanager linemanagerid reportsto boss bossnumber vorgesetzter "
    "vorgesetzte vorgesetztennummer vorgesetzternr vorgesetztenr fuehrungskraft "
    "fuehrungskraftnummer leiter teamleiter managernummer managernr",
}
# Taken for the employee number only where no other column is.
VAGUE_NUMBERS = frozenset({"number", "no", "nr", "id"})
# Where people work, at a place with several teams or as one team.
SITES = "site sitename store storename branch branchname location shop restaurant "
SITES += "standort filiale betrieb niederlassung laden"

UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})


def plain_header(header):
    """Return what spellings of one column name have in common.

    ä is ae, and letters with other marks stand for themselves: é is e.
    """
    letters = header.casefold().translate(UMLAUTS)
    if not letters.isascii():
        letters = unicodedata.normalize("NFKD", letters)
    return re.sub(r"[^a-z0-9]", "", letters)


MEANINGS = {
    spelling: meaning
    for meaning, spellings in HEADERS.items()
    for spelling in map(plain_header, spellings.split())
}


@dataclass(frozen=True)
class Mapping:
    """What the columns of a file mean, and what a person said where it does not show.

    columns: {Field: place of the column, from 0}. date_order: empty unless told.
    """

    columns: dict[str, int] = field(default_factory=dict)
    left_means: str = LeftMeans.LAST_DAY
    date_order: str = ""
    new_teams: str = NewTeams.REFUSE

    def as_stored(self):
        return asdict(self)

    @classmethod
    def from_stored(cls, stored):
        return cls(**stored)


def recognised(header):
    """Return {Field: place} of the columns of ``header`` whose name says what they are.

    Two columns that say the same are left for a person to choose from.
    """
    places = {}
    for place, name in enumerate(header):
        plain = plain_header(name)
        meaning = "site" if plain in SITES.split() else MEANINGS.get(plain)
        if meaning:
            places.setdefault(meaning, []).append(place)
    numbers = places.get(Field.NUMBER, [])
    exact = [
        place for place in numbers if plain_header(header[place]) not in VAGUE_NUMBERS
    ]
    places[Field.NUMBER] = exact or numbers
    if Field.FIRST_NAME in places and Field.LAST_NAME not in places:
        # "Vorname" and "Name": beside a first name, a name is the last one.
        places[Field.LAST_NAME] = places.pop(Field.FULL_NAME, [])
    columns = {
        meaning: found[0] for meaning, found in places.items() if len(found) == 1
    }
    site = columns.pop("site", None)
    if site is not None:
        has_team = Field.TEAM in columns or Field.TEAM_CODE in columns
        columns.setdefault(Field.PARENT_TEAM if has_team else Field.TEAM, site)
    return {str(meaning): place for meaning, place in columns.items()}


def header_digest(header):
    """Return what two files with the same columns have in common."""
    names = json.dumps([" ".join(name.split()).casefold() for name in header])
    return hashlib.sha256(names.encode()).hexdigest()
