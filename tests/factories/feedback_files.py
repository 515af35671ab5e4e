"""Strange files of answers, drawn from a seed, and the truth about every row of them.

Nothing here asks the code under test: what a row comes to is written down when it is
drawn, in the words of the reason it is set aside for, or as the values it says.
"""

import csv
import datetime as dt
import io
import math
import random
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

import openpyxl

from tests.factories.staff import HIRED, TODAY, EmployeeFactory, TeamFactory

LEFT = dt.date(2026, 3, 1)
NAMESAKE = "Kim Park"
# Names that tell a file's encoding from others.
NAMES = [
    ("Zoë", "Müller"),
    ("Jürgen", "Groß"),
    ("André", "Besançon"),
    ("Ana", "Núñez"),
    ("Ben", "Wolf"),
    ("Mary Ann", "O'Neil"),
    ("Søren", "Kjær"),
    ("Ida", "Berg"),
]


@dataclass
class House:
    """Two sites in two time zones and who works there; by a name known to the files."""

    teams: list
    people: list
    leaver: object
    namesakes: list
    lone_namesake: object

    @classmethod
    def build(cls, company):
        teams = [
            TeamFactory(
                code="harbour",
                name="Harbour Street",
                parent=company,
                time_zone="Europe/Berlin",
            ),
            TeamFactory(
                code="north",
                name="Nordbahnhof",
                parent=company,
                time_zone="America/New_York",
            ),
        ]
        people = [
            EmployeeFactory(
                employee_number=f"P{place:03}",
                first_name=first,
                last_name=last,
                email=f"p{place}@example.org",
                team=teams[place % 2],
            )
            for place, (first, last) in enumerate(NAMES)
        ]
        leaver = EmployeeFactory(
            employee_number="L1",
            first_name="Lea",
            last_name="Vorbei",
            email="lea@example.org",
            team=teams[0],
            left_on=LEFT,
        )
        namesakes = [
            EmployeeFactory(first_name="Kim", last_name="Park", team=team)
            for team in teams
        ]
        # Two of one name, of whom one left before any file begins: no doubt who is meant.
        EmployeeFactory(
            first_name="Eva",
            last_name="Alt",
            team=teams[0],
            left_on=HIRED + dt.timedelta(days=5),
        )
        lone = EmployeeFactory(first_name="Eva", last_name="Alt", team=teams[1])
        return cls(teams, people, leaver, namesakes, lone)


@dataclass
class StrangeFile:
    """A file and its truth. columns: {key: header} of those whose name says nothing.

    answers: what a person says when asked. wrong: {line: code}. good: {line: Truth}.
    skipped: lines that are no rows.
    """

    name: str
    content: bytes
    columns: dict
    answers: dict
    wrong: dict = field(default_factory=dict)
    good: dict = field(default_factory=dict)
    skipped: int = 0
    repeats: int = 0


@dataclass(frozen=True)
class Truth:
    """What a good row says: ids, the moment in UTC, values on the metrics' own scales."""

    employee_id: int | None
    team_id: int
    occurred_at: dt.datetime
    values: tuple
    comment: str


HEADERS = {
    "occurred": ["Date", "Datum", "Zeitpunkt", "Fecha", "Date de visite", "Created at"],
    "employee": ["Agent", "Mitarbeiter", "Served by", "Empleado", "Vendeur"],
    "number": ["Staff No.", "Personalnummer", "Matricule", "Employee ID"],
    "email": ["Agent e-mail", "Mitarbeiter-E-Mail"],
    "team": ["Store", "Filiale", "Magasin", "Team"],
    "csat": ["Satisfaction", "Zufriedenheit", "Overall rating", "Satisfacción"],
    "nps": ["NPS", "Weiterempfehlung", "Likelihood to recommend"],
    "resolved_first": ["FCR", "Resolved", "Gelöst"],
    "comment": ["Comment", "Kommentar", "Commentaire", "Verbatim"],
    "external_id": ["Response ID", "Ticket ID", "Vorgangsnummer"],
}
SCALES = {
    "1-5": (1, 5),
    "0-10": (0, 10),
    "1-7": (1, 7),
    "1-10": (1, 10),
    "0-100": (0, 100),
}
WORDS = [
    (["Very dissatisfied", "sehr unzufrieden"], 1.0),
    (["dissatisfied", "Unzufrieden"], 2.0),
    (["Neutral", "teils / teils"], 3.0),
    (["Satisfied", "ZUFRIEDEN"], 4.0),
    (["Very satisfied", "Sehr zufrieden"], 5.0),
]
COMMENTS = [
    "",
    "",
    "Friendly; quick",
    'She said "of course", and did it',
    "Größe passt, danke!",
    "two\nlines",
    "a | b, c\td",
    "=) nice",
]
DATE_FORMS = [
    "%Y-%m-%d",
    "%Y-%m-%d %H:%M",
    "%Y-%m-%dT%H:%M:%S",
    "zone",
    "epoch",
    "millis",
    "%d.%m.%Y",
    "%d.%m.%Y %H:%M",
    "%d/%m/%Y",
    "%m/%d/%Y %I:%M %p",
    "%d-%m-%Y %H:%M",
    "%d %b %Y",
    "%B %d, %Y %I:%M %p",
    "serial",
    "%m/%d/%y",
]
# The share of the rows of a file that have a fault.
FEWEST_BAD, MOST_BAD = 0.03, 0.08
# Every kind of fault; a file has those that it can have.
BAD = [
    "employee_unknown",
    "team_unknown",
    "which_one",
    "not_here_then",
    "date_unreadable",
    "no_such_day",
    "in_future",
    "off_scale",
    "score_unreadable",
    "nobody_named",
    "no_answer",
    "too_many_cells",
    "quote_open",
    "id_twice",
    "time_missing",
]
FOOTERS = [
    ["Total", "", "120"],
    ["Exported on 2026-11-23 10:00"],
    ["Seite 1 von 3"],
    ["240 rows"],
    ["-----"],
]


class _Draw:
    """One file in the making."""

    def __init__(self, house, seed, row_count):
        self.house, self.seed, self.row_count = house, seed, row_count
        self.chance = random.Random(seed)
        pick = self.chance.choice
        self.is_workbook = self.chance.random() < 0.2
        self.form = pick(DATE_FORMS)
        self.who = pick(["employee", "number", "email", "name", "reversed", "team"])
        self.scale = pick([*SCALES, "words", "fraction"])
        self.has_comma = self.chance.random() < 0.4
        self.has_ids = self.chance.random() < 0.5
        self.keys = ["occurred", "team" if self.who == "team" else self._who_key()]
        self.keys += ["csat", "comment"]
        self.keys += [
            k for k in ("nps", "resolved_first") if self.chance.random() < 0.5
        ]
        self.keys += ["external_id"] if self.has_ids else []
        self.chance.shuffle(self.keys)
        self.headers = {key: pick(HEADERS[key]) for key in self.keys}
        self.columns = {}
        if self.chance.random() < 0.3:
            self.headers["csat"] = self.columns["csat"] = "Q7_b"
        self.file = StrangeFile("", b"", self.columns, self._answers())
        self.lines, self.written = [], []

    def _who_key(self):
        return self.who if self.who in ("number", "email") else "employee"

    def _answers(self):
        answers = {"empty:resolved_first": "not_asked", "only:resolved_first": "take"}
        if self.scale in SCALES:
            answers["scale:csat"] = self.scale
        if self.form.startswith("%m"):
            answers["date_order"] = "mdy"
        elif self.form.startswith("%d"):
            answers["date_order"] = "dmy"
        return answers

    # One row -----------------------------------------------------------------------

    def moment(self):
        """Return a wall-clock moment within the year before TODAY."""
        day = TODAY - dt.timedelta(days=self.chance.randrange(2, 300))
        clock = dt.time(self.chance.randrange(7, 22), self.chance.randrange(60))
        return dt.datetime.combine(day, clock)  # noqa: DTZ001, a clock on a wall

    def written_moment(self, wall, zone):
        """Return how the file writes ``wall``, and the moment in UTC it stands for."""
        utc = wall.replace(tzinfo=zone).astimezone(dt.UTC)
        if self.form == "zone":
            return utc.strftime("%Y-%m-%dT%H:%M:%SZ"), utc
        if self.form in ("epoch", "millis"):
            seconds = int(utc.timestamp())
            return str(seconds * (1000 if self.form == "millis" else 1)), utc
        if self.form == "serial":
            days = (wall - dt.datetime(1899, 12, 30)) / dt.timedelta(days=1)  # noqa: DTZ001
            text = f"{days:.6f}"
            return text.replace(".", ",") if self.has_comma else text, utc
        if "%H" not in self.form and "%I" not in self.form:
            wall = wall.replace(hour=12, minute=0)
        return wall.strftime(self.form), wall.replace(tzinfo=zone).astimezone(dt.UTC)

    def score(self):
        """Return how the file writes a score, and the score on the scale of 1 to 5."""
        if self.scale == "words":
            words, value = self.chance.choice(WORDS)
            return self.chance.choice(words), value
        if self.scale == "fraction":
            raw = self.chance.randint(1, 5)
            return f"{raw}/5", float(raw)
        low, high = SCALES[self.scale]
        raw = self.chance.randint(low, high)
        if self.chance.random() < 0.2 and raw < high:
            raw += 0.5
        text = f"{raw:g}".replace(".", "," if self.has_comma else ".")
        return text, 1 + (raw - low) / (high - low) * 4

    def person(self):
        people = [*self.house.people, self.house.lone_namesake]
        return self.chance.choice(people if self._is_named() else people[:-1])

    def _is_named(self):
        return self.who in ("employee", "name", "reversed")

    def named(self, person):
        """Return how the file names ``person``."""
        if self.who == "number":
            return person.employee_number
        if self.who == "email":
            return person.email.upper() if self.chance.random() < 0.3 else person.email
        if self.who == "reversed":
            return f"{person.last_name}, {person.first_name}"
        if self.who == "employee" and person.email and self.chance.random() < 0.5:
            return self.chance.choice([person.employee_number.lower(), person.email])
        return person.full_name

    def good_row(self):
        """Return {key: text} and the Truth of a row that is right."""
        if self.who == "team":
            person, team = None, self.chance.choice(self.house.teams)
            who = self.chance.choice([team.code.upper(), team.name])
        else:
            person = self.person()
            team = person.postings.get().team
            who = self.named(person)
        date, moment = self.written_moment(self.moment(), ZoneInfo(team.time_zone))
        score, value = self.score()
        cells = {"occurred": date, "csat": score, "comment": ""}
        cells["team" if person is None else self._who_key()] = who
        values = [("csat", round(value, 6))]
        cells["comment"] = self.chance.choice(COMMENTS)
        if "nps" in self.keys:
            raw = self.chance.randint(0, 10)
            cells["nps"] = str(raw)
            values.append(("nps", 100.0 if raw > 8 else 0.0 if raw > 6 else -100.0))
        if "resolved_first" in self.keys:
            word, share = self.chance.choice(
                [("yes", 1.0), ("Nein", 0.0), ("x", 1.0), ("", None), ("FALSE", 0.0)]
            )
            cells["resolved_first"] = word
            values += [] if share is None else [("resolved_first", share)]
        if self.has_ids:
            cells["external_id"] = f"R-{self.seed}-{len(self.lines)}"
        truth = Truth(
            person and person.pk,
            team.pk,
            moment,
            tuple(sorted(values)),
            cells["comment"],
        )
        return cells, truth

    def possible(self):
        """Return the kinds of faults that a row of this file can have, shuffled."""
        is_of_team = self.who == "team"
        can = {
            "employee_unknown": not is_of_team,
            "team_unknown": is_of_team,
            "which_one": self._is_named(),
            "not_here_then": not is_of_team,
            "no_such_day": "%d" in self.form or self.form == "zone",
            "off_scale": self.scale != "words",
            "quote_open": not self.is_workbook,
            "id_twice": self.has_ids,
        }
        # Those that few files can have come three times as often where they can.
        kinds = [c for c in BAD if c not in can] + [c for c in can if can[c]] * 3
        self.chance.shuffle(kinds)
        return list(dict.fromkeys(kinds))

    def bad_row(self, code):
        """Return the texts of a row with one thing wrong, ``code``."""
        cells, _truth = self.good_row()
        who = "team" if self.who == "team" else self._who_key()
        if code in ("employee_unknown", "team_unknown"):
            cells[who] = "Niemand, Nie"
        elif code == "which_one":
            cells[who] = NAMESAKE
        elif code == "not_here_then":
            cells[who] = self.named(self.house.leaver)
            wall = self.moment().replace(year=2026, month=6, day=15)
            cells["occurred"], _utc = self.written_moment(wall, ZoneInfo("UTC"))
        elif code == "no_such_day":
            wall = dt.datetime(2026, 6, 30, 9, 15)  # noqa: DTZ001, a clock on a wall
            written, _utc = self.written_moment(wall, ZoneInfo("UTC"))
            cells["occurred"] = written.replace("30", "31")
        elif code == "in_future":
            wall = dt.datetime.combine(TODAY, dt.time(9)) + dt.timedelta(days=40)
            cells["occurred"], _utc = self.written_moment(wall, ZoneInfo("UTC"))
        elif code == "off_scale":
            cells["csat"] = "6/5" if self.scale == "fraction" else "101"
        elif code == "score_unreadable":
            cells["csat"] = "👍 super"
            if not self.is_workbook and self.encoding == "cp1252":
                cells["csat"] = "super!"
        elif code == "nobody_named":
            cells[who] = ""
        elif code == "no_answer":
            for key in ("csat", "comment", "nps", "resolved_first"):
                cells[key] = "" if key in cells else None
        elif code == "time_missing":
            cells["occurred"] = ""
        elif code == "date_unreadable":
            cells["occurred"] = "neulich"
        elif code == "id_twice":
            cells["external_id"] = self.chance.choice(self.written)["external_id"]
            cells["comment"] = "says something else"
        beyond = ["", "one more"] if code == "too_many_cells" else []
        return [*self.in_order(cells), *beyond]

    def in_order(self, cells):
        return [cells.get(key) or "" for key in self.keys]

    # The file ----------------------------------------------------------------------

    def drawn(self):
        file, chance = self.file, self.chance
        self.encoding = chance.choice(
            ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"]
        )
        self.delimiter = chance.choice([",", ";", "\t", "|"])
        if chance.random() < 0.3:
            self.lines += [["Customer feedback, all stores"], []][
                : chance.randint(1, 2)
            ]
        self.lines.append([self.headers[key] for key in self.keys])
        rows = []
        for role in self._roles():
            if role == "good":
                cells, truth = self.good_row()
                self.written.append({**cells, "truth": truth})
                rows.append((self.in_order(cells), truth))
            elif role == "repeat":
                rows.append(self.repeat())
            elif role == "blank":
                rows.append(([], "skipped"))
            elif role == "header":
                rows.append(([self.headers[key] for key in self.keys], "skipped"))
            else:
                rows.append((self.bad_row(role), role))
            self.lines.append(rows[-1][0])
        for footer in chance.sample(FOOTERS, chance.randint(0, 3)):
            rows.append((footer, "skipped"))
        self._write(file, rows)
        return file

    def _roles(self):
        """Return what each row is to be: 3 to 8 % of those that are rows have a fault."""
        chance, count = self.chance, self.row_count
        others = ["blank"] * chance.randint(0, count // 30)
        others += ["header"] * chance.randint(0, count // 60)
        rows = count - len(others)
        most = int(rows * MOST_BAD)
        faults = chance.randint(math.ceil(rows * FEWEST_BAD), most)
        others += self.possible()[:faults]
        others += ["repeat"] * chance.randint(0, count // 20)
        # The first is good, so that there is something to repeat.
        rest = [*others, *["good"] * (count - len(others) - 1)]
        chance.shuffle(rest)
        return ["good", *rest]

    def repeat(self):
        """Return a row that stood above already: one with an id is known by it."""
        again = self.chance.choice(self.written)
        self.file.repeats += self.has_ids
        return self.in_order(again), again["truth"]

    def _write(self, file, rows):
        titles = self.lines[
            : next(i for i, line in enumerate(self.lines) if len(line) > 1)
        ]
        header = [self.headers[key] for key in self.keys]
        if self.is_workbook:
            book = openpyxl.Workbook()
            for cells in [*titles, header, *(cells for cells, _truth in rows)]:
                book.active.append([self._typed(cell) for cell in cells] or [None])
                for cell in book.active[book.active.max_row]:
                    if cell.data_type == "f":
                        cell.data_type = "s"
            content = io.BytesIO()
            book.save(content)
            file.content, file.name = content.getvalue(), "answers.xlsx"
            for line, (_cells, truth) in enumerate(rows, start=len(titles) + 2):
                self._note(line, truth)
            return
        text, line = io.StringIO(newline=""), 1
        writer = csv.writer(text, delimiter=self.delimiter, lineterminator="\r\n")
        for cells in [*titles, header]:
            writer.writerow(cells)
            line += 1
        for cells, truth in rows:
            before = text.tell()
            if truth == "quote_open":
                # The first cell opens and the rest of the line is within it.
                cells = [cell.replace('"', "").replace("\n", " ") for cell in cells]
                text.write('"' + self.delimiter.join(cells).lstrip('"') + "\r\n")
            else:
                writer.writerow(cells)
            self._note(line, truth)
            line += text.getvalue()[before:].count("\n")
        file.content = text.getvalue().encode(self.encoding, "replace")
        file.name = "answers.csv"

    def _typed(self, text):
        """Return ``text`` as a program for tables keeps it: dates and numbers as such."""
        if self.form == "%Y-%m-%d %H:%M":
            try:
                return dt.datetime.strptime(text, self.form)  # noqa: DTZ007
            except ValueError:
                pass
        return int(text) if text.isdecimal() and len(text) < 3 else text or None

    def _note(self, line, truth):
        if truth == "skipped":
            self.file.skipped += 1
        elif isinstance(truth, str):
            self.file.wrong[line] = truth
        else:
            self.file.good[line] = truth


def strange_file(house, seed, row_count=60):
    """Return the StrangeFile of ``seed``, an int, about the people of ``house``."""
    return _Draw(house, seed, row_count).drawn()
