"""What a module or a question bank may name: skills, modules, scenarios, banks, files."""

from studio.choices import DraftKind
from studio.queries.drafts import published_of
from training.media.kinds import MediaKind
from training.models import MediaFile, Module, Skill
from training.models.texts import in_language


def choices_for(kind, slug):
    """Return {what: [(name in documents, name to read)]} that a part of ``kind`` needs.

    kind: as studio.rules.content_parts.kind_of says. slug: of the document.
    """
    if kind == "module":
        return {"skills": _skills(), "modules": _modules(slug)}
    if kind == "scenario":
        return {"scenarios": _published(DraftKind.SCENARIO)}
    if kind == "quiz":
        return {"banks": _published(DraftKind.BANK)}
    if kind == "video":
        return {
            "videos": _files(MediaKind.VIDEO),
            "captions": _files(MediaKind.CAPTIONS),
        }
    return {}


def _skills():
    skills = Skill.objects.order_by("position", "pk")
    return [(skill.slug, in_language(skill.name)) for skill in skills]


def _modules(slug):
    modules = Module.objects.on_offer().exclude(slug=slug)
    named = [(module.slug, in_language(module.title)) for module in modules]
    return sorted(named, key=lambda pair: pair[1].casefold())


def _published(kind):
    return [(each.slug, each.title) for each in published_of(kind)]


def _files(kind):
    files = MediaFile.objects.filter(kind=kind).order_by("-stored_at", "pk")
    return [(file.digest, file.name) for file in files]


def named_things():
    """Return {name in documents: name to read} of skills, modules and files."""
    files = [*_files(MediaKind.VIDEO), *_files(MediaKind.CAPTIONS)]
    return dict([*files, *_modules(""), *_skills()])
