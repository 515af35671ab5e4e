"""A zip file written while it is sent, the same for the same files."""

import io
import zipfile
from collections.abc import Callable, Iterable, Iterator

CHUNK = 256 * 1024
# Whatever the day: the same content is the same zip file. No zip can say less.
MOMENT = (1980, 1, 1, 0, 0, 0)
FILE_MODE = 0o644 << 16


def zipped(files: Iterable[tuple[str, Callable[[], io.IOBase]]]) -> Iterator[bytes]:
    """Yield the bytes of a zip file of ``files``: (name, what opens its content)."""
    sent = _Sent()
    with zipfile.ZipFile(sent, "w") as archive:
        for name, opener in files:
            entry = zipfile.ZipInfo(name, MOMENT)
            entry.external_attr = FILE_MODE
            # Videos are packed as tight as they get.
            is_text = name.endswith((".yaml", ".vtt"))
            entry.compress_type = (
                zipfile.ZIP_DEFLATED if is_text else zipfile.ZIP_STORED
            )
            with (
                opener() as content,
                archive.open(entry, "w", force_zip64=True) as packed,
            ):
                while chunk := content.read(CHUNK):
                    packed.write(chunk)
                    yield sent.taken()
            yield sent.taken()
    yield sent.taken()


class _Sent(io.RawIOBase):
    """What has been written and not been taken yet; it cannot go back."""

    def __init__(self):
        self._parts = []

    def writable(self):
        return True

    def write(self, part):
        self._parts.append(bytes(part))
        return len(part)

    def taken(self):
        parts, self._parts = self._parts, []
        return b"".join(parts)
