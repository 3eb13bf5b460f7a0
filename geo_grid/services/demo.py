"""The demo: a real city in three levels, published as the first edition of an empty database."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from geo_grid.core.entry import Source, enter
from geo_grid.files.features import Features
from geo_grid.files.reading import read
from geo_grid.services.edition_draft import DraftGrid, EditionDraft
from geo_grid.services.publish_edition import Progress, publish
from geo_grid.store.instants import start_of_day
from geo_grid.store.queries.editions import editions
from geo_grid.store.records import EditionRecord

FOLDER = Path(__file__).resolve().parents[2] / "data" / "real_city"
#: The demo is known by this, whatever else was published after it.
TITLE = "示例城市 / Example city"
_REASON = "示例数据,来源与许可见 data/real_city/README.md / Example data; origin and licence are stated there"
_BY = "geo-grid demo"
#: The day of the source's release: fixed, so that loading it again changes nothing.
_EFFECTIVE = date(2021, 9, 20)


class DemoState(StrEnum):
    """What loading the demo would mean for a database."""

    EMPTY = "empty"
    LOADED = "loaded"
    IN_USE = "in_use"


@dataclass(frozen=True)
class Demo:
    """What the demo holds: grids by level, and the draft that publishes them."""

    grids: Mapping[int, int]
    draft: EditionDraft


def read_demo(zone: ZoneInfo, folder: Path = FOLDER) -> Demo:
    """Read the real city.

    Parameters
    ----------
    zone
        Whose midnight begins the day from which the demo holds.
    folder
        Where its files are.
    """
    outline = _grids(read(folder / "outline.geojson"))[0]
    grids = _grids(read(folder / "grids.geojson"))
    by_level = {level: [grid for grid in grids if grid.level == level] for level in (1, 2, 3)}
    draft = EditionDraft(start_of_day(_EFFECTIVE, zone), TITLE, _REASON, _BY, by_level, outline=outline)
    return Demo(Counter(grid.level for grid in (outline, *grids)), draft)


def demo_state(session: Session) -> DemoState:
    """Whether the database is empty, holds the demo, or holds somebody's own coverage."""
    first = editions(session, before=2, limit=1)
    if not first:
        return DemoState.EMPTY
    return DemoState.LOADED if (first[0].title, first[0].published_by) == (TITLE, _BY) else DemoState.IN_USE


def load_demo(session: Session, demo: Demo, progress: Progress = lambda _: None) -> EditionRecord | None:
    """Publish the demo into an empty database; where there is an edition already, change nothing: None."""
    if demo_state(session) is not DemoState.EMPTY:
        return None
    return publish(session, demo.draft, progress)


def _grids(features: Features) -> list[DraftGrid]:
    codes = [code or "" for code in features.column("code")]
    entered = enter(Source(features.geometry, features.crs), codes)
    return [
        DraftGrid(code, name or "", int(level or 0), parent, shape, statutory=level != "3")
        for code, name, level, parent, shape in zip(
            codes,
            features.column("name"),
            features.column("level"),
            features.column("parent"),
            entered.geometry,
            strict=True,
        )
    ]
