"""Telling a case from the floor, and what authors make of it."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from events.record import record
from studio.choices import SuggestionState
from studio.models import Suggestion
from studio.rules import could_find_somebody

TEXTS = ("happened", "said", "did", "otherwise")


@transaction.atomic
def suggest_scenario(*, uuid, by, at, skill=None, is_named=False, **texts):
    """Record the case that ``by`` tells; return the Suggestion.

    uuid: drawn with the page; there already, the one it stands for is returned.
    texts: happened, said, did, and otherwise, which may be empty. is_named: whether
    authors are shown who told it. Raises ValidationError by field, code "findable" for a
    text by which a customer could be found; "foreign" for the page of somebody else.
    """
    _demand_nobody_found(texts)
    told = {"made_at": at, "skill": skill, "is_named": is_named, **texts}
    Suggestion(employee=by, **told).full_clean()
    suggestion, is_new = Suggestion.objects.get_or_create(
        uuid=uuid, defaults={"employee": by, **told}
    )
    if suggestion.employee_id != by.pk:
        raise ValidationError(
            _("This page was opened by somebody else. Please open it anew."),
            code="foreign",
        )
    if is_new:
        record("suggestion.made", at=at, by=by, employee=by, subject=suggestion)
    return suggestion


def _demand_nobody_found(texts):
    refusals = {
        name: ValidationError(
            _("This holds an address or a long number. Please leave it out."),
            code="findable",
        )
        for name in TEXTS
        if could_find_somebody(texts.get(name, ""))
    }
    if refusals:
        raise ValidationError(refusals)


@transaction.atomic
def withdraw_suggestion(*, suggestion, by, at):
    """Delete ``suggestion`` with its texts, as ``by``, who told it, asks.

    Gone already: nothing. Raises ValidationError, code "not_new", once an author has
    begun to write from it or has answered.
    """
    waiting = Suggestion.objects.select_for_update(of=("self",))
    suggestion = waiting.filter(pk=suggestion.pk).first()
    if suggestion is None:
        return
    if suggestion.state != SuggestionState.NEW:
        raise ValidationError(
            _("An author has seen to it already, so it stays."), code="not_new"
        )
    record("suggestion.withdrawn", at=at, by=by, employee=by, subject=suggestion)
    suggestion.delete()


@transaction.atomic
def take_up(*, suggestion, by, at):
    """Record that ``by``, an author, writes a scenario from ``suggestion``; return it.

    Taken up already: nothing changes. Raises ValidationError, code "closed", when it was
    declined or has become a scenario.
    """
    suggestion = _locked_open(suggestion)
    if suggestion.state == SuggestionState.TAKEN_UP:
        return suggestion
    return _answered(suggestion, SuggestionState.TAKEN_UP, by=by, at=at)


@transaction.atomic
def decline(*, suggestion, by, at, answer):
    """Record that no scenario comes of ``suggestion``, and why; return it.

    answer: what the person who told it reads. Raises ValidationError, code "closed" as
    ``take_up`` does.
    """
    suggestion = _locked_open(suggestion)
    return _answered(suggestion, SuggestionState.DECLINED, by=by, at=at, answer=answer)


@transaction.atomic
def finish(*, suggestion, by, at, scenario, answer=""):
    """Record that ``suggestion`` has become ``scenario``; return it.

    answer: what the person who told it reads besides. Raises ValidationError, code
    "closed" as ``take_up`` does.
    """
    suggestion = _locked_open(suggestion)
    return _answered(
        suggestion,
        SuggestionState.DONE,
        by=by,
        at=at,
        answer=answer,
        scenario=scenario,
    )


def _locked_open(suggestion):
    locked = Suggestion.objects.select_for_update(of=("self",)).get(pk=suggestion.pk)
    if not locked.is_open:
        raise ValidationError(_("This was answered meanwhile."), code="closed")
    return locked


def _answered(suggestion, state, *, by, at, **values):
    """Save the new ``state`` and tell the journal; the texts are not told."""
    suggestion.state, suggestion.answered_by, suggestion.answered_at = state, by, at
    for name, value in values.items():
        setattr(suggestion, name, value)
    suggestion.full_clean()
    suggestion.save()
    record(
        f"suggestion.{state.value}",
        at=at,
        by=by,
        employee=suggestion.employee,
        subject=suggestion,
        fields=["state", *values],
    )
    return suggestion
