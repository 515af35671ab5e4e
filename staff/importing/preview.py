"""A plan in words, for the page that asks whether to write it."""

from collections import defaultdict
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from staff.importing.columns import Field
from staff.importing.plan import words_of
from staff.rules.career import ONE_DAY


@dataclass(frozen=True)
class Line:
    """One thing that happens to one person: what, what it was, what it becomes."""

    label: str
    old: str
    new: str


@dataclass(frozen=True)
class Group:
    """People to whom the same happens. word: a word of staff.importing.plan.words_of."""

    word: str
    title: str
    count: int


@dataclass(frozen=True)
class Reason:
    """Rows with the same thing wrong. example: the first of their Problems."""

    example: object
    lines: list[int]
    column: str

    @property
    def others(self):
        return len(self.lines) - 1


def title_of(word, count):
    """Return "3 people are new" for "created" and 3."""
    titles = {
        "created": ngettext("%(count)s new person", "%(count)s new people", count),
        "rehired": ngettext("%(count)s hired again", "%(count)s hired again", count),
        "moved": ngettext("%(count)s moves", "%(count)s move", count),
        "left": ngettext("%(count)s leaves", "%(count)s leave", count),
        "changed": ngettext("%(count)s corrected", "%(count)s corrected", count),
        "gets_teams": ngettext(
            "%(count)s gets a team to manage", "%(count)s get a team to manage", count
        ),
        "loses_teams": ngettext(
            "%(count)s no longer manages a team",
            "%(count)s no longer manage a team",
            count,
        ),
        "unchanged": ngettext("%(count)s unchanged", "%(count)s unchanged", count),
    }
    return titles[word] % {"count": count}


WORDS = (
    "created",
    "rehired",
    "moved",
    "left",
    "changed",
    "gets_teams",
    "loses_teams",
)


def groups_of(plan):
    """Return the Groups of ``plan`` that have anybody in them."""
    counts = plan.counts()
    return [
        Group(word, title_of(word, counts[word]), counts[word])
        for word in WORDS
        if counts.get(word)
    ]


def people_in(plan, word):
    """Return the PersonPlans of ``plan`` to whom ``word`` happens; all without a word."""
    return [p for p in plan.people if not word or word in words_of(p)]


def lines_of(person, plan):
    """Return what happens to a PersonPlan as Lines."""
    lines = [*_stay_lines(person), *_post_lines(person, plan)]
    if person.known:
        lines += [
            Line(str(Field(name).label), old or "–", new)
            for name, old, new in person.details
        ]
    deeds = person.deeds
    lines += [
        Line(_("Manages"), "", plan.team_names[team_id]) for team_id in deeds.appointed
    ]
    lines += [
        Line(_("Manages no longer"), "", plan.team_names[team_id])
        for team_id in deeds.relieved
    ]
    return lines


def _day(day):
    return date_format(day, "j M Y")


def _stay_lines(person):
    old = {stay.id: stay for stay in person.before.stays}
    for stay in person.after.stays:
        was = old.get(stay.id)
        if was is None or was.hired_on != stay.hired_on:
            yield Line(
                _("Hired on"),
                _day(was.hired_on) if was else "",
                _day(stay.hired_on),
            )
        if (was.left_on if was else None) != stay.left_on:
            yield Line(
                _("Last day"), _last_day(was) if was else "", _last_day(stay) or "–"
            )


def _last_day(stay):
    return _day(stay.left_on - ONE_DAY) if stay.left_on else ""


def _post_lines(person, plan):
    old = {post.id: post for post in person.before.posts}
    hired = {stay.hired_on for stay in person.after.stays}
    for post in person.after.posts:
        was = old.get(post.id)
        if was is None:
            present = person.before.post_on(post.valid_from - ONE_DAY)
            since = _("%(team)s, from %(day)s") % {
                "team": _post_name(post, plan),
                "day": _day(post.valid_from),
            }
            yield Line(_("Team"), _post_name(present, plan) if present else "", since)
        elif not was.is_like(post.team_id, post.job_role_id):
            yield Line(_("Team"), _post_name(was, plan), _post_name(post, plan))
        elif was.valid_from != post.valid_from and post.valid_from not in hired:
            yield Line(
                _("In the team since"),
                _day(was.valid_from),
                _day(post.valid_from),
            )
        elif was.is_assumed != post.is_assumed:
            yield Line(_("In the team since"), _("assumed"), _day(post.valid_from))


def _post_name(post, plan):
    team = plan.team_names[post.team_id]
    if post.job_role_id is None:
        return team
    role = plan.role_names[post.job_role_id]
    return _("%(team)s as %(role)s") % {"team": team, "role": role}


def reasons_of(problems):
    """Return the Reasons why rows are set aside, the most frequent first."""
    by_reason = defaultdict(list)
    for problem in problems:
        by_reason[problem.code, problem.column].append(problem)
    reasons = [
        Reason(
            found[0],
            sorted({p.line for p in found}),
            str(Field(column).label) if column else "",
        )
        for (_code, column), found in by_reason.items()
    ]
    return sorted(reasons, key=lambda reason: -len(reason.lines))
