"""What the weeks before people were asked tell, in sentences that follow the figures."""

from django.utils.translation import gettext as _


def before_sentences(estimate, amounts):
    """Return sentences about the weeks before being asked; none without any.

    They lie before the selection zone, which both readings leave out: they are part of
    the usual level. An interval that leaves out nought is never called flat.
    """
    known = [
        (point, *amounts.gains(point["low"], point["high"]))
        for point in estimate.findings.get("leads", ())
        if point["effect"] is not None and point["low"] is not None
    ]
    if not known:
        return []
    off = [(point, low, high) for point, low, high in known if low > 0 or high < 0]
    if not off:
        return [
            _(
                "Before people were asked, no stretch lies surely above or below zero."
                " That is how it should be."
            )
        ]
    sentences = [_not_flat(*each, amounts) for each in off]
    gains = [amounts.gain(point["effect"]) for point, _low, _high in off]
    if all(gain < 0 for gain in gains):
        sentences.append(
            _(
                "People may have been picked because of that dip. Only the last weeks"
                " before being asked are left out, so part of a rise afterwards can be"
                " recovery, and the effect can look better than it is."
            )
        )
    elif all(gain > 0 for gain in gains):
        sentences.append(
            _(
                "Those weeks count as the usual level, so the effect can look worse"
                " than it is."
            )
        )
    if "pretrend" not in estimate.findings.get("fragile", ()):
        sentences.append(
            _(
                "Taken together, the weeks before still lie within what chance does, so"
                " it is not marked fragile for it."
            )
        )
    return sentences


def _not_flat(point, low, high, amounts):
    words = _(
        "Not flat before: {first} to {last} weeks before being asked it lay at {gain}"
        " ({span})."
    )
    return words.format(
        first=abs(point["from"]),
        last=abs(point["to"]),
        gain=amounts.signed(amounts.gain(point["effect"])),
        span=amounts.span(low, high),
    )
