"""Published versions, and which modules use them."""

from django.db.models import OuterRef, Subquery

from studio.choices import DraftKind
from studio.kinds import KINDS
from training.models import Module, ModuleVersion

# How a version of a module leads to what its steps have in them.
USED_AS = {
    DraftKind.SCENARIO: "steps__scenario_version__scenario__slug",
    DraftKind.BANK: "steps__bank_version__bank__slug",
}


def all_versions(kind):
    """Return the versions of ``kind``, and the name of what each is a version of."""
    relation = KINDS[DraftKind(kind)].model._meta.get_field("versions")
    return relation.related_model.objects.all(), relation.field.name


def newest_versions(kind):
    """Return the newest version of each, with what it is of, and the name of that."""
    versions, owner = all_versions(kind)
    same = versions.filter(**{owner: OuterRef(owner)}).order_by("-number")
    newest = versions.filter(pk=Subquery(same.values("pk")[:1]))
    return newest.select_related(owner), owner


def versions_of(kind, slug):
    """Return the versions of what ``slug`` names, newest first, with their authors."""
    versions, owner = all_versions(kind)
    ours = versions.filter(**{f"{owner}__slug": slug})
    return ours.select_related("published_by", owner).order_by("-number")


def modules_with(kind, slug):
    """Return the modules whose newest version has a scenario or bank in it, by slug."""
    if kind not in USED_AS:
        return Module.objects.none()
    using = ModuleVersion.objects.latest_of_each().filter(**{USED_AS[kind]: slug})
    modules = Module.objects.filter(pk__in=using.values("module"))
    return modules.filter(is_archived=False).order_by("slug")
