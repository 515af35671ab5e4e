"""What a run was made with."""

import hashlib
import platform
from pathlib import Path

import numpy as np
import scipy

# Raised by hand where the same sources would mean something else.
VERSION = 1
SOURCES = (Path(__file__).parent.parent / "engine", Path(__file__).parent)


def code_version():
    """Return the version of the arithmetic: "1-" and a digest of its sources."""
    digest = hashlib.sha256()
    for folder in SOURCES:
        for path in sorted(folder.glob("*.py")):
            text = path.read_text(encoding="utf-8")
            digest.update(f"{folder.name}/{path.name}\n{text}\n".encode())
    return f"{VERSION}-{digest.hexdigest()[:16]}"


def made_with():
    """Return {what: version} of everything else that decides about the bits."""
    return {
        "python": platform.python_version(),
        "numpy": np.__version__,
        "scipy": scipy.__version__,
        "machine": f"{platform.machine()} {platform.system()}",
    }
