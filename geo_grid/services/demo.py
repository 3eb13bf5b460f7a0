"""Loading a demo: into an empty database, or in place of another demo; never over somebody's own coverage."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from geo_grid.core.layers.kinds import KINDS
from geo_grid.example_town.staff import TownStaff
from geo_grid.files.features import Features
from geo_grid.services.demo_people import end_people, load_people
from geo_grid.services.edition_draft import EditionDraft
from geo_grid.services.example_links import link_examples
from geo_grid.services.load_layer import commit_load, plan_load, remove_load
from geo_grid.services.load_plan import LoadRequest
from geo_grid.services.publish_edition import Progress, publish
from geo_grid.services.replace_demo import DEMO, holds_only_demos, in_place_of_demo
from geo_grid.store.base_writing import lock_loads
from geo_grid.store.incident_demo_writing import drop_made_up
from geo_grid.store.queries.base_loads import base_loads
from geo_grid.store.queries.editions import editions
from geo_grid.store.records import EditionRecord


class DemoState(StrEnum):
    """What loading a demo would mean for a database."""

    EMPTY = "empty"
    LOADED = "loaded"
    OTHER_DEMO = "other_demo"
    IN_USE = "in_use"


@dataclass(frozen=True)
class Demo:
    """What a demo holds.

    Parameters
    ----------
    draft
        Publishes its grids; its title is what a demo is known by.
    layers
        Base layer → its rows.
    made_up
        True where no such place exists.
    staff
        Everybody who answers for it, made up.
    """

    draft: EditionDraft
    layers: Mapping[str, Features] = field(default_factory=dict)
    made_up: bool = False
    staff: TownStaff | None = None

    def grids(self, level: int) -> int:
        """How many grids of a level it has."""
        return len(self.draft.grids.get(level, ()))


def holds_anything(session: Session) -> bool:
    """Whether anything was ever published."""
    return bool(editions(session, limit=1))


def demo_state(session: Session, demo: Demo) -> DemoState:
    """Whether the database is empty, holds this demo or another, or anything of somebody's own."""
    published = editions(session)
    if not published:
        return DemoState.EMPTY
    if not holds_only_demos(session):
        return DemoState.IN_USE
    return DemoState.LOADED if published[0].title == demo.draft.title else DemoState.OTHER_DEMO


def load_demo(
    session: Session, demo: Demo, now: datetime, progress: Progress = lambda _: None
) -> EditionRecord | None:
    """Publish a demo with its base layers. The caller commits.

    Parameters
    ----------
    now
        From when it is to hold where it takes the place of another demo, whose people end then.

    Returns
    -------
    The edition, or None where nothing was changed: the demo is there already, or the database is in use.
    """
    lock_loads(session)
    state = demo_state(session, demo)
    if state in (DemoState.LOADED, DemoState.IN_USE):
        return None
    draft = demo.draft
    if state is DemoState.OTHER_DEMO:
        draft = in_place_of_demo(session, replace(draft, effective=now))
    edition = publish(session, draft, progress)
    _replace_layers(session, demo, progress)
    end_people(session, edition.effective)
    drop_made_up(session)
    if demo.staff is not None:
        load_people(session, demo.staff, edition.effective, now)
        link_examples(session)
    return edition


def _replace_layers(session: Session, demo: Demo, progress: Progress) -> None:
    loaded = {load.layer for load in base_loads(session) if load.source == DEMO}
    for layer in KINDS:
        if layer in demo.layers:
            request = LoadRequest(layer, DEMO, demo.draft.title, made_up=demo.made_up)
            commit_load(session, plan_load(demo.layers[layer], request), progress)
        elif layer in loaded:
            remove_load(session, layer, DEMO)
