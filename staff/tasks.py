"""Work of staff that no page waits for."""

from django.core.exceptions import ValidationError
from django.utils.timezone import now
from django_tasks import task

from staff.actions.people_import import apply_import, reopen_import
from staff.models import PeopleImport


@task()
def apply_people_import(people_import_id):
    """Write a confirmed import; where that is refused, have it looked at once more."""
    people_import = PeopleImport.objects.get(pk=people_import_id)
    try:
        apply_import(people_import=people_import, at=now())
    except ValidationError as refusal:
        # That a file is too large its page says anyway.
        is_large = refusal.code == "too_many_people"
        note = "" if is_large else PeopleImport.Note.PLAN_CHANGED
        reopen_import(people_import=people_import, note=note)
    except Exception:
        note = PeopleImport.Note.FAILED
        reopen_import(people_import=people_import, note=note)
        raise
