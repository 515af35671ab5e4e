"""What one row does to one person's career: the table of docs/import-people.md."""

from dataclasses import replace

from staff.importing.columns import Field
from staff.importing.problems import Problem, problem
from staff.rules import career as rules


def employed(row, career, today):
    """Return what ``row`` says about the stays of ``career``, or the Problem of it.

    A new stay comes without a post; known posts follow their stay. ``posted`` comes next.
    """
    stay = _stay_meant(row, career)
    if stay is None:
        return _hired(row, career)
    hired_on, left_on = row.hired_on or stay.hired_on, row.left_on or stay.left_on
    if (hired_on, left_on) == (stay.hired_on, stay.left_on):
        return career
    code = rules.correction_refusal(career, stay, hired_on, left_on)
    if row.is_last_day and row.left_on and left_on <= hired_on:
        code = "left_before_hired"
    if code:
        column = Field.LEFT_ON if code.startswith("left") else Field.HIRED_ON
        return problem(row.line, code, column)
    return rules.corrected(
        career, stay, hired_on=hired_on, left_on=left_on, today=today
    )


def _stay_meant(row, career):
    """Return the stay of which ``row`` speaks; None when it is one we do not know."""
    latest = career.latest
    if latest is None or row.hired_on is None:
        return latest
    known = [stay for stay in career.stays if stay.hired_on == row.hired_on]
    if known:
        return known[0]
    is_later = latest.left_on is not None and row.hired_on >= latest.left_on
    is_earlier = row.left_on is not None and row.left_on <= latest.hired_on
    return None if is_later or is_earlier else latest


def _hired(row, career):
    if row.hired_on is None:
        return problem(row.line, "hire_date_missing", Field.HIRED_ON)
    if career.latest and row.hired_on < career.latest.hired_on:
        return problem(row.line, "other_time", Field.HIRED_ON)
    return rules.hired(career, row.hired_on, left_on=row.left_on, team_id=None)


def keeps_leaving(row, before):
    """Return whether ``row`` is silent on a leaving that is known: it then stays."""
    is_known = before.latest is not None and before.latest.left_on is not None
    return row.names_left and is_known and row.left_on is None


def is_posted_by(row, before, after, today):
    """Return whether it matters which team ``row`` names: not for whoever is gone."""
    stay = _stay_meant(row, before)
    if len(after.stays) > len(before.stays):
        return True
    return stay == before.latest and not after.is_over(today)


def posted(row, before, after, *, team_id, job_role_id, today):
    """Return ``after`` with the post that ``row`` says, or the Problem of it.

    before, after: careers without and with what ``employed`` made of it. team_id,
    job_role_id: None where the row is silent, which leaves what is known.
    """
    stay = after.latest
    if len(after.stays) > len(before.stays):
        if team_id is None:
            return problem(row.line, "team_missing", Field.TEAM)
        first = row.valid_from or stay.hired_on
        is_assumed = row.valid_from is None
        post = rules.Post(team_id, job_role_id, first, stay.left_on, is_assumed)
        return replace(after, posts=(*after.posts, post))
    if team_id is None and job_role_id is None:
        return after
    if row.valid_from and row.valid_from < stay.hired_on:
        return problem(row.line, "since_before_hired", Field.VALID_FROM)
    day = row.valid_from or max(today, stay.hired_on)
    if not stay.holds(day):
        return after
    return _moved(row, after, day, team_id, job_role_id, today)


def _moved(row, career, day, team_id, job_role_id, today):
    present = career.post_on(day)
    compared = [present] if present else []
    if row.valid_from is None:
        compared += career.posts_after(day)
        if not career.posts_of(career.latest):
            day = career.latest.hired_on
    for post in compared:
        if team_id in (None, post.team_id) and job_role_id in (None, post.job_role_id):
            is_news = row.valid_from is not None and post.is_assumed
            return rules.stated_since(career, post, day) if is_news else career
    if present:
        team_id = team_id if team_id is not None else present.team_id
        job_role_id = job_role_id if job_role_id is not None else present.job_role_id
    if team_id is None:
        return career
    return rules.moved(
        career,
        team_id=team_id,
        job_role_id=job_role_id,
        valid_from=day,
        today=today,
        is_assumed=row.valid_from is None,
    )


def is_problem(outcome):
    return isinstance(outcome, Problem)
