"""Reading captions in WebVTT, so that what is said can be read without the video."""

import re

TAG = re.compile(r"<[^>]*>")


def spoken_text(captions: str) -> str:
    """Return what ``captions``, the text of a WebVTT file, say: a line for each cue.

    Cues repeat a line that stays on the screen; it is said once.
    Source: WebVTT (W3C), section 4.1, file structure.
    """
    said = []
    for block in re.split(
        r"\n{2,}", captions.replace("\r\n", "\n").replace("\r", "\n")
    ):
        lines = block.strip("\n").split("\n")
        timing = next((at for at, line in enumerate(lines) if "-->" in line), None)
        if timing is None:
            continue
        words = " ".join(TAG.sub("", line).strip() for line in lines[timing + 1 :])
        if words.strip() and words != (said[-1] if said else None):
            said.append(words.strip())
    return "\n".join(said)
