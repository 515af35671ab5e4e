"""The catalogue as documents: what publishing took, given back.

Publishing such a document again, as things stand, changes nothing.
"""

from dataclasses import dataclass

from training.media.pictures import pictures_in
from training.models import (
    CertificationPolicy,
    LearningPath,
    MediaFile,
    ModuleVersion,
    QuestionBankVersion,
    ScenarioVersion,
    Skill,
)

KINDS = ("skills", "scenarios", "banks", "modules", "paths")


@dataclass(frozen=True)
class CatalogueDocument:
    """One document of the catalogue. kind: one of KINDS. slug: "" of the skills."""

    kind: str
    slug: str
    document: dict

    @property
    def name(self):
        """The file it is kept in, below the folder of the catalogue."""
        return f"{self.kind}/{self.slug}.yaml" if self.slug else f"{self.kind}.yaml"


def catalogue_documents(only=()):
    """Return the newest CatalogueDocument of everything, in the order of KINDS, by slug.

    only: "modules" for all of a kind, "modules/waiting" for one; () for everything. What
    a chosen thing needs comes only when it is chosen, too.
    """
    found = [
        CatalogueDocument("skills", "", document)
        for document in [skills_document()]
        if document["skills"]
    ]
    for kind, documents in [
        ("scenarios", _newest(ScenarioVersion, "scenario")),
        ("banks", _newest(QuestionBankVersion, "bank")),
        ("modules", _module_documents()),
        ("paths", _path_documents()),
    ]:
        rows = sorted(documents, key=lambda document: document["slug"])
        found += [CatalogueDocument(kind, row["slug"], row) for row in rows]
    if not only:
        return found
    chosen = set(only)
    return [each for each in found if {each.kind, f"{each.kind}/{each.slug}"} & chosen]


def skills_document():
    """Return the document of all skills; its list is empty where there are none."""
    skills = [
        {
            "slug": skill.slug,
            "name": skill.name,
            "summary": skill.summary,
            "levels": skill.levels,
        }
        for skill in Skill.objects.order_by("position", "slug")
    ]
    return {"format": "encore.skills/1", "skills": skills}


def module_document(version):
    """Return the document of ``version``, a ModuleVersion.

    One from before documents were kept is put together from the module as it is now and
    the steps; the order of its skills is then that of the catalogue.
    """
    if version.document is not None:
        return version.document
    module = version.module
    document = {
        "format": "encore.module/1",
        "slug": module.slug,
        "title": module.title,
        "summary": module.summary,
        "minutes": module.minutes,
        "skills": [skill.slug for skill in _by_position(module.skills.all())],
        "cost": _cost(module),
        "prerequisites": sorted(each.slug for each in module.prerequisites.all()),
        "certification": _certification(module),
        "steps": [
            _step(step)
            for step in sorted(version.steps.all(), key=lambda s: s.position)
        ],
    }
    return {name: value for name, value in document.items() if value is not None}


def path_document(path):
    """Return the document of ``path``, a LearningPath."""
    places = sorted(path.places.all(), key=lambda place: place.position)
    return {
        "format": "encore.path/1",
        "slug": path.slug,
        "title": path.title,
        "summary": path.summary,
        "modules": [place.module.slug for place in places],
    }


def media_of(documents):
    """Return the MediaFiles that ``documents`` show, by digest."""
    digests = {
        digest
        for document in documents
        for step in document.get("steps", [])
        for digest in (
            step.get("video"),
            *step.get("captions", {}).values(),
            *pictures_in(step.get("body", {})),
        )
    }
    return MediaFile.objects.filter(digest__in=digests).order_by("digest")


def _newest(model, owner):
    """Yield the document of the newest version of every ``owner``."""
    versions = model.objects.order_by(owner, "number")
    # Ascending: the newest is the one that stays.
    newest = {getattr(version, f"{owner}_id"): version for version in versions}
    yield from (version.document for version in newest.values())


def _module_documents():
    versions = ModuleVersion.objects.latest_of_each().select_related("module")
    put_together = versions.filter(document=None).prefetch_related(
        "steps__scenario_version__scenario",
        "steps__bank_version__bank",
        "module__skills",
        "module__prerequisites",
    )
    for version in [*versions.exclude(document=None), *put_together]:
        yield module_document(version)


def _path_documents():
    yield from map(
        path_document, LearningPath.objects.prefetch_related("places__module")
    )


def _by_position(skills):
    return sorted(skills, key=lambda skill: (skill.position, skill.slug))


def _cost(module):
    cost = {
        "per_seat": _number(module.cost_per_seat),
        "to_build": _number(module.cost_to_build),
        "currency": module.cost_currency or None,
    }
    told = {name: value for name, value in cost.items() if value is not None}
    return told if module.has_cost else None


def _number(amount):
    if amount is None:
        return None
    return int(amount) if amount == int(amount) else float(amount)


def _certification(module):
    policy = CertificationPolicy.objects.filter(module=module).first()
    if policy is None:
        return None
    fixed_on = policy.fixed_month and f"{policy.fixed_month:02}-{policy.fixed_day:02}"
    rule = {
        "months": policy.months,
        "from": policy.counts_from,
        "on": fixed_on,
        "window_days": policy.window_days,
        "refresher": policy.refresher and policy.refresher.slug,
    }
    return {name: value for name, value in rule.items() if value is not None}


def _step(step):
    scenario, bank = step.scenario_version, step.bank_version
    ground = {
        "key": step.key,
        "kind": step.kind,
        "minutes": step.minutes,
        "scenario": scenario and scenario.scenario.slug,
        "bank": bank and bank.bank.slug,
        "attempts": step.most_attempts,
    }
    told = {name: value for name, value in ground.items() if value is not None}
    return told | step.document
