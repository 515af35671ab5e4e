"""The description of the API (OpenAPI 3.1), and the pages that show it."""

from drf_spectacular.authentication import SessionScheme
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.renderers import OpenApiJsonRenderer2, OpenApiYamlRenderer
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from api.errors import MEDIA_TYPE, ProblemSerializer
from api.pulling import REMOVED

PROBLEMS = {
    "400": "Something that was sent cannot be taken; `errors` says what.",
    "401": "No key, or one that does not open this door.",
    "403": "The key, or the person, may not do that.",
    "406": "Answers are JSON.",
}
PROBLEMS_OF_LISTS = {"410": "What the caller may see has changed: pull the list again."}
PROBLEMS_OF_ONE = {"404": "There is no such row in the caller's reach."}
PROBLEMS_OF_ACTS = {
    "409": "The state of things stands in the way.",
    "413": "More than one request may carry.",
    "415": "Requests are JSON.",
}


class ApiSchema(AutoSchema):
    """Describes pages, tombstones and problems once for every list and act."""

    def get_operation_id(self):
        noun = self.view.basename
        return f"{noun}_{self.view.action}"

    def get_override_parameters(self):
        if self._is_pull():
            return [self.view.parameters_class]
        return super().get_override_parameters()

    def _map_serializer_field(self, field, direction, bypass_extensions=False):
        """Say "items" where drf-spectacular 0.30 bounds a list as if it were a text."""
        if rows := getattr(field, "rows_serializer", None):
            return self._rows_read_one_by_one(field, rows, direction)
        schema = super()._map_serializer_field(field, direction, bypass_extensions)
        if schema.get("type") == "array":
            for of_text, of_list in (
                ("minLength", "minItems"),
                ("maxLength", "maxItems"),
            ):
                if of_text in schema:
                    schema[of_list] = schema.pop(of_text)
        return schema

    def _rows_read_one_by_one(self, field, serializer_class, direction):
        """Describe rows without asking that all be so: a bad one spoils no request."""
        row = self.resolve_serializer(serializer_class, direction)
        return {
            "type": "array",
            "minItems": 1,
            "maxItems": field.most,
            "description": field.help_text,
            "items": {"anyOf": [row.ref, {}]},
        }

    def _is_pull(self):
        return self.view.action == "list"

    def _is_list_view(self, serializer=None):
        return False

    def _get_response_bodies(self, direction="response"):
        bodies = super()._get_response_bodies(direction)
        if self._is_pull():
            [schema] = [each["schema"] for each in bodies["200"]["content"].values()]
            bodies["200"] = self._get_response_for_code(page_schema(schema), "200")
        return bodies | {
            code: self._get_response_for_code(ProblemSerializer, code, [MEDIA_TYPE])
            | {"description": words}
            for code, words in self._problems().items()
        }

    def _problems(self):
        problems = dict(PROBLEMS)
        if self._is_pull():
            problems |= PROBLEMS_OF_LISTS
        if "{" in self.path:
            problems |= PROBLEMS_OF_ONE
        if self.method == "POST":
            problems |= PROBLEMS_OF_ACTS
        return dict(sorted(problems.items()))


def page_schema(row):
    """Return the schema of a page of rows that have the schema ``row``."""
    return {
        "type": "object",
        "required": ["sequence", "as_of", "next", "results"],
        "properties": {
            "sequence": {
                "type": "integer",
                "description": "Once `next` is null: what to send as `after` next time.",
            },
            "as_of": {
                "type": "string",
                "format": "date-time",
                "description": "The same as a moment, for `updated_since`.",
            },
            "next": {
                "type": ["string", "null"],
                "format": "uri",
                "description": "Address of the next page; null on the last one.",
            },
            "results": {"type": "array", "items": {"anyOf": [row, REMOVED]}},
        },
    }


class KeyScheme(OpenApiAuthenticationExtension):
    target_class = "api.authentication.KeyAuthentication"
    name = "key"

    def get_security_definition(self, auto_schema):
        return {
            "type": "http",
            "scheme": "bearer",
            "description": "A key made by HR under “Keys”.",
        }


class PersonScheme(SessionScheme):
    target_class = "api.authentication.PersonAuthentication"


class SchemaView(SpectacularAPIView):
    """JSON, or YAML with ``?format=yaml``. It holds no data, so everybody may read it."""

    renderer_classes = [OpenApiJsonRenderer2, OpenApiYamlRenderer]
    authentication_classes = ()


class DocsView(SpectacularSwaggerSplitView):
    authentication_classes = ()
    url_name = "api:schema"
    template_name = "api/docs.html"
