from studio.models.catalogue_upload import CatalogueUpload

__all__ = ["CatalogueUpload"]
