"""What we serve is what was pinned, complete, and asks nobody outside."""

import hashlib
import json
import re

import pytest
from django.conf import settings
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage

from config.navigation import PLACES

STATIC = settings.BASE_DIR / "static"
VENDOR = STATIC / "vendor"
PACKAGES = json.loads((VENDOR / "versions.json").read_text())
PINNED = {
    name: file["sha256"]
    for package in PACKAGES
    for name, file in package["files"].items()
}
OURS = {"update.py", "versions.json", "icons.txt"}
TEMPLATES = sorted((settings.BASE_DIR / "templates").rglob("*.html"))


@pytest.mark.parametrize("name", sorted(PINNED))
def test_vendored_file_is_the_one_that_was_pinned(name):
    content = (VENDOR / name).read_bytes()

    assert hashlib.sha256(content).hexdigest() == PINNED[name]


def test_vendor_holds_nothing_that_is_not_pinned():
    files = {path.name for path in VENDOR.iterdir() if path.is_file()}

    assert files == set(PINNED) | OURS


@pytest.mark.parametrize("package", PACKAGES, ids=lambda package: package["package"])
def test_every_package_brings_its_licence(package):
    licences = [name for name in package["files"] if name.endswith(".LICENSE.txt")]

    assert len(licences) == 1


def used_icons():
    """Return the names of all icons that templates and the navigation ask for."""
    text = "\n".join(path.read_text() for path in TEMPLATES)
    direct = re.findall(r"#tabler-([a-z0-9-]+)", text)
    included = re.findall(
        r'(?:components/icon\.html"[^%]*\bname=|\bicon=|\bicon\|default:)"([a-z0-9-]+)"',
        text,
    )
    return {*direct, *included, *(icon for *_, icon in PLACES)}


def test_every_icon_used_is_in_the_sprite():
    sprite = (VENDOR / "tabler-sprite.svg").read_text()
    drawn = set(re.findall(r'<symbol id="tabler-([a-z0-9-]+)"', sprite))

    # Missing ones: add the name to static/vendor/icons.txt, then run
    # python3 static/vendor/update.py --pin
    assert used_icons() - drawn == set()


def test_sprite_holds_what_icons_txt_names():
    sprite = (VENDOR / "tabler-sprite.svg").read_text()
    drawn = re.findall(r'<symbol id="tabler-([a-z0-9-]+)"', sprite)

    assert drawn == (VENDOR / "icons.txt").read_text().split()


@pytest.mark.parametrize(
    "path", sorted(STATIC.rglob("*.css")), ids=lambda path: path.name
)
def test_style_sheet_asks_nobody_outside(path):
    addresses = re.findall(r"""url\(\s*["']?([^"')]+)""", path.read_text())

    outside = [address for address in addresses if re.match(r"(https?:)?//", address)]

    assert addresses
    assert outside == []


def test_collected_files_find_each_other(tmp_path):
    """Names with hashes are written into the style sheets; a missing file would raise."""
    storage = ManifestStaticFilesStorage(location=tmp_path, base_url="/static/")
    paths = {}
    for path in STATIC.rglob("*"):
        if path.is_file():
            name = path.relative_to(STATIC).as_posix()
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_bytes(path.read_bytes())
            paths[name] = (storage, name)

    results = {name: hashed for name, hashed, _ in storage.post_process(paths)}

    assert [
        hashed for hashed in results.values() if isinstance(hashed, Exception)
    ] == []
    style = (tmp_path / results["encore.css"]).read_text()
    assert results["vendor/tabler.min.css"].removeprefix("vendor/") in style


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_template_keeps_script_and_style_in_files(path):
    text = path.read_text()

    assert re.findall(r"<style|\son[a-z]+=|hx-on|javascript:", text) == []
    assert re.findall(r"<script(?![^>]*\bsrc=)", text) == []
