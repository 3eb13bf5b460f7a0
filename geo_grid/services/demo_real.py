"""The real demo: the three levels of a real city, as in ``data/real_city``."""

from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

from geo_grid.core.entry import Source, enter
from geo_grid.files.features import Features
from geo_grid.files.reading import read
from geo_grid.services.demo import Demo
from geo_grid.services.edition_draft import DraftGrid, EditionDraft
from geo_grid.services.replace_demo import DEMO
from geo_grid.store.instants import start_of_day

FOLDER = Path(__file__).resolve().parents[2] / "data" / "real_city"
TITLE = "示例城市 / Example city"
_REASON = "示例数据，来源与许可见 data/real_city/README.md / Example data; it states origin and licence"
#: The day of the source's release: fixed, so that loading it again changes nothing.
_EFFECTIVE = date(2021, 9, 20)


def read_real(zone: ZoneInfo, folder: Path = FOLDER) -> Demo:
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
    return Demo(EditionDraft(start_of_day(_EFFECTIVE, zone), TITLE, _REASON, DEMO, by_level, outline=outline))


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
