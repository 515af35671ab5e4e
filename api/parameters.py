"""What can be asked of a list: the parameters all lists share, and how they are read."""

import hashlib

import orjson
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail, ValidationError

from api.pulling import refuse
from api.rows import MomentField
from staff.models import Team
from training.models import Module

LARGEST_PAGE = 5000


class Parameters(serializers.Serializer):
    """Size of a page, and where it begins; the lists add their filters."""

    limit = serializers.IntegerField(
        default=500,
        min_value=1,
        max_value=LARGEST_PAGE,
        help_text="Rows on a page, at most.",
    )
    cursor = serializers.CharField(
        required=False,
        help_text="Place of the next page; take the whole `next` of an answer instead.",
    )
    after = serializers.IntegerField(
        required=False,
        min_value=0,
        max_value=2**63 - 1,
        help_text="Only what changed since the answer that had this `sequence`.",
    )
    updated_since = MomentField(
        required=False,
        help_text="Only what changed after this moment: best the `as_of` of an answer.",
    )

    def validate(self, asked):
        starts = [n for n in ("cursor", "after", "updated_since") if n in asked]
        if len(starts) > 1:
            message = _("Not together with %(other)s.") % {"other": starts[0]}
            refuse(starts[1], message, "not_together")
        return asked


def read_parameters(serializer_class, request):
    """Return what the query of ``request`` asks for, as plain values by name.

    Raises ValidationError naming every parameter that is unknown, given twice or wrong.
    """
    reading = serializer_class(context={"reach": request.user.reach})
    asked, wrong = {}, {}
    for name, values in request.query_params.lists():
        field = reading.fields.get(name)
        if field is None:
            wrong[name] = ErrorDetail(_("There is no such parameter."), "unknown")
        elif isinstance(field, serializers.MultipleChoiceField):
            asked[name] = values
        elif len(values) > 1:
            wrong[name] = ErrorDetail(_("This can be given once."), "given_twice")
        else:
            [asked[name]] = values
    if wrong:
        raise ValidationError({name: [reason] for name, reason in wrong.items()})
    reading.initial_data = asked
    reading.is_valid(raise_exception=True)
    return reading.validated_data


def question(caller, name, filters):
    """Return a short text that stands for one list asked by one caller.

    filters: the parameters but for page and place. It ties a cursor to its list.
    """
    who = [caller._meta.model_name, caller.pk, name]
    asked = [
        # A set has no order that another process would know.
        (key, sorted(value) if isinstance(value, set) else str(value))
        for key, value in sorted(filters.items())
    ]
    return hashlib.sha256(orjson.dumps([who, asked])).hexdigest()[:16]


class TeamCodeField(serializers.CharField):
    """A team by its code, as far as the caller's reach goes; becomes the Team."""

    default_error_messages = {"unknown": _("There is no such team in your reach.")}

    def run_validation(self, data=serializers.empty):
        code = super().run_validation(data)
        team = Team.objects.filter(code=code).first()
        if team is None or not self.context["reach"].holds_path(team.path):
            self.fail("unknown")
        return team


class ModuleSlugField(serializers.CharField):
    """A module by its slug; becomes the Module."""

    default_error_messages = {"unknown": _("There is no such module.")}

    def run_validation(self, data=serializers.empty):
        module = Module.objects.filter(slug=super().run_validation(data)).first()
        return module or self.fail("unknown")
