"""Files that come together: from a folder, a zip or one by one, and none that does harm."""

import stat
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from training.content.reading import MOST_BYTES

MOST_FILES = 5_000
MOST_BYTES_OF_ALL = 64 * 1024**2
MOST_BYTES_OF_MEDIUM = 500 * 1024**2
CONTENT = (".yaml", ".yml")
MEDIA = (".mp4", ".webm", ".vtt", ".webp", ".png", ".jpg", ".jpeg")
# What every program writes; of others nobody knows what opening them takes.
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
# What reading a damaged zip file may raise.
UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    NotImplementedError,
    EOFError,
    OSError,
    ValueError,
)


@dataclass(frozen=True)
class Medium:
    """A video or captions. size: in bytes. open: gives the content, to be closed."""

    name: str
    size: int
    open: Callable[[], BinaryIO]


@dataclass
class Bundle:
    """What came: contents by name, media, and the names of what is neither."""

    contents: dict[str, bytes] = field(default_factory=dict)
    media: list[Medium] = field(default_factory=list)
    passed_over: list[str] = field(default_factory=list)


def bundle_of(paths):
    """Return the Bundle of ``paths``: folders, zip files and content files.

    Raises ValidationError, code "refused", one message a file that is not taken.
    """
    bundle, faults = Bundle(), []
    for path in paths:
        if path.is_dir():
            _add_folder(bundle, path, faults)
        elif path.suffix.lower() == ".zip":
            _add_zip(bundle, path, path.name, faults)
        elif path.is_file():
            _add(bundle, path.name, path.stat().st_size, _opener(path), faults)
        else:
            faults.append(_refusal(path.name, _("There is no such file.")))
    return _checked(bundle, faults)


def bundle_of_upload(file, name):
    """Return the Bundle of one uploaded ``file``, a zip or a content file, seekable.

    It has to stay open as long as the media of the bundle are read. Raises as bundle_of.
    """
    bundle, faults = Bundle(), []
    if PurePosixPath(name).suffix.lower() == ".zip":
        _add_zip(bundle, file, name, faults)
    elif PurePosixPath(name).suffix.lower() in CONTENT:
        bundle.contents[name] = file.read(MOST_BYTES + 1)
    return _checked(bundle, faults)


def _checked(bundle, faults):
    if faults:
        raise ValidationError(faults[:100])
    if not bundle.contents and not bundle.media:
        message = _("There is no content file here. Allowed: %(endings)s.")
        endings = ", ".join((*CONTENT, *MEDIA, ".zip"))
        raise ValidationError(message, code="refused", params={"endings": endings})
    return bundle


def _add_folder(bundle, folder, faults):
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink():
            faults.append(_refusal(name, _("A link is not taken, only the file.")))
        elif path.is_file() and not _is_hidden(name):
            _add(bundle, name, path.stat().st_size, _opener(path), faults)


def _add_zip(bundle, file, zip_name, faults):
    try:
        archive = zipfile.ZipFile(file)
        entries = sorted(archive.infolist(), key=lambda entry: entry.filename)
    except UNREADABLE:
        reason = _("This is not a zip file, or it is damaged.")
        faults.append(_refusal(zip_name, reason))
        return
    if len(entries) > MOST_FILES:
        reason = _("More than %(most)s files.") % {"most": MOST_FILES}
        faults.append(_refusal(zip_name, reason))
        return
    for entry in entries:
        if reason := _harm(entry):
            faults.append(_refusal(entry.filename, reason))
        elif not entry.is_dir() and not _is_hidden(entry.filename):
            opener = _entry_opener(archive, entry)
            _add(bundle, entry.filename, entry.file_size, opener, faults)


def _harm(entry):
    """Return why ``entry`` of a zip file is not taken; "" when nothing is against it."""
    name = entry.filename
    parts = PurePosixPath(name).parts
    if name.startswith("/") or "\\" in name or ":" in name or ".." in parts:
        return _("The name leads out of the zip file.")
    if stat.S_ISLNK(entry.external_attr >> 16):
        return _("A link is not taken, only the file.")
    if entry.flag_bits & 1:
        return _("It is locked with a password.")
    if entry.compress_type not in _METHODS:
        return _("It is packed in a way that is not taken. Allowed: Deflate.")
    return ""


def _is_hidden(name):
    """Tell whether the file is one that systems leave behind, not people."""
    parts = PurePosixPath(name).parts
    return "__MACOSX" in parts or any(part.startswith(".") for part in parts)


def _add(bundle, name, size, opener, faults):
    ending = PurePosixPath(name).suffix.lower()
    if ending in MEDIA:
        if size > MOST_BYTES_OF_MEDIUM:
            most = MOST_BYTES_OF_MEDIUM // 1024**2
            faults.append(
                _refusal(name, _("Larger than %(most)s MB.") % {"most": most})
            )
        bundle.media.append(Medium(name, size, opener))
        return
    if ending not in CONTENT:
        bundle.passed_over.append(name)
        return
    if name in bundle.contents:
        faults.append(_refusal(name, _("This name stands here twice.")))
        return
    try:
        with opener() as opened:
            # What it says of its size is not believed: no more than this is unpacked.
            content = opened.read(MOST_BYTES + 1)
    except UNREADABLE:
        faults.append(_refusal(name, _("It cannot be read; the file is damaged.")))
        return
    bundle.contents[name] = content
    if sum(map(len, bundle.contents.values())) > MOST_BYTES_OF_ALL:
        most = MOST_BYTES_OF_ALL // 1024**2
        reason = _("All files together are larger than %(most)s MB.") % {"most": most}
        raise ValidationError([_refusal(name, reason)])


def _opener(path: Path):
    return lambda: path.open("rb")


def _entry_opener(archive, entry):
    return lambda: archive.open(entry)


def _refusal(name, reason):
    message = _("%(file)s: %(reason)s")
    params = {"file": name[:200], "reason": reason}
    return ValidationError(message, code="refused", params=params)
