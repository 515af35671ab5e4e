"""The files of an organisation that begins with Encore: its people and its past.

Drawn from a seed. ``STRONG`` makes customers more content from the day of completing on,
``WITHOUT`` does nothing; both were given to two in three people, at days of their own.
"""

import csv
import datetime as dt
import io
import random
from dataclasses import dataclass

import openpyxl

STRONG, WITHOUT = "Not rushing a customer", "Telephone manners"
LIFT = 0.5
STREETS = [
    "Harbour Street",
    "Mill Lane",
    "Station Square",
    "Old Market",
    "River Walk",
    "Castle Hill",
    "Park Row",
    "Chapel Road",
    "North Gate",
    "Orchard Way",
]
# fmt: off
FIRST = [
    "Mona", "Amal", "Ben", "Cem", "Dana", "Elif", "Finn", "Greta", "Hana", "Ivo", "Jana",
    "Karim", "Lena", "Milan", "Nele", "Omar", "Pia", "Rosa", "Sami", "Tess", "Vera",
]
LAST = [
    "Lindqvist", "Haddad", "Okafor", "Yıldız", "Novak", "Brandt", "Sørensen", "Moreau",
    "Rossi", "Kowalska", "Álvarez",
]
# fmt: on
ROLES = ("Manager", "Floor", "Till", "Floor", "Floor")
PRAISE = (
    "Took the time to explain the menu, and nobody was rushed.",
    "Remembered what I drank last week.",
    "So kind to my mother.",
    "Saw at once that we were in a hurry.",
)
GRUMBLE = (
    "Nobody looked up when we came in.",
    "The soup was cold and so was the answer.",
    "We waited forty minutes.",
)
# The last that a customer wrote about number 1002.
NEWEST_PRAISE = "She remembered my mother’s chair by the window."
FIRST_NUMBER = 1001
A_DAY, A_WEEK = dt.timedelta(days=1), dt.timedelta(weeks=1)


@dataclass(frozen=True)
class LinkFile:
    """A file: its name, what is in it, how many rows, and how many of them are bad."""

    name: str
    content: bytes
    rows: int
    bad_rows: int = 0


@dataclass(frozen=True)
class Person:
    """place: of the person among all, from 0. level: what customers think on average."""

    place: int
    number: str
    first_name: str
    last_name: str
    team: int
    level: float

    def does(self, module):
        """Return whether this person completed ``module``: two in three did."""
        return (self.place + (module == WITHOUT)) % 3 != 1


class LinkFiles:
    """``teams`` teams of ``size`` people, ``weeks`` weeks up to the Sunday before
    ``today``.

    today: a date. seed: an int; the same seed tells the same story on another day, that
    many weeks later, as long as the files are asked for in the same order. Number 1002,
    Amal Haddad of Harbour Street, is left to do STRONG.
    """

    def __init__(self, *, today, seed=1, teams=10, size=5, weeks=50):
        self.random = random.Random(seed)
        self.weeks, self.size = weeks, size
        self.end = today - dt.timedelta(days=today.weekday())
        self.begin = self.end - A_WEEK * weeks
        names = [(first, last) for last in LAST for first in FIRST]
        self.random.shuffle(names)
        wanted = [("Mona", "Lindqvist"), ("Amal", "Haddad")]
        names = wanted + [name for name in names if name not in wanted]
        self.people = [
            Person(
                place,
                str(FIRST_NUMBER + place),
                *names[place],
                place // size,
                self.random.gauss(3.7, 0.2),
            )
            for place in range(teams * size)
        ]
        self.done = {
            (module, person): self.begin
            + A_WEEK * self.random.randrange(weeks // 3, weeks - 9)
            + A_DAY * self.random.randrange(5)
            for module in (STRONG, WITHOUT)
            for person in self.people
            if person.does(module)
        }

    def people_file(self):
        """The list of HR, as CSV: semicolons, days with points between."""
        rows = [
            [
                "Personnel no.",
                "Name",
                "Team path",
                "Job role",
                "Hired on",
                "Manager no.",
            ]
        ]
        hired = self.begin - dt.timedelta(days=500)
        for person in self.people:
            manager = self.people[person.team * self.size]
            rows.append(
                [
                    person.number,
                    f"{person.last_name}, {person.first_name}",
                    f"Corner Café / {STREETS[person.team]}",
                    ROLES[person.place % self.size % len(ROLES)],
                    f"{hired + A_DAY * self.random.randrange(300):%d.%m.%Y}",
                    "" if manager is person else manager.number,
                ]
            )
        return LinkFile("people.csv", _csv(rows, ";", "utf-8"), len(rows) - 1)

    def training_file(self):
        """Past training from a German system: semicolons, German days, its encoding.

        The last row is of somebody who is in no list of people.
        """
        rows = [
            ["Personalnummer", "Kurs", "Zugewiesen am", "Abgeschlossen am", "Ergebnis"]
        ]
        for (module, person), done in self.done.items():
            assigned = done - A_DAY * self.random.randrange(3, 28)
            score = f"{self.random.randrange(70, 101)} %"
            rows.append(
                [person.number, module, _german(assigned), _german(done), score]
            )
        day = _german(self.end - A_WEEK * 20)
        rows.append(["0815", STRONG, day, day, "80 %"])
        content = _csv(rows, ";", "cp1252")
        return LinkFile("schulungen.csv", content, len(rows) - 1, bad_rows=1)

    def answers_file(self, answers=2):
        """What customers said, as a workbook: a title, days as such, a total at its end.

        answers: a week and person. The column of the score says nothing by its name.
        """
        book = openpyxl.Workbook(write_only=True)
        sheet = book.create_sheet()
        sheet.append(["Guest survey, all cafés"])
        sheet.append(["Visited at", "Served by", "Store", "Q7", "Complaint", "Comment"])
        count = 0
        for week in range(self.weeks):
            for person in self.people:
                name = f"{person.first_name} {person.last_name}"
                for _answer in range(answers):
                    moment = self._moment(week)
                    score = self._score(person, moment.date())
                    complaint = score < 3 and self.random.random() < 0.4
                    sheet.append(
                        [
                            moment,
                            name,
                            STREETS[person.team],
                            score,
                            "yes" if complaint else "no",
                            self._comment(score),
                        ]
                    )
                    count += 1
        evening = dt.datetime.combine(self.end - A_DAY, dt.time(21, 40))  # noqa: DTZ001
        sheet.append([evening, "Amal Haddad", STREETS[0], 5, "no", NEWEST_PRAISE])
        sheet.append([evening, "Somebody Else", STREETS[0], 4, "no", None])
        sheet.append(["Total", None, None, count + 2])
        content = io.BytesIO()
        book.save(content)
        return LinkFile("guest-survey.xlsx", content.getvalue(), count + 2, bad_rows=1)

    def visits_file(self, visits=1):
        """Visits from the tills: commas, days as machines write them, cards of guests.

        visits: a week and person. The guests are few, and so come again.
        """
        rows = [["Date", "Cashier", "Card number", "Amount", "Receipt no"]]
        for week in range(self.weeks):
            for person in self.people:
                for _visit in range(visits):
                    card = f"C-{person.team}{self.random.randrange(200):03}"
                    rows.append(
                        [
                            f"{self._moment(week):%Y-%m-%d %H:%M}",
                            person.number,
                            "" if self.random.random() < 0.2 else card,
                            f"{self.random.uniform(3, 40):.2f}",
                            str(700_000 + len(rows)),
                        ]
                    )
        return LinkFile("tills.csv", _csv(rows, ",", "utf-8-sig"), len(rows) - 1)

    def _moment(self, week):
        """Return a moment in ``week``, without a zone: as a clock on the wall shows it."""
        day = self.begin + A_WEEK * week + A_DAY * self.random.randrange(7)
        clock = dt.time(self.random.randrange(8, 21), self.random.randrange(60))
        return dt.datetime.combine(day, clock)  # noqa: DTZ001

    def _score(self, person, day):
        done = self.done.get((STRONG, person))
        lift = LIFT if done is not None and done < day else 0
        return min(5, max(1, round(self.random.gauss(person.level + lift, 0.8))))

    def _comment(self, score):
        if self.random.random() > 0.08 or score == 3:
            return None
        return self.random.choice(PRAISE if score > 3 else GRUMBLE)


def _german(day):
    return f"{day:%d.%m.%Y}"


def _csv(rows, delimiter, encoding):
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode(encoding)
