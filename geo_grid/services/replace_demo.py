"""What takes the place of a demo: nobody's borders, so nobody has to unlock them."""

from dataclasses import replace

from sqlalchemy.orm import Session

from geo_grid.services.edition_draft import EditionDraft, Unlocking
from geo_grid.services.load_layer import remove_load
from geo_grid.store.queries.base_loads import base_loads
from geo_grid.store.queries.editions import editions
from geo_grid.store.queries.whole_edition import whole_edition

#: Who publishes every demo, and the source of its base layers.
DEMO = "geo-grid demo"


def holds_only_demos(session: Session) -> bool:
    """Whether something is published, and all of it by a demo."""
    published = editions(session)
    return bool(published) and all(edition.published_by == DEMO for edition in published)


def in_place_of_demo(session: Session, draft: EditionDraft) -> EditionDraft:
    """The draft with leave to end every grid and void of the demo that it does not name."""
    locked = [grid.code for grid in whole_edition(session, draft.effective) if grid.statutory]
    unlocks = [*draft.unlocks, *(Unlocking(code, DEMO, draft.title or DEMO) for code in locked)]
    levels = {level: draft.grids.get(level, ()) for level in (1, 2, 3)}
    return replace(draft, grids=levels, voids=draft.voids or (), unlocks=unlocks)


def remove_demo_layers(session: Session) -> None:
    """Take the demo's base layers away; the reports of their loads stay."""
    for load in base_loads(session):
        if load.source == DEMO:
            remove_load(session, load.layer, DEMO)
