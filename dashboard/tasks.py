"""Work of the pages that read several apps, for which no page waits."""

from django.utils.timezone import now
from django_tasks import task

from dashboard.data_kinds import DATA_KINDS
from staff.actions.file_import import (
    drop_old_file_imports,
    run_file_import,
    stale_file_imports,
)
from staff.models import FileImport


@task()
def run_file_import_task(file_import_id):
    """Take in a confirmed file; one whose worker is gone goes on where that stopped."""
    file_import = FileImport.objects.get(pk=file_import_id)
    run_file_import(file_import, DATA_KINDS[file_import.kind].kind, now)


def keep_file_imports(*, at):
    """Put away what was kept long enough; ask anew for imports whose worker is gone.

    Returns how many were asked for. at: the moment. Asking twice takes in once.
    """
    drop_old_file_imports(at=at)
    stale = list(stale_file_imports(at).filter(kind__in=DATA_KINDS))
    for file_import in stale:
        run_file_import_task.enqueue(file_import.pk)
    return len(stale)
