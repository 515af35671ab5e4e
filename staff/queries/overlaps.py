"""Whether anybody stands in two places at once, which no constraint can refuse.

Both databases keep one open time a person; times that have ended rest on the actions
alone. The command check_data asks.
"""

from django.db.models import Exists, F, OuterRef, Q

from staff.models import Employment, Posting


def overlapping_employments():
    """Return the Employments that overlap an earlier one of the same person."""
    return _overlapping(Employment, "hired_on", "left_on")


def overlapping_postings():
    """Return the Postings that overlap an earlier one of the same person."""
    return _overlapping(Posting, "valid_from", "valid_to")


def _overlapping(model, first, last):
    lasting = model.objects.filter(Q(**{last: None}) | Q(**{f"{last}__gt": F(first)}))
    earlier = lasting.filter(
        Q(**{last: None}) | Q(**{f"{last}__gt": OuterRef(first)}),
        Q(**{f"{first}__lt": OuterRef(first)})
        | Q(**{first: OuterRef(first), "pk__lt": OuterRef("pk")}),
        employee=OuterRef("employee"),
    )
    overlapping = lasting.filter(Exists(earlier)).select_related("employee")
    return overlapping.order_by("employee__employee_number", first, "pk")
