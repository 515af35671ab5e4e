"""Where somebody has worked and whom they managed, and what each act makes of it.

Everything is half-open, as in the tables: a day counts from the first date up to, and
without, the second. A function named ``…_refusal`` returns why an act cannot be done, as
a code of staff/refusals.py, or None; the function beside it then does it. Teams and job
roles are known by whatever id the caller uses; nothing here reads it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Stay:
    """One stretch of working here; ``left_on`` is the first day away, None while open."""

    hired_on: date
    left_on: date | None = None
    id: int | None = None

    def holds(self, day: date) -> bool:
        return self.hired_on <= day and (self.left_on is None or day < self.left_on)


@dataclass(frozen=True)
class Post:
    """One stretch in one team. ``is_assumed``: nobody stated its first day."""

    team_id: int | str
    job_role_id: int | str | None
    valid_from: date
    valid_to: date | None = None
    is_assumed: bool = False
    id: int | None = None

    def holds(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)

    def is_like(self, team_id: int | str, job_role_id: int | str | None) -> bool:
        return (self.team_id, self.job_role_id) == (team_id, job_role_id)


@dataclass(frozen=True)
class Charge:
    """One stretch of managing one team."""

    team_id: int | str
    valid_from: date
    valid_to: date | None = None
    id: int | None = None

    def holds(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


@dataclass(frozen=True)
class Career:
    """All stays, posts and charges of one person, each oldest first."""

    stays: tuple[Stay, ...] = ()
    posts: tuple[Post, ...] = ()
    charges: tuple[Charge, ...] = ()

    @property
    def latest(self) -> Stay | None:
        """The stay that began last; None for somebody who was never hired."""
        return self.stays[-1] if self.stays else None

    @property
    def is_open(self) -> bool:
        """Whether nobody has said when this person leaves."""
        return bool(self.stays) and self.stays[-1].left_on is None

    def is_over(self, day: date) -> bool:
        """Return whether the person is gone on ``day`` and not expected back."""
        latest = self.latest
        return latest is None or (latest.left_on is not None and latest.left_on <= day)

    def stay_on(self, day: date) -> Stay | None:
        return next((stay for stay in self.stays if stay.holds(day)), None)

    def post_on(self, day: date) -> Post | None:
        return next((post for post in self.posts if post.holds(day)), None)

    def posts_after(self, day: date) -> list[Post]:
        """Return the posts that begin later than ``day``."""
        return [post for post in self.posts if post.valid_from > day]

    def posts_of(self, stay: Stay) -> list[Post]:
        """Return the posts that began during ``stay``."""
        end = self._next_hire(stay)
        return [
            post
            for post in self.posts
            if stay.hired_on <= post.valid_from
            and (end is None or post.valid_from < end)
        ]

    def with_ids(self, teams: dict, roles: dict) -> "Career":
        """Return the same career with the ids that ``teams`` and ``roles`` have in the
        place of some; a career without any of them comes back as it is."""
        return replace(
            self,
            posts=tuple(
                replace(
                    post,
                    team_id=teams.get(post.team_id, post.team_id),
                    job_role_id=roles.get(post.job_role_id, post.job_role_id),
                )
                for post in self.posts
            ),
            charges=tuple(
                replace(charge, team_id=teams.get(charge.team_id, charge.team_id))
                for charge in self.charges
            ),
        )

    def _next_hire(self, stay: Stay) -> date | None:
        later = [
            other.hired_on for other in self.stays if other.hired_on > stay.hired_on
        ]
        return min(later, default=None)


def hire_refusal(career: Career, hired_on: date, left_on: date | None) -> str | None:
    """Return why nobody can be hired, for the first time or again, on ``hired_on``."""
    if left_on is not None and left_on < hired_on:
        return "left_before_hired"
    latest = career.latest
    if latest is None:
        return None
    if latest.left_on is None:
        return "works_here"
    if hired_on < latest.left_on or hired_on <= latest.hired_on:
        return "hired_before_left"
    return None


def hired(
    career: Career,
    hired_on: date,
    *,
    left_on: date | None = None,
    team_id: int | str | None,
    job_role_id: int | str | None = None,
    valid_from: date | None = None,
    is_assumed: bool = False,
) -> Career:
    """Return ``career`` with a new stay, and a post from its first day on.

    valid_from: first day of the post where that is not the hire date. team_id: None for
    somebody who is hired without a team.
    """
    posts = career.posts
    if team_id is not None:
        first = valid_from or hired_on
        posts += (Post(team_id, job_role_id, first, left_on, is_assumed),)
    return replace(career, stays=(*career.stays, Stay(hired_on, left_on)), posts=posts)


def move_refusal(career: Career, valid_from: date) -> str | None:
    """Return why nobody can be moved on ``valid_from``."""
    if career.latest is None or career.stay_on(valid_from) is not None:
        return None if career.latest else "not_employed"
    is_early = valid_from < career.latest.hired_on
    return "moved_before_hired" if is_early else "moved_after_left"


def moved(
    career: Career,
    *,
    team_id: int | str,
    job_role_id: int | str | None,
    valid_from: date,
    today: date,
    is_assumed: bool = False,
) -> Career:
    """Return ``career`` with a post from ``valid_from`` on.

    It replaces what was known from that day up to today; a move planned for a later day
    stays. A second move on one day edits the first. Nothing changes when the person has
    the post already.
    """
    present = career.post_on(valid_from)
    if present and present.is_like(team_id, job_role_id):
        return career
    stay = career.stay_on(valid_from)
    horizon = max(valid_from, today)
    before = [
        replace(post, valid_to=valid_from) if post == present else post
        for post in career.posts
        if post.valid_from < valid_from
    ]
    replaced = [p for p in career.posts if valid_from <= p.valid_from <= horizon]
    planned = career.posts_after(horizon)
    ends = [p.valid_from for p in planned if stay.holds(p.valid_from)]
    new = Post(
        team_id,
        job_role_id,
        valid_from,
        min(ends) if ends else stay.left_on,
        is_assumed,
        id=next((p.id for p in replaced if p.valid_from == valid_from), None),
    )
    return replace(career, posts=(*before, new, *planned))


def stated_since(career: Career, post: Post, valid_from: date) -> Career:
    """Return ``career`` with the assumed first day of ``post`` stated as ``valid_from``.

    valid_from: a day that ``post`` holds. The post before it, where there is one, goes on
    until then.
    """
    place = career.posts.index(post)
    posts = list(career.posts)
    posts[place] = replace(post, valid_from=valid_from, is_assumed=False)
    stay = career.stay_on(post.valid_from)
    before = (
        posts[place - 1] if place and stay.holds(posts[place - 1].valid_from) else None
    )
    if before and before.valid_to == post.valid_from:
        posts[place - 1] = replace(before, valid_to=valid_from)
    return replace(career, posts=tuple(posts))


def correction_refusal(
    career: Career, stay: Stay, hired_on: date, left_on: date | None
) -> str | None:
    """Return why the dates of ``stay`` cannot become ``hired_on`` and ``left_on``."""
    if left_on is not None and left_on < hired_on:
        return "left_before_hired"
    earlier = [s for s in career.stays if s.hired_on < stay.hired_on]
    if earlier and hired_on < max(s.left_on for s in earlier):
        return "hired_before_left"
    next_hire = career._next_hire(stay)
    if next_hire is not None and (left_on is None or left_on > next_hire):
        return "left_after_next_hire"
    if hired_on > stay.hired_on:
        first = next(iter(career.posts_of(stay)), None)
        if first and first.valid_from > stay.hired_on:
            return "hired_after_move" if hired_on > first.valid_from else None
        if first and first.valid_to != stay.left_on and hired_on >= first.valid_to:
            return "hired_after_move"
    return None


def corrected(
    career: Career, stay: Stay, *, hired_on: date, left_on: date | None, today: date
) -> Career:
    """Return ``career`` with other dates for ``stay``; also how somebody leaves.

    Whoever began in a team on the hire date begins there on the new one. The last post
    and the charges end with the stay; what was planned for later is dropped. A leaving
    taken back or put off opens the last post again, and the charges unless they have
    ended already: power that was gone is not given back by a date.
    """
    new = replace(stay, hired_on=hired_on, left_on=left_on)
    posts = tuple(_ended_posts(career, stay, new))
    charges = tuple(_ended_charges(career, stay, new, today))
    stays = tuple(new if other == stay else other for other in career.stays)
    return Career(stays=stays, posts=posts, charges=charges)


def _ended_posts(career: Career, stay: Stay, new: Stay) -> Iterator[Post]:
    own = career.posts_of(stay)
    for old in career.posts:
        post = old
        if old in own:
            if old.valid_from == stay.hired_on:
                post = replace(post, valid_from=new.hired_on)
            if old == own[-1] and old.valid_to == stay.left_on:
                post = replace(post, valid_to=new.left_on)
            if new.left_on is not None:
                end = min(post.valid_to or new.left_on, new.left_on)
                post = replace(post, valid_to=max(end, post.valid_from))
                if post.valid_from > new.left_on:
                    continue
        yield post


def _ended_charges(
    career: Career, stay: Stay, new: Stay, today: date
) -> Iterator[Charge]:
    next_hire = career._next_hire(stay)
    is_ahead = stay.left_on is not None and stay.left_on > today
    for old in career.charges:
        charge = old
        if next_hire is None or old.valid_from < next_hire:
            if is_ahead and old.valid_to == stay.left_on:
                charge = replace(charge, valid_to=new.left_on)
            if new.left_on is not None:
                end = min(charge.valid_to or new.left_on, new.left_on)
                charge = replace(charge, valid_to=max(end, charge.valid_from))
                if charge.valid_from > new.left_on:
                    continue
        yield charge


def appointment_refusal(career: Career, valid_from: date) -> str | None:
    """Return why the person cannot manage a team from ``valid_from`` on."""
    return None if career.stay_on(valid_from) else "not_employed_then"


def appointed(career: Career, team_id: int | str, valid_from: date) -> Career:
    """Return ``career`` with the charge of a team from ``valid_from`` on.

    It ends with the stay. A charge of the same team that was to begin later begins then.
    """
    own = [charge for charge in career.charges if charge.team_id == team_id]
    if any(charge.holds(valid_from) for charge in own):
        return career
    later = next((charge for charge in own if charge.valid_from > valid_from), None)
    if later:
        new = replace(later, valid_from=valid_from)
        charges = [new if charge == later else charge for charge in career.charges]
    else:
        end = career.stay_on(valid_from).left_on
        charges = [*career.charges, Charge(team_id, valid_from, end)]
    return replace(career, charges=tuple(charges))


def relieved(career: Career, team_id: int | str, valid_to: date) -> Career:
    """Return ``career`` without the charge of a team from ``valid_to`` on."""
    kept = []
    for charge in career.charges:
        if charge.team_id != team_id or (
            charge.valid_to and charge.valid_to <= valid_to
        ):
            kept.append(charge)
        elif charge.valid_from < valid_to:
            kept.append(replace(charge, valid_to=valid_to))
    return replace(career, charges=tuple(kept))


@dataclass(frozen=True)
class Deeds:
    """What happened to one person between two careers, in the words of the journal.

    fields: dates that were corrected. appointed, relieved: ids of the teams.
    """

    is_hired: bool = False
    is_rehired: bool = False
    is_moved: bool = False
    has_left: bool = False
    fields: frozenset[str] = frozenset()
    appointed: tuple[int | str, ...] = field(default=())
    relieved: tuple[int | str, ...] = field(default=())


def deeds(before: Career, after: Career) -> Deeds:
    """Return the Deeds that lead from ``before`` to ``after``."""
    grown = len(after.stays) > len(before.stays)
    old, new = before.latest, after.latest
    was_open = grown or (old is not None and old.left_on is None)
    stays = list(zip(before.stays, after.stays, strict=False))
    fields = {"hired_on" for was, now in stays if was.hired_on != now.hired_on}
    fields |= {
        "left_on"
        for was, now in stays
        if was.left_on != now.left_on and was.left_on is not None
    }
    known = {post.id: post for post in before.posts}
    # A move that is taken back on its day leaves nothing but a post that is gone.
    is_taken_back = before.stays == after.stays and (
        known.keys() - {post.id for post in after.posts}
    )
    is_moved = not grown and any(
        post.id not in known
        or not post.is_like(known[post.id].team_id, known[post.id].job_role_id)
        for post in after.posts
    )
    restated = any(
        post.id in known
        and (known[post.id].valid_from, known[post.id].is_assumed)
        != (post.valid_from, post.is_assumed)
        for post in after.posts
    )
    if restated and not is_moved and "hired_on" not in fields:
        fields.add("valid_from")
    charges = {charge.id: charge for charge in before.charges}
    kept = {charge.id: charge for charge in after.charges}
    return Deeds(
        is_hired=grown and not before.stays,
        is_rehired=grown and bool(before.stays),
        is_moved=is_moved or bool(is_taken_back),
        has_left=was_open and new is not None and new.left_on is not None,
        fields=frozenset(fields),
        appointed=tuple(c.team_id for c in after.charges if c.id not in charges),
        relieved=tuple(
            charge.team_id
            for charge in before.charges
            if charge.id not in kept or _ends_earlier(kept[charge.id], charge)
        ),
    )


def _ends_earlier(charge: Charge, than: Charge) -> bool:
    if charge.valid_to is None:
        return False
    return than.valid_to is None or charge.valid_to < than.valid_to
