"""Files of answers: who is meant by their rows, and their way into the tables."""

from dataclasses import replace
from datetime import UTC, datetime, time
from functools import cached_property
from hashlib import blake2b, sha256

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.utils.formats import date_format
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from feedback.actions.mending import note_mended_rows
from feedback.actions.recording import FILLED, record_services
from feedback.actions.sources import open_source
from feedback.actions.summing import sum_between
from feedback.choices import SourceKind
from feedback.importing.answers import (
    MARK,
    SEALED,
    SEALED_CELL,
    SEALED_NOBODY,
    AnswerCells,
    RowError,
    fingerprint,
)
from feedback.importing.columns import COLUMNS, FALLBACKS, NEEDS, SCORES, YES_NO
from feedback.importing.questions import open_questions
from feedback.importing.reasons import REASONS
from feedback.models import MendedRow, Metric, Source
from feedback.queries.who import Postings
from feedback.rules.keys import customer_hash
from feedback.rules.served import WHOLE, Served, Share
from staff.importing.kind import (
    MARK_HEADER,
    Counts,
    Kind,
    Reader,
    Refused,
    Shown,
)
from staff.importing.records import OffRecord
from staff.models import Employee, Team
from staff.queries.file_import import as_it_was

# Between the people of one cell; a comma too, but not within "Berg, Anna".
SEPARATORS = (";", "|", " / ", "/", " & ", "&", " + ", " and ", " und ", ",")
MOST_PEOPLE = 20
NOON = time(12)


class AnswersReader(Reader):
    """Rows are Served. A row without an id of its source is known by what it says: its
    fingerprint, and which of the equal rows of its file it is. One that was set aside and
    comes back mended is still the row it was: its mark says which."""

    fills = FILLED

    def __init__(self, mapping, file_import):
        self._mapping, self._header = mapping, file_import.header
        self._source_key = file_import.source_key
        self._source = None
        measured = Metric.objects.filter(derived_from=None, window_days=None)
        metrics = {
            key: (low, high)
            for key, low, high in measured.values_list("key", "low", "high")
        }
        latest = file_import.confirmed_at or file_import.created_at or now()
        self._cells = AnswerCells(mapping, metrics, latest.date())
        self._secret = settings.CUSTOMER_SECRET
        self._key = sha256(self._secret.encode()).digest()
        self._book_read = None
        self._places = {}
        # Fingerprints as numbers: a million of them has to fit.
        self._seen, self._again, self._ids = set(), {}, {}
        self._has_marks, self._said_now = MARK_HEADER in self._header, {}

    @property
    def _book(self):
        """People, postings and teams, read when the first row asks."""
        if self._book_read is None:
            self._book_read = Postings()
            self._paths = dict(Team.objects.values_list("pk", "path"))
        return self._book_read

    def read(self, line, cells):
        """Return the Served of a row, or Refused."""
        mark = self._mark_of(cells)
        has_id = self._cells.has_id(cells)
        # Counted before anything can be wrong, so that it does not depend on the house.
        identity = "" if has_id else mark or self._counted(cells)
        try:
            if mark:
                cells = self._mended_cells(cells, identity)
            answer = self._cells.answer(cells)
            served = self._served(answer, identity or f"id:{answer.external_id}")
        except RowError as wrong:
            return replace(wrong.refused, mark=identity or mark)
        return self._once(served, mark)

    def set_aside(self, cells, fault):
        """Return ``fault`` with the mark of its row: which of its like it is."""
        said = "\x1f".join(cells).encode("utf-8", "replace")
        digest = blake2b(said, digest_size=16, key=self._key, person=b"fault")
        mark = self._mark_of(cells) or self._nth(digest.hexdigest())
        return replace(fault, mark=mark)

    def recall(self, line, cells):
        """Take note of fingerprints and ids, so that later rows are told from them."""
        self.read(line, cells)

    def write(self, rows, *, file_import, at):
        """Record the services; return the Counts."""
        by = file_import.created_by
        if self._source is None:
            self._source = open_source(
                key=self._source_key, kind=SourceKind.ANSWERS, by=by, at=at
            )
        return self._record(rows, at, by)

    def _record(self, rows, at, by):
        recorded = record_services(source=self._source, services=rows, at=at, by=by)
        identities = self._said_now.keys() & {served.identity for served in rows}
        note_mended_rows(
            source=self._source,
            said={identity: self._said_now[identity] for identity in identities},
        )
        return Counts(recorded.new, recorded.changed, recorded.known)

    def finish(self, file_import, at, beat):
        """Sum the weeks that have changed."""
        sum_between(beat, at)

    def questions(self, sample, mapping):
        return open_questions(sample, mapping, self._header)

    def preview(self, rows):
        """Return the rows as Shown: who and where, when there, and scores as kept.

        Two statements for the names, besides what ``read`` looks up.
        """
        read = [(line, cells, self.read(line, cells)) for line, cells in rows]
        kept = [row for _line, _cells, row in read if not isinstance(row, Refused)]
        shares = [share for row in kept for share in row.shares]
        people = Employee.objects.in_bulk({s.employee_id for s in shares} - {None})
        teams = Team.objects.in_bulk({share.team_id for share in shares})
        return [
            Shown(line, self._as_it_stands(cells), row)
            if isinstance(row, Refused)
            else Shown(line, self._in_words(cells, row, people, teams))
            for line, cells, row in read
        ]

    def sealed(self, cells):
        """Return ``cells`` with the customer as a hash that is understood again.

        Of a line that does not line up with the header every cell is sealed in which the
        customer may stand.
        """
        place = self._mapping.columns.get("customer")
        if place is None:
            return cells
        places = [place]
        if isinstance(cells, OffRecord):
            places = cells.places_of(place)
        return [
            self._sealed(text) if place in places else text
            for place, text in enumerate(cells)
        ]

    def _sealed(self, text):
        if not text:
            return ""
        is_known = self._cells.who(" ".join(text.split()))
        return (SEALED if is_known else SEALED_NOBODY) + self._customer_hash(text)

    # Which row it is ---------------------------------------------------------------

    def _counted(self, cells):
        """Return the identity of a row without an id: which of its like it is.

        A row that once was set aside, and came back saying just this, is that row.
        """
        if self._mended and (same := self._mended.get(self._print(cells, whole=True))):
            return same.pop()
        return self._nth(self._print(cells))

    def _nth(self, print_):
        number = int(print_[:16], 16)
        if number not in self._seen:
            self._seen.add(number)
            return f"fp:{print_}:0"
        self._again[number] = self._again.get(number, 0) + 1
        return f"fp:{print_}:{self._again[number]}"

    def _print(self, cells, *, whole=False):
        """Return the fingerprint of what identifies the row, or of the whole row."""
        names = {"names": self._mapping.columns.keys()} if whole else {}
        hash_of = self._customer_hash
        return fingerprint(self._mapping, cells, self._key, hash_of, **names)

    @cached_property
    def _mended(self):
        """{fingerprint of the whole row: identities of rows mended to say this}."""
        mended = {}
        rows = MendedRow.objects.filter(source__key=self._source_key)
        for identity, said in rows.order_by("-identity").values_list(
            "identity", "said"
        ):
            mended.setdefault(said, []).append(identity)
        return mended

    def _mark_of(self, cells):
        """Return the mark that a row brings back; "" without one."""
        if not self._has_marks:
            return ""
        # In any cell: the row may not line up.
        return next(filter(MARK.fullmatch, cells), "")

    def _mended_cells(self, cells, identity):
        """Return ``cells`` of a row with a mark as they were mended.

        Where it says something else than when it was set aside, that is noted.
        Raises RowError.
        """
        cells = [as_it_was(cell) for cell in cells]
        for key in self._mapping.columns.keys() - {"customer"}:
            if SEALED_CELL.fullmatch(self._mapping.cell(key, cells)):
                raise RowError("sealed", key)
        if identity and self._print(cells) not in identity:
            self._said_now[identity] = self._print(cells, whole=True)
        return cells

    def _once(self, served, mark):
        """Return ``served``; Refused where its id or mark stood above with other words."""
        has_id = served.identity.startswith("id:")
        if not has_id and not mark:
            return served
        number = int.from_bytes(
            blake2b(served.identity.encode(), digest_size=8).digest()
        )
        content = int(served.content[:16], 16)
        if self._ids.setdefault(number, content) == content:
            return served
        if has_id:
            return Refused("id_twice", "external_id")
        return Refused("mark_twice", mark=mark)

    # Who, where, when --------------------------------------------------------------

    def _served(self, answer, identity):
        self._places = {}
        team_id = self._team_of(answer)
        moment = _moment(answer.occurred)
        people = self._people_of(answer, moment, team_id)
        stated = (
            None if people and self._is_within(people, moment, team_id) else team_id
        )
        places = [self._place(moment, person, stated) for person in people or [None]]
        first = places[0]
        weight = WHOLE // len(places)
        return Served(
            identity=identity,
            occurred_at=first.occurred_at,
            served_on=first.served_on,
            week=first.week,
            employee_id=people[0] if people else None,
            team_id=first.team_id,
            job_role_id=first.job_role_id,
            channel=answer.channel,
            customer_hash=self._customer_hash(answer.customer),
            values=answer.values,
            answered_at=self._answered_at(answer, first),
            comment=answer.comment,
            language=answer.language,
            others=tuple(
                Share(person, place.team_id, place.job_role_id, place.week, weight)
                for person, place in zip(people[1:], places[1:], strict=True)
            ),
            is_team_stated=stated is not None,
        )

    def _place(self, moment, person, team_id=None):
        """Return the Place of a person in the row in hand, or None; looked up once."""
        key = person, team_id
        if key not in self._places:
            self._places[key] = self._book.place(
                moment=moment, employee_id=person, team_id=team_id
            )
        return self._places[key]

    def _answered_at(self, answer, place):
        """Return the moment of the answer, never before the service; None for unsaid."""
        if answer.answered is None:
            return None
        local = _moment(answer.answered)
        if local.tzinfo is None:
            local = local.replace(tzinfo=self._book.zone(place.team_id), fold=0)
        return max(local.astimezone(UTC), place.occurred_at)

    def _team_of(self, answer):
        if not answer.team:
            return None
        teams = self._book.teams_by(answer.team)
        if len(teams) != 1:
            raise RowError("team_which" if teams else "team_unknown", "team")
        return teams[0]

    def _people_of(self, answer, moment, team_id):
        """Return the ids of who is named, each once; none where only a team is."""
        if not answer.people:
            return []
        key, text = answer.people[0]
        try:
            return [self._person(key, text, moment, team_id)]
        except RowError as wrong:
            for separator in SEPARATORS:
                parts = [part.strip() for part in text.split(separator)]
                parts = [part for part in parts if part]
                if wrong.args[0] != "employee_unknown" or not (
                    1 < len(parts) <= MOST_PEOPLE
                ):
                    continue
                try:
                    people = [
                        self._person(key, part, moment, team_id) for part in parts
                    ]
                except RowError as other:
                    if other.args[0] == "employee_unknown":
                        continue
                    raise
                return list(dict.fromkeys(people))
            raise

    def _person(self, key, text, moment, team_id):
        known = self._known(key, text)
        if not known:
            raise RowError("employee_unknown", key)
        here = [person for person in known if self._place(moment, person) is not None]
        if not here:
            raise RowError("not_here_then", key)
        if len(here) > 1 and team_id is not None:
            # The row itself says which: only one of them was in that team.
            own = [p for p in here if self._is_within([p], moment, team_id)]
            here = own if len(own) == 1 else here
        if len(here) > 1:
            raise RowError("which_one", key)
        return here[0]

    def _known(self, key, text):
        """Return the ids of all whom ``text`` can mean."""
        book = self._book
        if key == "first_name":
            return book.by_name(text)
        found = None
        if key == "email" or (key == "employee" and "@" in text):
            found = book.by_email(text)
        elif key in ("number", "employee"):
            found = book.by_number(text)
        if found is not None:
            return [found]
        return book.by_name(text) if key == "employee" else []

    def _is_within(self, people, moment, team_id):
        """Return whether all of ``people`` worked in the team, or below it, that day."""
        if team_id is None:
            return False
        path = self._paths[team_id]
        places = [self._place(moment, person) for person in people]
        return all(self._paths[place.team_id].startswith(path) for place in places)

    def _customer_hash(self, text):
        """Return the keyed hash of a customer, also of a cell that is sealed."""
        sealed = SEALED_CELL.fullmatch(text.strip())
        return sealed[2] if sealed else customer_hash(text, self._secret)

    # In words ----------------------------------------------------------------------

    def _as_it_stands(self, cells):
        shown = {
            key: self._mapping.cell(key, cells)[:80] for key in self._mapping.columns
        }
        return shown | {"customer": "…"} if shown.get("customer") else shown

    def _in_words(self, cells, row, people, teams):
        has_time = isinstance(self._cells.answer(cells).occurred, datetime)
        local = row.occurred_at.astimezone(self._book.zone(row.team_id))
        words = {
            "occurred": date_format(local, "j M Y, H:i" if has_time else "j M Y"),
            "team": teams[row.team_id].name,
            "employee": ", ".join(
                people[share.employee_id].full_name
                for share in row.shares
                if share.employee_id is not None
            ),
            "comment": row.comment[:80],
            "language": row.language,
            "channel": row.channel,
            "customer": row.customer_hash[:8],
        }
        if row.identity.startswith("id:"):
            words["external_id"] = row.identity[3:]
        for value in row.values:
            if value.metric in YES_NO:
                words[value.metric] = str(_("Yes") if value.value else _("No"))
            elif value.metric in SCORES:
                words[value.metric] = f"{value.raw} → {value.value:g}"
        return {key: text for key, text in words.items() if text}


def _moment(said):
    """Return a datetime of a date or datetime; noon where only the day is known."""
    if isinstance(said, datetime):
        return said
    return datetime.combine(said, NOON)


def check_answers_source(source_key):
    """Raise ValidationError unless answers can come from a source of this key.

    Codes: "source_missing", "source_invalid", "other_kind".
    """
    if not source_key:
        raise ValidationError(
            _("Say which tool this file comes from."), "source_missing"
        )
    try:
        validate_slug(source_key)
    except ValidationError as refusal:
        raise ValidationError(
            _("The key of a source has letters, figures, “-” and “_” only."),
            "source_invalid",
        ) from refusal
    source = Source.objects.filter(key=source_key).first()
    if source and source.kind != SourceKind.ANSWERS:
        raise ValidationError(
            _("“%(source)s” sends visits, not answers."),
            "other_kind",
            {"source": source},
        )


ANSWERS = Kind(
    key="answers",
    title=_("What customers said"),
    columns=COLUMNS,
    needs=NEEDS,
    reasons=REASONS,
    open=AnswersReader,
    check=check_answers_source,
    fallbacks=FALLBACKS,
)
