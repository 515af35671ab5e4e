"""Fetch the files in this folder again, each exactly as versions.json names it.

    python3 static/vendor/update.py          fetch all, refuse any that differs
    python3 static/vendor/update.py --pin    accept what came, write new hashes

To take an icon: add its Tabler name to icons.txt and run with --pin. To take a newer
package: change its version in versions.json and run with --pin. Needs npm.
"""

import hashlib
import json
import re
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
SOURCE_MAP = re.compile(
    rb"\n?(/\*# sourceMappingURL=.*?\*/|//# sourceMappingURL=\S+)\s*$"
)


def unpacked(package: str, version: str, room: Path) -> tuple[Path, str]:
    """Return the folder of a package as npm keeps it, and the hash npm signed."""
    command = ["npm", "pack", "--json", f"{package}@{version}"]
    answer = subprocess.run(
        command, cwd=room, check=True, stdout=subprocess.PIPE, text=True
    )
    (packed,) = json.loads(answer.stdout)
    folder = room / packed["filename"].removesuffix(".tgz")
    with tarfile.open(room / packed["filename"]) as archive:
        archive.extractall(folder, filter="data")
    return folder / "package", packed["integrity"]


def sprite(full: str, names: list[str]) -> bytes:
    """Return a sprite of only the named icons, in that order."""
    symbols = []
    for name in names:
        found = re.search(rf'<symbol id="tabler-{re.escape(name)}".*?</symbol>', full)
        if not found:
            raise SystemExit(f"icons.txt: Tabler has no icon named {name}")
        invisible = '<path stroke="none" d="M0 0h24v24H0z" fill="none" />'
        symbols.append(found[0].replace(invisible, ""))
    lines = ["<svg xmlns='http://www.w3.org/2000/svg'><defs>", *symbols, "</defs></svg>"]
    return ("\n".join(lines) + "\n").encode()


def main(pin: bool) -> None:
    packages = json.loads((HERE / "versions.json").read_text())
    names = (HERE / "icons.txt").read_text().split()
    for package in packages:
        with tempfile.TemporaryDirectory() as room:
            folder, integrity = unpacked(
                package["package"], package["version"], Path(room)
            )
            if pin:
                package["integrity"] = integrity
            elif package["integrity"] != integrity:
                raise SystemExit(f"{package['package']}: npm sent something else")
            for kept, file in package["files"].items():
                # A package that carries no licence file: the text is kept by hand.
                source = folder / file["from"] if file["from"] else HERE / kept
                content = source.read_bytes()
                if kept == "tabler-sprite.svg":
                    content = sprite(content.decode(), names)
                content = SOURCE_MAP.sub(b"\n", content)
                digest = hashlib.sha256(content).hexdigest()
                if pin:
                    file["sha256"] = digest
                elif file["sha256"] != digest:
                    raise SystemExit(f"{kept}: not the file that was pinned")
                (HERE / kept).write_bytes(content)
                print(f"{kept}: {len(content):,} bytes")
    if pin:
        (HERE / "versions.json").write_text(json.dumps(packages, indent=2) + "\n")


if __name__ == "__main__":
    main(pin="--pin" in sys.argv[1:])
