"""Choosing a time zone."""

from itertools import groupby
from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext_lazy as _

# Names kept for old programs; every place in them has another name as well.
OLD_REGIONS = {"Etc", "SystemV", "US", "posix", "right", "Canada", "Brazil", "Chile"}
OLD_REGIONS |= {"Mexico"}


def zones_by_region():
    """Return the choices of a select: UTC, then [region, its places] in order."""
    places = sorted(zone for zone in available_timezones() if "/" in zone)
    regions = [("UTC", "UTC")]
    for region, zones in groupby(places, key=lambda zone: zone.partition("/")[0]):
        if region not in OLD_REGIONS:
            regions.append((region, [(zone, place_of(zone)) for zone in zones]))
    return regions


def place_of(zone):
    return zone.partition("/")[2].replace("_", " ").replace("/", ", ")


class TimeZoneField(forms.ChoiceField):
    """The name of a time zone, such as Europe/Berlin."""

    def __init__(self, **options):
        options.setdefault("label", _("Time zone"))
        super().__init__(choices=zones_by_region, **options)
