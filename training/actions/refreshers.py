"""Refreshers: what was learned is kept on cards, and asked again."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from staff.models import Employee
from training import memory
from training.actions.answering import refused_answer, taken_answer
from training.models import RefresherCard, RefresherReview, Skill
from training.queries.refreshers import (
    learned_in,
    may_be_asked,
    question_of,
    review_on,
    state_of,
)
from training.queries.scripts import script_of
from training.quiz.questions import is_right_answer
from training.scenario.single import judge

CARD_FIELDS = ["enrolment", "step", "mood", "flags", "seconds", "is_retired"]
CARD_FIELDS += memory.Memory._fields


@transaction.atomic
def make_cards(*, enrolment, today):
    """Make cards of what was met in ``enrolment``, completed on ``today``; return them.

    Made in the transaction that completes it, from the answers given on the way: nothing
    has to be caught up later, and no page that is only looked at writes. What the person
    learned before in this module goes over to the version learned now with its memory,
    as asked once more today; what this version has no more is asked no longer.
    """
    before = RefresherCard.objects.select_for_update(of=("self",)).filter(
        employee=enrolment.employee, enrolment__module=enrolment.module
    )
    known = {(card.step.key, card.item): card for card in before.select_related("step")}
    met = learned_in(enrolment)
    cards = [
        _card_of(each, known.pop((each.step.key, each.item), None), enrolment, today)
        for each in met
    ]
    for card in known.values():
        card.is_retired = True
    old = [card for card in (*cards, *known.values()) if card.pk]
    RefresherCard.objects.bulk_update(old, CARD_FIELDS)
    RefresherCard.objects.bulk_create([card for card in cards if not card.pk])
    _name_skills(zip(cards, met, strict=True))
    return cards


def _card_of(met, card, enrolment, today):
    """Return ``card``, or a new one, as it is after ``met`` on ``today``, not yet saved."""
    known = card.memory if card else None
    card = card or RefresherCard(employee=enrolment.employee, item=met.item)
    card.enrolment, card.step, card.is_retired = enrolment, met.step, False
    card.mood = met.state and met.state.mood
    card.flags = sorted(met.state.flags) if met.state else []
    card.seconds = met.seconds
    card.memory = memory.after_review(known, met.rating, today)
    return card


def _name_skills(pairs):
    """Write the skills of each (card, Learned), in the place of those it had."""
    skills = dict(Skill.objects.values_list("slug", "pk"))
    pairs = list(pairs)
    link = RefresherCard.skills.through
    link.objects.filter(refreshercard__in=[card.pk for card, _met in pairs]).delete()
    link.objects.bulk_create(
        link(refreshercard=card, skill_id=skills[slug])
        for card, met in pairs
        for slug in sorted(met.skills)
        if slug in skills
    )


@transaction.atomic
def answer_card(*, card, answer, at, today, measured=None, since=None):
    """Record ``answer`` to ``card``; return the RefresherReview.

    answer: what answers its question (training.quiz.questions), or the key of the one
    choice taken. at, today: the moment,
    and the date where the person works. measured: seconds from seeing it to answering,
    None when unknown. since: the date of the last review when the card was shown, None
    when unknown. A card that was answered today, or after ``since``, keeps its first
    answer and returns it: a second tap, or another device, changes nothing.
    Raises ValidationError, code "nothing_ticked", "unknown_option", or "not_now" when it
    is not due or today's share is used up; so no door asks for more.
    """
    # All that is asked of one person takes turns.
    person = Employee.objects.filter(pk=card.employee_id).locked_in_order().get()
    cards = RefresherCard.objects.select_for_update(of=("self",))
    card = cards.select_related("step__bank_version").get(pk=card.pk)
    if given := review_on(card, today) or (since and _review_after(card, since)):
        return given
    if not may_be_asked(person, card, today):
        raise ValidationError(
            _("That can wait. Here is what is up today."), code="not_now"
        )
    given, rating = _judged(card, answer)
    review = RefresherReview.objects.create(
        card=card,
        at=at,
        reviewed_on=today,
        rating=rating,
        answer=given,
        seconds=memory.seconds_counted(measured, card.seconds),
    )
    card.memory = memory.after_review(card.memory, rating, today)
    card.save(update_fields=[*memory.Memory._fields])
    return review


def _review_after(card, day):
    return card.reviews.filter(reviewed_on__gt=day).order_by("reviewed_on").first()


def _judged(card, answer):
    """Return (answer as it is stored, rating), or refuse it."""
    if not card.is_scene:
        question = question_of(card)
        given = taken_answer(question, answer)
        is_right = is_right_answer(question, given)
        return given, memory.rating_of_answer(is_right=is_right)
    if not answer:
        raise refused_answer("nothing_ticked")
    script = script_of(card.step.scenario_version_id)
    judged = judge(script.scenario, state_of(card), answer[0], script.best)
    if judged is None or len(answer) > 1:
        raise refused_answer("unknown_option")
    return answer, memory.rating_of_choice(judged.lost, judged.stake)
