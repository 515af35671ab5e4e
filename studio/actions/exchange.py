"""Content files that come through the browser: looked at first, then taken in."""

from dataclasses import asdict
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction

from studio.models import CatalogueUpload
from training.actions.catalogue_import import import_catalogue
from training.importing.bundle import bundle_of_upload

KEPT_FOR = timedelta(days=1)
LONGEST_NAME = 200


def start_upload(*, file, name, by, at):
    """Keep ``file`` to be looked at; return the CatalogueUpload, with its preview."""
    preview = _tried(file, name[-LONGEST_NAME:], at)
    return keep_upload(file=file, name=name, preview=preview, by=by, at=at)


def keep_upload(*, file, name, preview, by, at, asked=None):
    """Return the CatalogueUpload that keeps ``file`` with ``preview``.

    asked: what was said with a file of questions. What others left lying for more than a
    day goes.
    """
    for forgotten in CatalogueUpload.objects.filter(created_at__lt=at - KEPT_FOR):
        forget_upload(upload=forgotten)
    upload = CatalogueUpload(
        name=name[-LONGEST_NAME:],
        preview=preview,
        asked=asked,
        created_by=by,
        created_at=at,
    )
    upload.file.save(upload.name, file, save=False)
    upload.save()
    return upload


def take_upload(*, upload, note, by, at):
    """Take what ``upload`` holds into the catalogue, with ``note``; return a Taken each.

    Raises ValidationError, one message a fault, when it does not fit what is here now;
    then the upload stays, with a new preview.
    """
    try:
        with upload.file.open("rb") as opened:
            taken = import_catalogue(
                bundle=bundle_of_upload(opened, upload.name), at=at, by=by, note=note
            )
    except ValidationError as refusal:
        upload.preview = upload.preview | {"faults": refusal.messages}
        upload.save(update_fields=["preview"])
        raise
    forget_upload(upload=upload)
    return taken


def forget_upload(*, upload):
    """Remove ``upload`` and its file."""
    file = upload.file
    upload.delete()
    transaction.on_commit(lambda: file.storage.delete(file.name))


def _tried(file, name, at):
    """Return what taking in ``file`` would do, as a preview."""
    try:
        bundle = bundle_of_upload(file, name)
        taken = import_catalogue(bundle=bundle, at=at, is_trial=True)
    except ValidationError as refusal:
        return {"taken": [], "passed_over": [], "faults": refusal.messages}
    return {
        "taken": [asdict(each) for each in taken],
        "passed_over": bundle.passed_over,
        "faults": [],
    }
