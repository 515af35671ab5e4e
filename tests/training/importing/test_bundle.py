"""Files from a folder or a zip: what is taken, what is passed over, what is refused."""

import io
import zipfile

import pytest
from django.core.exceptions import ValidationError

from training.importing import bundle as limits
from training.importing.bundle import bundle_of, bundle_of_upload


def test_bundle_of_a_folder_leaves_out_what_systems_leave_behind(tmp_path):
    for name in ("a.yaml", "b/c.yml", ".DS_Store", "__MACOSX/a.yaml", "read.me"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("a: 1")

    bundle = bundle_of([tmp_path])

    assert sorted(bundle.contents) == ["a.yaml", "b/c.yml"]
    assert bundle.passed_over == ["read.me"]


def test_bundle_of_a_folder_follows_no_link(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("a: 1")
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "a.yaml").symlink_to(secret)

    with pytest.raises(ValidationError) as refusal:
        bundle_of([folder])

    assert refusal.value.messages == ["a.yaml: A link is not taken, only the file."]


def test_bundle_of_nothing_says_so(tmp_path):
    with pytest.raises(ValidationError) as refusal:
        bundle_of([tmp_path / "none.yaml"])

    assert refusal.value.messages == ["none.yaml: There is no such file."]


def a_zip(files):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return packed


def test_bundle_takes_no_more_than_it_can_hold(monkeypatch):
    monkeypatch.setattr(limits, "MOST_BYTES_OF_ALL", 3_000)
    packed = a_zip({f"{number}.yaml": b"a" * 1_000 for number in range(5)})

    with pytest.raises(ValidationError, match="All files together are larger than"):
        bundle_of_upload(packed, "many.zip")


def test_bundle_takes_only_so_many_files(monkeypatch):
    monkeypatch.setattr(limits, "MOST_FILES", 3)
    packed = a_zip({f"{number}.yaml": b"a: 1" for number in range(4)})

    with pytest.raises(ValidationError, match="More than 3 files"):
        bundle_of_upload(packed, "many.zip")


def test_bundle_refuses_a_file_that_was_changed_on_the_way():
    packed = a_zip({"a.yaml": bytes(range(256))})
    raw = bytearray(packed.getvalue())
    raw[60] ^= 0xFF

    with pytest.raises(ValidationError, match="It cannot be read; the file is damaged"):
        bundle_of_upload(io.BytesIO(bytes(raw)), "one.zip")


def test_bundle_refuses_what_is_packed_in_another_way():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("a.yaml", b"a: 1")

    with pytest.raises(ValidationError, match="packed in a way that is not taken"):
        bundle_of_upload(packed, "one.zip")
