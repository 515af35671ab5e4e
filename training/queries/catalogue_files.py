"""The catalogue as files: content files and the media they show."""

import io

from django.core.files.storage import default_storage

from training.content.writing import written
from training.media.kinds import ending_of
from training.queries.catalogue_documents import catalogue_documents, media_of


def catalogue_files(only=()):
    """Return [(name, what opens the content)] of the catalogue, media by digest.

    only: see catalogue_documents.
    """
    documents = catalogue_documents(only)
    files = [(each.name, _opener(written(each.document))) for each in documents]
    for file in media_of(each.document for each in documents):
        name = f"media/{file.digest}{ending_of(file.content_type)}"
        files.append((name, _stored_opener(file)))
    return files


def _opener(content):
    return lambda: io.BytesIO(content)


def _stored_opener(file):
    return lambda: default_storage.open(file.path)
