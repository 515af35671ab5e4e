"""Keeping a file that steps may show."""

from django import forms
from django.utils.translation import gettext_lazy as _

from studio.forms.fields import ChosenFileField

ENDINGS = (".png", ".jpg", ".jpeg", ".webp", ".mp4", ".webm", ".vtt")


class MediaForm(forms.Form):
    """A picture, a video or captions; what it is, is told when it is stored."""

    file = ChosenFileField(
        endings=ENDINGS,
        help_text=_(
            "A picture (PNG, JPEG, WebP, up to 20 MB), a video (MP4, WebM, up to 500 MB) "
            "or captions (WebVTT)."
        ),
    )
