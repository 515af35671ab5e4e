"""Publishing a module anew for what is in it."""

from django.db import transaction

from training.actions.publishing import publish_module
from training.models import Module
from training.queries.catalogue_documents import module_document


@transaction.atomic
def renew_module(*, module, at, by=None, note=""):
    """Publish ``module`` as it is, with the newest scenarios and question banks in it;
    return the version.

    The newest version, when these are in it already. Who is learning an older version
    finishes that one. Raises ValidationError as ``publish_module`` does.
    """
    module = Module.objects.select_for_update().get(pk=module.pk)
    document = module_document(module.versions.latest("number"))
    return publish_module(document=document, at=at, by=by, note=note)
