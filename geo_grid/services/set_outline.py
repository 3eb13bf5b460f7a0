"""Setting the outline: the surveyed limit of the whole, given from outside, not derived from the grids."""

from datetime import datetime

from sqlalchemy.orm import Session

from geo_grid.services.edition_draft import DraftGrid, EditionDraft
from geo_grid.services.publish_edition import publish
from geo_grid.store.records import EditionRecord


def set_outline(
    session: Session, outline: DraftGrid, *, effective: datetime, title: str, reason: str, by: str
) -> EditionRecord:
    """Publish an edition that changes the outline and nothing else. The caller commits.

    Where level 1 no longer tiles the new outline, both change in one edition: `EditionDraft.outline`.

    Parameters
    ----------
    outline
        Level 0, without a parent; geometry in lattice units.
    effective
        Aware instant.

    Raises
    ------
    As `publish`; ``edition_not_tiled`` where grids are in force that the outline no longer fits.
    """
    return publish(session, EditionDraft(effective, title, reason, by, {}, outline=outline))
