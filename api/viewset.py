"""The machines' door to a list: pull it, follow it, read one row of it."""

from django.http import Http404
from django.utils.http import urlencode
from rest_framework.response import Response
from rest_framework.viewsets import ViewSet

from api.parameters import question, read_parameters
from api.pulling import first_place, opened, read_page
from api.rows import json_response
from api.schema import ApiSchema


class ListViewSet(ViewSet):
    """One list. A subclass names its resource, its parameters and the scope it needs."""

    resource_class = None
    parameters_class = None
    scope = scope_to_write = None
    lookup_source = None
    schema = ApiSchema()
    metadata_class = None

    @property
    def serializer_class(self):
        return self.resource_class.serializer_class

    def list(self, request):
        caller = request.user
        asked = read_parameters(self.parameters_class, request)
        limit = asked.pop("limit")
        start = {n: asked.pop(n, None) for n in ("cursor", "after", "updated_since")}
        about = question(caller, self.basename, asked)
        cursor = start.pop("cursor")
        place = opened(cursor, about) if cursor else first_place(about, **start)
        resource = self.resource_class(caller, caller.today(), asked)
        page = read_page(resource, place, limit)
        return json_response(
            {
                "sequence": page.sequence,
                "as_of": page.as_of,
                "next": page.next and self.next_url(page.next),
                "results": page.rows,
            }
        )

    def retrieve(self, request, **names):
        resource = self.resource_class(request.user, request.user.today(), {})
        [value] = names.values()
        if "\0" in str(value):
            raise Http404  # PostgreSQL would refuse to look
        row = resource.row({self.lookup_source or self.lookup_field: value})
        if row is None:
            raise Http404
        return Response(row)

    def next_url(self, place):
        """Return the address of the page at ``place``, asked as this one was."""
        starts = ("cursor", "after", "updated_since")
        kept = [
            (name, value)
            for name, values in self.request.query_params.lists()
            for value in values
            if name not in starts
        ]
        query = urlencode([*kept, ("cursor", place.sealed())])
        return self.request.build_absolute_uri(f"{self.request.path}?{query}")
