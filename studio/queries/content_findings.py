"""What stands in the way of publishing a module or a question bank."""

from collections import Counter

from django.db.models import Max

from studio.rules.content_parts import questions, steps
from training.content.structure import content_findings
from training.media.kinds import MediaKind
from training.media.pictures import pictures_in
from training.models import (
    MediaFile,
    Module,
    QuestionBank,
    QuestionBankVersion,
    Scenario,
    Skill,
)
from training.scenario.finding import Finding, gettext_noop

MESSAGES = {
    "unknown_skill": gettext_noop("The skill “%(slug)s” is not in the catalogue."),
    "unknown_module": gettext_noop("The module “%(slug)s” is not in the catalogue."),
    "unknown_scenario": gettext_noop("The scenario “%(slug)s” is not published."),
    "unknown_bank": gettext_noop("The question bank “%(slug)s” is not published."),
    "unknown_media": gettext_noop("This file is not here."),
    "circle": gettext_noop("It would have to be learned before itself."),
    "too_few_questions": gettext_noop(
        "The question bank has only %(count)s questions to draw from."
    ),
    "asked_twice": gettext_noop(
        "The question “%(key)s” stands in the bank and in the quiz."
    ),
}


def content_problems(document):
    """Return what is in the way of publishing ``document``, as a list of Findings.

    What is wrong by itself, and what it names that is not there.
    """
    found = content_findings(document)
    if "steps" in document:
        found = [*found, *_unknown(document), *_circle(document), *_banks(document)]
    return found


def _unknown(document):
    for code, model, named in (
        ("unknown_skill", Skill, _listed(document, "skills")),
        ("unknown_module", Module, _listed(document, "prerequisites")),
        ("unknown_module", Module, _refresher(document)),
        ("unknown_scenario", Scenario, _of_steps(document, "scenario")),
    ):
        yield from _missing(code, model.objects.values_list("slug", flat=True), named)
    for kind, named in (
        (MediaKind.VIDEO, _of_steps(document, "video")),
        (MediaKind.CAPTIONS, _captions(document)),
        (MediaKind.IMAGE, _pictures(document)),
    ):
        files = MediaFile.objects.filter(kind=kind).values_list("digest", flat=True)
        yield from _missing("unknown_media", files, named)


def _missing(code, known, named):
    """Yield a Finding of each of ``named``, (where, slug), that is not ``known``."""
    known = set(known) if named else set()
    for where, slug in named:
        if slug and slug not in known:
            yield Finding(code, where, MESSAGES[code], {"slug": slug})


def _listed(document, field):
    return [(f"{field}[{n}]", slug) for n, slug in enumerate(document.get(field, []))]


def _refresher(document):
    slug = document.get("certification", {}).get("refresher", "")
    # A module may not be its own: that is said already.
    return [("certification.refresher", slug)] if slug != document["slug"] else []


def _of_steps(document, field):
    return [
        (f"steps[{number}].{field}", step[field])
        for number, step in enumerate(steps(document))
        if field in step
    ]


def _captions(document):
    return [
        (f"steps[{number}].captions", digest)
        for number, step in enumerate(steps(document))
        for digest in step.get("captions", {}).values()
    ]


def _pictures(document):
    return [
        (f"steps[{number}].body", digest)
        for number, step in enumerate(steps(document))
        for digest in sorted(pictures_in(step.get("body", {})))
    ]


def _circle(document):
    """Yield a Finding when what comes before the module comes back to it."""
    ahead, seen = list(document.get("prerequisites", [])), set()
    if not ahead:
        return
    needed = {}
    edges = Module.objects.exclude(prerequisites=None)
    for slug, before in edges.values_list("slug", "prerequisites__slug"):
        needed.setdefault(slug, []).append(before)
    while ahead:
        here = ahead.pop()
        if here == document["slug"]:
            yield Finding("circle", "prerequisites", MESSAGES["circle"])
            return
        if here not in seen:
            seen.add(here)
            ahead += needed.get(here, [])


def _banks(document):
    """Yield Findings of quizzes that ask for more, or twice, of what a bank has."""
    named = _of_steps(document, "bank")
    newest = newest_banks({slug for _where, slug in named})
    known = QuestionBank.objects.values_list("slug", flat=True)
    yield from _missing("unknown_bank", known, named)
    for number, step in enumerate(steps(document)):
        if step.get("bank") not in newest:
            continue
        drawn = questions(newest[step["bank"]].document)
        if step.get("draw", 0) > len(drawn):
            code, params = "too_few_questions", {"count": len(drawn)}
            yield Finding(code, f"steps[{number}].draw", MESSAGES[code], params)
        keys = Counter(each["key"] for each in [*questions(step), *drawn])
        for key in sorted(key for key, count in keys.items() if count > 1):
            where, params = f"steps[{number}].bank", {"key": key}
            yield Finding("asked_twice", where, MESSAGES["asked_twice"], params)


def newest_banks(slugs):
    """Return {slug: newest QuestionBankVersion} of the banks ``slugs`` that are there."""
    if not slugs:
        return {}
    newest = QuestionBank.objects.filter(slug__in=slugs).annotate(
        newest=Max("versions__number")
    )
    numbers = dict(newest.values_list("slug", "newest"))
    versions = QuestionBankVersion.objects.filter(bank__slug__in=numbers)
    return {
        version.bank.slug: version
        for version in versions.select_related("bank")
        if version.number == numbers[version.bank.slug]
    }
