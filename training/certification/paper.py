"""A certificate on paper: one page as PDF, with a code and a square that verify it."""

from pathlib import Path

import segno
import typst
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from training.models.texts import in_language

TEMPLATE = Path(__file__).with_name("certificate.typ")
DAY = "j F Y"


def certificate_pdf(period, *, organisation, address):
    """Return the certificate of ``period``, a CertificationPeriod, as the bytes of a PDF.

    organisation: the name of the house. address: where it can be verified, in full. In
    the active language; the module in it, or in the language it has. Made of the same
    facts twice, the bytes are the same.
    """
    module = period.module
    words = {
        "title": _("Certificate: %(module)s") % {"module": in_language(module.title)},
        "language": (get_language() or "en").partition("-")[0],
        "organisation": organisation,
        "certifies": _("Certificate"),
        "name": period.employee.full_name,
        "certified_in": _("is certified in"),
        "module": in_language(module.title),
        "from_label": _("Valid from"),
        "valid_from": date_format(period.valid_from, DAY),
        "until_label": _("Valid until"),
        "last_day": date_format(period.last_day_on, DAY),
        "minutes_label": _("Learning time"),
        "minutes": ngettext("%(minutes)s minute", "%(minutes)s minutes", module.minutes)
        % {"minutes": module.minutes},
        "check": _("Whether it still counts is said here:"),
        "address": address,
        "code_label": _("Code"),
        "code": period.spaced_code,
        "square": _square(address),
    }
    # Typst reads texts alone; lazy ones would not do.
    inputs = {name: str(word) for name, word in words.items()}
    try:
        return _compiled(inputs, pdf_standards="ua-1")
    except typst.TypstError:
        # A name in a script that no font here has: readable to all but that much.
        return _compiled(inputs)


def _compiled(inputs, **options):
    return typst.compile(
        TEMPLATE, root=TEMPLATE.parent, format="pdf", sys_inputs=inputs, **options
    )


def _square(address):
    """Return ``address`` as a QR code, SVG in ink on nothing."""
    return segno.make(address, error="m", micro=False).svg_inline(
        border=0, scale=4, dark="#241a26"
    )
