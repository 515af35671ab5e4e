"""Answers that a page keeps until they have come through (docs/in-the-hand.md).

Script sends them and names the person whose page it was. It is told in JSON: ``place``,
the address of where one stands now; ``words``, why nothing was applied, else empty; and
``page``, what is to be seen there, when the view has made it already.
"""

from functools import wraps

from django.contrib.messages import get_messages
from django.http import HttpResponse, JsonResponse

OWNER = "Encore-Person"
PLACES = ("Location", "HX-Redirect", "HX-Replace-Url")


def answers_kept(view):
    """Let ``view`` answer what a page kept; everything else passes as it is.

    Nothing is applied and the answer is kept on, with 401 until the person has signed in
    again, with 409 while somebody else has.
    """

    @wraps(view)
    def answered(request, *args, **kwargs):
        owner = request.headers.get(OWNER)
        if owner is None or request.method != "POST":
            return view(request, *args, **kwargs)
        if not request.user.is_authenticated:
            return HttpResponse(status=401)
        if owner != request.user.device_key:
            return HttpResponse(status=409)
        return _told(request, view(request, *args, **kwargs))

    return answered


def _told(request, response):
    leads_on = response.status_code == 302 or "HX-Redirect" in response.headers
    place = next(filter(None, map(response.headers.get, PLACES)), request.path)
    words = " ".join(str(message) for message in get_messages(request))
    page = "" if leads_on else response.text
    return JsonResponse({"place": place, "words": words, "page": page})
