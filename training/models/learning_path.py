"""Modules in an order that makes sense."""

from django.conf import settings
from django.db import models
from django.urls import reverse

from training.models.module import Module
from training.models.texts import DocumentField, in_language


class LearningPathQuerySet(models.QuerySet):
    def on_offer(self):
        """Keep the paths with at least one module that can be learned."""
        steps = PathModule.objects.filter(
            path=models.OuterRef("pk"), module__in=Module.objects.on_offer()
        )
        return self.filter(models.Exists(steps))


class LearningPath(models.Model):
    """Modules to learn one after the other; ``title``, ``summary``: {language: text}.

    A path has no versions: nobody is enrolled in it, only in its modules. ``digest``: of
    the document it was published from.
    """

    slug = models.SlugField(max_length=80, unique=True)
    title = DocumentField()
    summary = DocumentField(default=dict)
    digest = models.CharField(max_length=64)
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )

    objects = LearningPathQuerySet.as_manager()

    def __str__(self):
        return in_language(self.title)

    def get_absolute_url(self):
        return reverse("training:path-detail", args=[self.slug])


class PathModule(models.Model):
    """One module at its place of a path, from 0."""

    path = models.ForeignKey(LearningPath, models.CASCADE, related_name="places")
    module = models.ForeignKey(Module, models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["path", "position"], name="pathmodule_position_is_unique"
            ),
            models.UniqueConstraint(
                fields=["path", "module"], name="pathmodule_module_is_unique"
            ),
        ]

    def __str__(self):
        return f"{self.path_id}, {self.position}: {self.module_id}"
