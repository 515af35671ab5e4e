from studio.models.catalogue_upload import CatalogueUpload
from studio.models.draft import Draft
from studio.models.suggestion import Suggestion

__all__ = ["CatalogueUpload", "Draft", "Suggestion"]
