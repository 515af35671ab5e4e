"""What is being written, and what is published."""

from dataclasses import dataclass
from datetime import datetime

from studio.kinds import KINDS
from studio.models import Draft
from studio.queries.versions import newest_versions, versions_of
from training.models.texts import in_language


@dataclass(frozen=True)
class Published:
    """One thing of the catalogue. number, at: of its newest version. draft: or None."""

    slug: str
    title: str
    number: int
    at: datetime
    draft: Draft | None


def drafts_with_people():
    """Return all drafts with who began and changed them, the last changed first."""
    return Draft.objects.select_related("created_by", "updated_by").order_by(
        "-updated_at", "pk"
    )


def published_of(kind):
    """Return what is published of ``kind``, a DraftKind: a list of Published by title."""
    drafts = {draft.slug: draft for draft in Draft.objects.filter(kind=kind)}
    versions, owner = newest_versions(kind)
    listed = [
        Published(
            slug=getattr(version, owner).slug,
            title=in_language(KINDS[kind].titles_of(version)),
            number=version.number,
            at=version.published_at,
            draft=drafts.get(getattr(version, owner).slug),
        )
        for version in versions
    ]
    return sorted(listed, key=lambda each: each.title.casefold())


def newest_version(draft):
    """Return the newest published version of what ``draft`` is of, or None."""
    return versions_of(draft.kind, draft.slug).first()
