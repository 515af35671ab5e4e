"""Rows that were set aside and came back mended."""

from feedback.models import MendedRow


def note_mended_rows(*, source, said):
    """Note what mended rows of ``source`` say now, in the transaction that records them.

    said: {identity of the row: fingerprint of all it says}. A row mended once more says
    what it says last.
    """
    MendedRow.objects.bulk_create(
        [
            MendedRow(source=source, identity=identity, said=said[identity])
            for identity in sorted(said)
        ],
        update_conflicts=True,
        unique_fields=["source", "identity"],
        update_fields=["said"],
    )
