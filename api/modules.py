"""Modules over the API: what can be learned."""

from django.db.models import Exists, OuterRef, Q, Subquery
from rest_framework import serializers

from api.choices import Scope
from api.parameters import Parameters
from api.resource import Resource
from api.rows import MomentField
from api.viewset import ListViewSet
from training.models import Module, ModuleVersion


class ModuleSerializer(serializers.Serializer):
    """A short course, as its newest version has it."""

    id = serializers.IntegerField(source="pk", help_text="Stands for this module here.")
    slug = serializers.CharField()
    title = serializers.DictField(
        child=serializers.CharField(), help_text="By language."
    )
    summary = serializers.DictField(
        child=serializers.CharField(allow_blank=True), help_text="By language."
    )
    minutes = serializers.IntegerField(min_value=1)
    skills = serializers.SerializerMethodField()
    prerequisites = serializers.SerializerMethodField(help_text="To be learned before.")
    version = serializers.IntegerField(source="newest_number")
    published_at = MomentField(source="newest_published_at")
    languages = serializers.SerializerMethodField()
    is_archived = serializers.BooleanField(
        help_text="Nobody is given it any more; whoever has it may still learn it."
    )

    def get_skills(self, module) -> list[str]:
        return sorted(skill.slug for skill in module.skills.all())

    def get_prerequisites(self, module) -> list[str]:
        return sorted(before.slug for before in module.prerequisites.all())

    def get_languages(self, module) -> list[str]:
        return sorted(module.title)


class ModuleResource(Resource):
    """The catalogue is open to everybody who may read training."""

    serializer_class = ModuleSerializer

    def queryset(self):
        versions = ModuleVersion.objects.filter(module=OuterRef("pk"))
        newest = versions.order_by("-number")
        return (
            Module.objects.filter(Exists(versions))
            .annotate(
                newest_number=Subquery(newest.values("number")[:1]),
                newest_published_at=Subquery(newest.values("published_at")[:1]),
            )
            .prefetch_related("skills", "prerequisites")
        )

    def rows(self, queryset):
        # Hundreds of modules at most, so the serializer may take its time.
        for module in queryset:
            yield module.pk, module.is_here, self.serializer_class(module).data

    def row(self, lookup):
        module = self.queryset().filter(**lookup).first()
        return module and self.serializer_class(module).data

    def relevant(self):
        return Q(subject="module")

    def touched(self, run):
        return Q(pk__in={event.subject_id for event in run})


class ModuleViewSet(ListViewSet):
    """What can be learned."""

    resource_class = ModuleResource
    parameters_class = Parameters
    scope = Scope.TRAINING_READ
    lookup_field = "slug"
    lookup_value_converter = "slug"
