"""Each person in their own language, on their own clock, and led back to the door."""

from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.conf import settings
from django.shortcuts import resolve_url
from django.utils import timezone, translation
from django.utils.translation import get_language_from_request
from django_htmx.http import HttpResponseClientRedirect


class PersonalSettingsMiddleware:
    """Activates the language and the time zone of the person for one request."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        language, zone = get_language_from_request(request), None
        is_signed_in = request.user.is_authenticated
        if is_signed_in:
            language = request.user.language or language
            zone = ZoneInfo(request.user.time_zone)
        with translation.override(language), timezone.override(zone):
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", translation.get_language())
        if is_signed_in:
            # Phones and tills are shared: who comes next must not page back to it.
            response.headers.setdefault("Cache-Control", "no-store, private")
        return response


class HtmxSignInMiddleware:
    """Leads the whole page to the door when a session has ended under it.

    htmx would follow the redirect and put the sign-in page into the piece it swaps.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if not (request.htmx and "Location" in response.headers):
            return response
        door = resolve_url(settings.LOGIN_URL)
        if response.headers["Location"].split("?")[0] != door:
            return response
        here = request.htmx.current_url_abs_path or "/"
        return HttpResponseClientRedirect(f"{door}?{urlencode({'next': here})}")
