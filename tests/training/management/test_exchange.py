"""The catalogue as files and back: nothing is lost, and twice is once."""

import hashlib
import zipfile
from io import StringIO

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command

from tests.factories.staff import EmployeeFactory, moment
from tests.training.catalogue import (
    a_bank_document,
    a_drawn_quiz,
    a_module_document,
    a_path_document,
    a_play,
    a_practice,
    a_reading,
    a_short,
    an_ordering,
)
from tests.training.films import CAPTIONS, FILM
from tests.training.pictures import a_picture
from tests.training.scenario.documents import english, late_table
from training.actions.catalogue_import import import_catalogue
from training.actions.publishing import publish_bank
from training.content.writing import written
from training.importing.bundle import bundle_of
from training.management.commands.load_starter import STARTER
from training.media.images import as_webp
from training.models import MediaFile, Module, ModuleVersion, Skill
from training.models.media_file import path_of
from training.queries.catalogue_documents import catalogue_documents, module_document

pytestmark = pytest.mark.django_db
FILM_DIGEST = hashlib.sha256(FILM).hexdigest()
PICTURE = as_webp(a_picture())
PICTURE_DIGEST = hashlib.sha256(PICTURE).hexdigest()
CAPTIONS_DIGEST = hashlib.sha256(CAPTIONS.encode()).hexdigest()


def run(command, *arguments, **options):
    told = StringIO()
    call_command(command, *arguments, stdout=told, **options)
    return told.getvalue().strip().split("\n")


def a_skill(slug):
    levels = {str(level): english(f"level {level}") for level in range(1, 6)}
    summary = english("What it is: in short")
    return {"slug": slug, "name": english(slug), "summary": summary, "levels": levels}


def everything():
    """Return {file: content} of a catalogue in which everything occurs once."""
    skills = [a_skill("promising-well"), a_skill("apologising")]
    film = {
        "key": "film",
        "kind": "video",
        "minutes": 2,
        "title": english("At the door"),
        "video": FILM_DIGEST,
        "captions": {"en": CAPTIONS_DIGEST},
    }
    steps = [
        a_reading(body=f"One.\n\n- *two*\n\n![A door](media:{PICTURE_DIGEST})\n"),
        a_play(),
        a_drawn_quiz(shuffle=True, attempts=3),
        a_practice(),
        film,
    ]
    certification = {
        "months": 12,
        "from": "calendar",
        "on": "12-31",
        "window_days": 30,
        "refresher": "z-in-short",
    }
    documents = {
        "skills.yaml": {"format": "encore.skills/1", "skills": skills},
        "scenarios/a-scenario.yaml": late_table(),
        "banks/service.yaml": a_bank_document(an_ordering(), a_short(), *a_bank()),
        "modules/waiting.yaml": a_module_document(
            *steps,
            skills=["promising-well", "apologising"],
            prerequisites=["z-in-short"],
            cost={"per_seat": 12.5, "to_build": 400, "currency": "EUR"},
            certification=certification,
        ),
        "modules/z-in-short.yaml": a_module_document(a_reading(), slug="z-in-short"),
        "paths/first-week.yaml": a_path_document("z-in-short", "waiting"),
    }
    return {name: written(document) for name, document in documents.items()} | {
        f"media/{FILM_DIGEST}.mp4": FILM,
        f"media/{CAPTIONS_DIGEST}.vtt": CAPTIONS.encode(),
        f"media/{PICTURE_DIGEST}.webp": PICTURE,
    }


def a_bank():
    return a_bank_document()["questions"]


def folder_of(files, folder):
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder


def files_in(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_everything_comes_out_as_it_went_in(tmp_path):
    told = run("import_content", folder_of(everything(), tmp_path / "in"))

    run("export_content", tmp_path / "out")

    assert files_in(tmp_path / "out") == everything()
    assert told[-1] == "9 new."


def test_the_starter_catalogue_comes_out_as_it_went_in(tmp_path):
    run("load_starter")

    run("export_content", tmp_path)

    assert files_in(tmp_path) == files_in(STARTER)


def test_a_zip_file_is_the_same_to_the_byte_and_says_the_same(tmp_path):
    run("import_content", folder_of(everything(), tmp_path / "in"))
    run("export_content", tmp_path / "one.zip")
    run("export_content", tmp_path / "two.zip")

    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "one.zip") as archive:
        assert archive.testzip() is None
    assert run("import_content", tmp_path / "one.zip") == ["9 same."]


def test_what_was_put_together_from_rows_is_what_was_published(tmp_path):
    run("import_content", folder_of(everything(), tmp_path))
    for version in ModuleVersion.objects.all():
        whole = version.document
        version.document = None

        assert module_document(version) == whole | {
            # Rows do not know in which order an author named the skills.
            "skills": [
                s for s in ("promising-well", "apologising") if s in whole["skills"]
            ]
        }


def test_import_content_says_what_is_new_and_what_changed(tmp_path):
    folder = folder_of(everything(), tmp_path)
    run("import_content", folder)
    waiting = folder / "modules/waiting.yaml"
    waiting.write_text(waiting.read_text().replace("minutes: 10", "minutes: 12", 1))
    added = a_module_document(a_reading(), slug="added")
    (folder / "modules/added.yaml").write_bytes(written(added))
    (folder / "notes.txt").write_text("not content")

    would_be = run("import_content", folder, dry_run=True)
    told = run("import_content", folder, note="Shorter")

    assert told == [
        "modules/added.yaml: new",
        "modules/waiting.yaml: changed (minutes)",
        "notes.txt: passed over",
        "1 new, 1 changed, 8 same.",
    ]
    assert would_be == [*told[:-1], f"Would be: {told[-1]}"]
    newest = ModuleVersion.objects.get(module__slug="waiting", number=2)
    assert (newest.note, newest.module.minutes) == ("Shorter", 12)


def test_import_content_as_a_trial_writes_nothing(tmp_path):
    film = FILM + b"never seen before"
    folder = folder_of(everything() | {"media/film.mp4": film}, tmp_path)

    run("import_content", folder, dry_run=True)

    digest = hashlib.sha256(film).hexdigest()
    assert not Skill.objects.exists()
    assert not default_storage.exists(path_of(digest))


def test_import_content_keeps_media_under_any_name(tmp_path):
    film = FILM + b"kept"

    run("import_content", folder_of({"media/film.mp4": film}, tmp_path))

    file = MediaFile.objects.get(digest=hashlib.sha256(film).hexdigest())
    assert file.name == "film.mp4"
    with default_storage.open(file.path) as kept:
        assert kept.read() == film


def test_modules_may_name_each_other_in_a_ring(tmp_path):
    rule = {"months": 12, "from": "completion", "window_days": 30}
    long = a_module_document(a_reading(), certification=rule | {"refresher": "short"})
    short = a_module_document(a_reading(), slug="short", prerequisites=["waiting"])
    files = {"1.yaml": written(long), "2.yaml": written(short)}
    skills = {"skills.yaml": everything()["skills.yaml"]}

    told = run("import_content", folder_of(files | skills, tmp_path))

    assert told[-1] == "3 new."


@pytest.mark.parametrize(
    ("name", "old", "new", "fault"),
    [
        (
            "modules/waiting.yaml",
            "  - promising-well",
            "  - prommising",
            "modules/waiting.yaml, line 9: “prommising” is not in the catalogue.",
        ),
        (
            "modules/waiting.yaml",
            "scenario: a-scenario",
            "scenario: nowhere",
            "There is no scenario “nowhere”.",
        ),
        ("modules/waiting.yaml", "bank: service", "bank: no-bank", "no-bank"),
        ("modules/waiting.yaml", FILM_DIGEST, "0" * 64, "There is no such file here"),
        (
            "modules/waiting.yaml",
            "refresher: z-in-short",
            "refresher: gone",
            "“gone” is not in the catalogue.",
        ),
        (
            "modules/z-in-short.yaml",
            "prerequisites: []",
            "prerequisites: [waiting]",
            "“z-in-short” would have to be learned before itself.",
        ),
        ("paths/first-week.yaml", "  - waiting", "  - gone", "“gone” is not in"),
    ],
)
def test_import_content_refuses_all_for_one_and_names_the_line(
    tmp_path, name, old, new, fault
):
    files = everything()
    text = files[name].decode()
    line = text.count("\n", 0, text.index(old)) + 1
    files[name] = text.replace(old, new, 1).encode()

    with pytest.raises(CommandError) as refusal:
        run("import_content", folder_of(files, tmp_path))

    [said] = [one for one in str(refusal.value).split("\n") if fault in one]
    assert said.startswith(f"{name}, line {line}: ")
    assert not Skill.objects.exists()


def test_import_content_refuses_the_same_thing_twice(tmp_path):
    files = everything()
    files["modules/again.yaml"] = files["modules/waiting.yaml"]

    with pytest.raises(CommandError) as refusal:
        run("import_content", folder_of(files, tmp_path))

    assert str(refusal.value) == (
        "modules/waiting.yaml, line 2: The same stands in modules/again.yaml."
    )


def test_import_content_takes_a_damaged_medium_for_what_it_is(tmp_path):
    files = everything() | {f"media/{FILM_DIGEST}.mp4": b"no film"}

    with pytest.raises(CommandError, match="is not taken. Allowed: MP4"):
        run("import_content", folder_of(files, tmp_path))


def test_a_newer_bank_makes_a_new_version_of_the_modules_that_draw_from_it(tmp_path):
    folder = folder_of(everything(), tmp_path)
    run("import_content", folder)
    newer = a_bank_document(an_ordering(), a_short(), *a_bank()[1:])
    (folder / "banks/service.yaml").write_bytes(written(newer))

    told = run("import_content", folder)

    assert told == [
        "banks/service.yaml: changed (questions.b0)",
        "modules/waiting.yaml: changed",
        "2 changed, 7 same.",
    ]


def test_export_content_writes_what_was_chosen(tmp_path):
    run("import_content", folder_of(everything(), tmp_path / "in"))

    run("export_content", tmp_path / "out", only=["paths", "modules/waiting"])

    assert sorted(files_in(tmp_path / "out")) == [
        *sorted(name for name in everything() if name.startswith("media/")),
        "modules/waiting.yaml",
        "paths/first-week.yaml",
    ]
    with pytest.raises(CommandError, match="nothing like modules/none"):
        run("export_content", tmp_path / "none", only=["modules/none"])


def test_a_part_of_the_skills_keeps_its_place_among_the_others(tmp_path):
    run("load_starter")
    before = list(Skill.objects.order_by("position").values_list("slug", flat=True))
    folder = folder_of(everything(), tmp_path)

    run("import_content", folder / "skills.yaml")

    after = list(Skill.objects.order_by("position").values_list("slug", flat=True))
    assert after == before


@pytest.mark.parametrize("rows", [1, 3])
def test_the_catalogue_costs_as_many_queries_whatever_its_size(
    django_assert_num_queries, tmp_path, rows
):
    run("import_content", folder_of(everything(), tmp_path))
    for number in range(rows):
        publish_bank(document=a_bank_document(slug=f"bank-{number}"), at=moment())

    with django_assert_num_queries(8):
        found = catalogue_documents()

    assert len(found) == 6 + rows


def test_what_a_person_imports_is_theirs(tmp_path):

    author = EmployeeFactory()
    bundle = bundle_of([folder_of(everything(), tmp_path)])

    import_catalogue(bundle=bundle, at=moment(), by=author, note="Ours")

    versions = Module.objects.get(slug="waiting").versions
    assert [(v.published_by, v.note) for v in versions.all()] == [(author, "Ours")]
