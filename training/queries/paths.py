"""Learning paths, and how far somebody has come on them."""

from collections import defaultdict
from dataclasses import dataclass

from training.choices import EnrolmentStatus
from training.models import LearningPath, Module, PathModule
from training.queries.learning import catalogue_for
from training.queries.prerequisites import SETTLED


@dataclass(frozen=True)
class PathOnOffer:
    """A path as one learner sees it: its modules in order, each with ``my_status``."""

    path: LearningPath
    modules: tuple[Module, ...]

    @property
    def done(self):
        """How many of its modules are behind the learner."""
        return sum(module.my_status in SETTLED for module in self.modules)

    @property
    def next(self):
        """The first module that is not; None at the end of the path."""
        return next((m for m in self.modules if m.my_status not in SETTLED), None)

    @property
    def has_begun(self):
        statuses = {module.my_status for module in self.modules}
        return bool(statuses & {*SETTLED, EnrolmentStatus.IN_PROGRESS})


def paths_for(employee, slug=None):
    """Return the PathsOnOffer of ``employee``, by slug: those begun before the others.

    slug: only that one. Modules that are no longer on offer are left out. Four statements
    for any number, one where there are none.
    """
    paths = LearningPath.objects.on_offer().order_by("slug")
    paths = list(paths.filter(slug=slug) if slug else paths)
    if not paths:
        return []
    places = PathModule.objects.filter(path__in=paths).order_by("position")
    along = defaultdict(list)
    for path, module in places.values_list("path", "module"):
        along[path].append(module)
    wanted = {module for modules in along.values() for module in modules}
    modules = catalogue_for(employee).in_bulk(wanted)
    found = [
        PathOnOffer(path, tuple(modules[pk] for pk in along[path.pk] if pk in modules))
        for path in paths
    ]
    return sorted(found, key=lambda each: not each.has_begun or each.next is None)


def modules_along(paths):
    """Return the modules on offer of ``paths``, in order, each once."""
    places = PathModule.objects.filter(path__in=paths).select_related("module")
    on_offer = places.filter(module__in=Module.objects.on_offer())
    in_order = on_offer.order_by("path__slug", "position")
    return list(dict.fromkeys(place.module for place in in_order))
