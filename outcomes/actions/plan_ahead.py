"""Planning ahead: begun for a run that is done, kept some tries at a time, ended.

Whoever works it out may be killed at any moment, and two may work at once: each try is
the same whoever makes it, and tries that are there already are not kept again.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from outcomes.choices import AnalysisState
from outcomes.models import PlanAhead
from outcomes.queries.schedule import is_left, plan_ahead_owed


@transaction.atomic
def claim_plan_ahead(*, at):
    """Claim the run that is to be planned ahead of; return the Analysis, None if none.

    The claim keeps the next asker from ordering it as well while somebody works on it.
    """
    analysis = plan_ahead_owed(at)
    if analysis is None:
        return None
    ahead = _locked(PlanAhead.objects.get_or_create(analysis=analysis)[0])
    if not is_left(ahead, at):
        return None
    ahead.claimed_at = at
    ahead.save(update_fields=["claimed_at"])
    return analysis


@transaction.atomic
def begin_plan_ahead(*, analysis, code_version, at):
    """Begin planning ahead of ``analysis``, or go on with it; return the PlanAhead.

    What another version of the arithmetic has tried is not gone on with; what did not
    work is tried again.
    Raises ValidationError, code "not_done" before the verdicts of the run are struck, or
    "no_seed" for a run of a time when nothing was drawn.
    """
    if analysis.state != AnalysisState.DONE:
        raise ValidationError(_("This run has not given its verdicts."), "not_done")
    if "seed" not in analysis.parameters:
        raise ValidationError(
            _("This run was made before there was a seed."), "no_seed"
        )
    ahead = _locked(PlanAhead.objects.get_or_create(analysis=analysis)[0])
    if ahead.code_version != code_version:
        ahead.code_version, ahead.finished_at = code_version, None
        ahead.steps, ahead.tries = [], []
    if ahead.failure:
        ahead.finished_at, ahead.failure = None, ""
    if ahead.finished_at is None:
        ahead.claimed_at = at
    ahead.save()
    return ahead


@transaction.atomic
def keep_tries(*, ahead, first, tries, at):
    """Keep ``tries``, [effect, shows_from, is_called] each; return the row as it stands.

    first: how many there have to be already, of the same step; else somebody else has
    kept them, and nothing changes.
    """
    known, ahead = ahead, _locked(ahead)
    if _is_as(known, ahead, first):
        ahead.tries += tries
        ahead.claimed_at = at
        ahead.save(update_fields=["tries", "claimed_at"])
    return ahead


@transaction.atomic
def keep_step(*, ahead, step):
    """Keep what the tries of one number of people came to; return the row.

    step: a Tried as plain values. Whoever works is free to stop now.
    """
    known, ahead = ahead, _locked(ahead)
    if _is_as(known, ahead, step["tries"]):
        ahead.steps.append(step)
        ahead.tries, ahead.claimed_at = [], None
        ahead.save(update_fields=["steps", "tries", "claimed_at"])
    return ahead


@transaction.atomic
def end_plan_ahead(*, ahead, at, failure=""):
    """End planning ahead, with the reason if it did not work; return the row."""
    ahead = _locked(ahead)
    if ahead.finished_at is None:
        ahead.finished_at, ahead.failure = at, failure[:500]
        ahead.tries, ahead.claimed_at = [], None
        ahead.save(update_fields=["finished_at", "failure", "tries", "claimed_at"])
    return ahead


def _is_as(known, ahead, tries):
    """Return whether nobody else has gone on since ``known`` was read."""
    return (
        ahead.finished_at,
        ahead.code_version,
        len(ahead.steps),
        len(ahead.tries),
    ) == (
        None,
        known.code_version,
        len(known.steps),
        tries,
    )


def _locked(ahead):
    return PlanAhead.objects.select_for_update().get(pk=ahead.pk)
