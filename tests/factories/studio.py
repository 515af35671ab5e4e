"""Drafts to test with."""

from studio.actions.drafts import begin_draft, change_draft
from studio.choices import DraftKind
from tests.factories.staff import moment
from tests.training.scenario.documents import late_table


def a_draft(by, document=None, **fields):
    """Return a draft of a scenario by ``by``: ``late_table`` unless told otherwise."""
    draft = begin_draft(
        kind=DraftKind.SCENARIO, title="A draft", language="en", by=by, at=moment()
    )
    document = {**(document or late_table()), "slug": draft.slug, **fields}
    return change_draft(
        draft=draft, change=lambda _before: document, by=by, at=moment()
    )
