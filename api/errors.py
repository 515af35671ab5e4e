"""What goes wrong, told as problem details (RFC 9457) under /api/v1/."""

import logging
import sys
from http import HTTPStatus
from json import JSONDecodeError

from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, RequestDataTooBig
from django.core.exceptions import ValidationError as Refusal
from django.core.signals import got_request_exception
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import exceptions, serializers
from rest_framework.response import Response
from rest_framework.views import APIView, set_rollback

logger = logging.getLogger("django.request")

MEDIA_TYPE = "application/problem+json"
TYPE = "urn:encore:problem:"

# Refusals that speak of the state of things, not of a fault in what was sent.
CONFLICTS = {"batch_differs", "too_late"}


class ReasonSerializer(serializers.Serializer):
    """One thing that is wrong with what was sent."""

    field = serializers.CharField(
        allow_blank=True,
        help_text="Parameter, header or place in the body; empty for the whole.",
    )
    message = serializers.CharField()
    code = serializers.CharField()


class ProblemSerializer(serializers.Serializer):
    """What went wrong, as RFC 9457 has it."""

    type = serializers.CharField(help_text="Names the kind of problem, for programs.")
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    instance = serializers.CharField(help_text="The path that was asked for.")
    errors = ReasonSerializer(many=True, required=False)


class Gone(exceptions.APIException):
    """The caller's reach has changed, so that changes alone no longer add up."""

    status_code = HTTPStatus.GONE
    default_code = "pull_again"
    default_detail = gettext_lazy(
        "What you may see has changed. Pull the whole list again."
    )


class TooLarge(exceptions.APIException):
    status_code = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    default_code = "too_large"
    default_detail = gettext_lazy("This is more than one request may carry.")


def answer(exc, context):
    """Answer ``exc`` with problem details; DRF's EXCEPTION_HANDLER.

    A domain refusal becomes 400 with its codes, or 409 where the state of things stands
    in the way. What nobody foresaw is logged and answered with 500, telling nothing.
    """
    request = context["request"]
    problem = _as_api_exception(exc)
    if problem is None:
        got_request_exception.send(sender=answer, request=request._request)
        logger.error("Internal Server Error: %s", request.path, exc_info=sys.exc_info())
        problem = exceptions.APIException(_("Something broke on our side."))
    set_rollback()
    return problem_response(problem, request)


def problem_response(problem, request):
    """Return the Response that tells of ``problem``, an APIException."""
    status = HTTPStatus(problem.status_code)
    body = {
        "type": TYPE + _code_of(problem),
        "title": status.phrase,
        "status": status.value,
        "detail": _("Some of what was sent cannot be taken.")
        if isinstance(problem, exceptions.ValidationError)
        else str(problem.detail),
        "instance": request.path,
    }
    if isinstance(problem, exceptions.ValidationError):
        body["errors"] = list(_reasons(problem.detail))
    headers = {}
    if header := getattr(problem, "auth_header", None):
        headers["WWW-Authenticate"] = header
    if wait := getattr(problem, "wait", None):
        headers["Retry-After"] = f"{wait:.0f}"
    return Response(body, status=status, headers=headers, content_type=MEDIA_TYPE)


def _as_api_exception(exc):
    """Return ``exc`` as DRF knows it, None when nobody foresaw it."""
    if isinstance(exc, exceptions.ParseError):
        return exceptions.ParseError(_unreadable(exc.__cause__))
    if isinstance(exc, exceptions.APIException):
        return exc
    if isinstance(exc, Refusal):
        return _refused(exc)
    if isinstance(exc, Http404):
        return exceptions.NotFound()
    if isinstance(exc, PermissionDenied):
        return exceptions.PermissionDenied()
    if isinstance(exc, RequestDataTooBig):
        return TooLarge()
    return None


def _unreadable(trouble):
    """Return why a body cannot be read, and from where on, as far as its reader told."""
    if isinstance(trouble, JSONDecodeError):
        place = {"line": trouble.lineno, "column": trouble.colno}
        return _("This is no JSON from line %(line)s, column %(column)s on.") % place
    if isinstance(trouble, RecursionError):
        return _("This is nested too deeply.")
    return _("This is no JSON.")


def _refused(refusal):
    """Return a Refusal as DRF's ValidationError, or as 409 for one of CONFLICTS."""
    has_fields = hasattr(refusal, "error_dict")
    by_field = refusal.error_dict if has_fields else {NON_FIELD_ERRORS: [refusal]}
    reasons = {
        "" if field == NON_FIELD_ERRORS else field: [
            exceptions.ErrorDetail(error.messages[0], code=error.code or "invalid")
            for listed in errors
            for error in listed.error_list
        ]
        for field, errors in by_field.items()
    }
    first = next(iter(reasons.values()))[0]
    if first.code in CONFLICTS:
        conflict = exceptions.APIException(first, code=first.code)
        conflict.status_code = HTTPStatus.CONFLICT
        return conflict
    return exceptions.ValidationError(reasons)


def _code_of(problem):
    if isinstance(problem, exceptions.ValidationError):
        return "invalid"
    return problem.detail.code


def _reasons(detail, place=""):
    """Yield what is wrong, one {field, message, code} each; places read "people.3"."""
    if isinstance(detail, dict):
        for name, inner in detail.items():
            name = "" if name == "non_field_errors" else str(name)
            yield from _reasons(inner, ".".join(filter(None, [place, name])))
    elif isinstance(detail, list):
        for number, inner in enumerate(detail):
            is_leaf = isinstance(inner, str)
            yield from _reasons(inner, place if is_leaf else f"{place}.{number}")
    else:
        yield {"field": place, "message": str(detail), "code": detail.code}


class UnknownPath(APIView):
    """Every path below /api/v1 at which there is nothing."""

    authentication_classes = permission_classes = ()
    schema = None

    def initial(self, request, *args, **kwargs):
        super().initial(request, *args, **kwargs)
        raise exceptions.NotFound(_("There is nothing at this address."))
