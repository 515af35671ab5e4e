"""What people say of modules, as far as it is told: no names, and nothing of a few."""

from dataclasses import dataclass

from django.db.models import Avg, Count

from staff.rules import SMALLEST_GROUP
from training.choices import EnrolmentStatus, Stars
from training.models import ModuleRating
from training.rules import groups_told, share_percent


@dataclass(frozen=True)
class StarsShown:
    """How a module is rated. mean: 1.0-5.0. raters: people, SMALLEST_GROUP or more."""

    mean: float
    raters: int


@dataclass(frozen=True)
class StarsOfVersion:
    """How one version is rated. mean: None where its raters are too few to be told."""

    number: int
    raters: int
    mean: float | None


@dataclass(frozen=True)
class Answered:
    """One of the five answers. percent: share of all who rated, 0-100."""

    stars: Stars
    count: int
    percent: int


@dataclass(frozen=True)
class RatingsShown:
    """All that is told of the ratings of one module.

    raters: people who rated it. Below SMALLEST_GROUP there is nothing else: mean None,
    the rest empty. answers: from five stars down. versions: the newest first, without
    figures where these could be had by subtraction. comments: without names, by their
    words, which say nothing of when they came.
    """

    raters: int
    mean: float | None = None
    answers: tuple[Answered, ...] = ()
    versions: tuple[StarsOfVersion, ...] = ()
    comments: tuple[str, ...] = ()

    @property
    def still_missing(self):
        """How many more people have to rate it until anything is told."""
        return max(0, SMALLEST_GROUP - self.raters)


def may_rate(enrolment):
    """Return whether its learner may rate the module: completed, and completed here."""
    is_completed = enrolment.status == EnrolmentStatus.COMPLETED
    return is_completed and enrolment.version_id is not None


def rating_in(enrolment):
    """Return the ModuleRating of ``enrolment``, or None."""
    return ModuleRating.objects.filter(enrolment=enrolment).first()


def with_stars(modules):
    """Return ``modules``, a list, each with ``stars``: a StarsShown, None of a few.

    One statement. Whoever rated a module in several cycles counts once, with the last.
    """
    modules = list(modules)
    ratings = ModuleRating.objects.filter(module__in=modules).latest_of_each()
    told = {
        module: StarsShown(mean, raters)
        for module, mean, raters in ratings.values("module")
        .annotate(mean=Avg("stars"), raters=Count("*"))
        .filter(raters__gte=SMALLEST_GROUP)
        .values_list("module", "mean", "raters")
    }
    for module in modules:
        module.stars = told.get(module.pk)
    return modules


def ratings_of(module):
    """Return the RatingsShown of ``module``; two statements."""
    ratings = ModuleRating.objects.filter(module=module).latest_of_each()
    per_answer = list(
        ratings.values("enrolment__version__number", "stars")
        .annotate(count=Count("pk"))
        .values_list("enrolment__version__number", "stars", "count")
    )
    raters = sum(count for _version, _stars, count in per_answer)
    if raters < SMALLEST_GROUP:
        return RatingsShown(raters)
    comments = ratings.exclude(comment="").values_list("comment", flat=True)
    return RatingsShown(
        raters=raters,
        mean=_mean(per_answer),
        answers=_answers(per_answer, raters),
        versions=_versions(per_answer),
        comments=tuple(sorted(comments, key=str.casefold)),
    )


def _mean(per_answer):
    total = sum(stars * count for _version, stars, count in per_answer)
    return total / sum(count for _version, _stars, count in per_answer)


def _answers(per_answer, raters):
    counts = dict.fromkeys(reversed(Stars), 0)
    for _version, stars, count in per_answer:
        counts[Stars(stars)] += count
    return tuple(
        Answered(stars, count, share_percent(count, raters))
        for stars, count in counts.items()
    )


def _versions(per_answer):
    """Return a StarsOfVersion for each version that was rated, the newest first."""
    numbers = sorted({version for version, _stars, _count in per_answer}, reverse=True)
    parts = [[row for row in per_answer if row[0] == number] for number in numbers]
    counts = [sum(count for *_, count in part) for part in parts]
    told = groups_told(counts, SMALLEST_GROUP)
    return tuple(
        StarsOfVersion(number, count, _mean(part) if is_told else None)
        for number, part, count, is_told in zip(
            numbers, parts, counts, told, strict=True
        )
    )
