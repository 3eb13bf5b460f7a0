"""The example demo: a town that does not exist, with everything in it that can be tried."""

from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pandas as pd

from geo_grid.core.canonical import as_array
from geo_grid.core.crs import Crs
from geo_grid.core.lattice import geometries_to_units
from geo_grid.example_town.make_town import make_town
from geo_grid.example_town.people import make_staff
from geo_grid.example_town.sizes import Size
from geo_grid.example_town.town import Town, TownGrid, TownLayer
from geo_grid.files.features import Features
from geo_grid.services.demo import Demo
from geo_grid.services.edition_draft import DraftGrid, EditionDraft
from geo_grid.services.replace_demo import DEMO
from geo_grid.store.instants import start_of_day

_REASON = "虚构的示例数据，见 data/example_town/README.md / Made up; see data/example_town/README.md"
#: Fixed, so that the same town is the same edition whenever it is loaded.
_EFFECTIVE = date(2026, 1, 1)


def make_example(zone: ZoneInfo, size: Size = "town", seed: int = 1) -> Demo:
    """Make the example town.

    Parameters
    ----------
    zone
        Whose midnight begins the day from which it holds.
    size, seed
        As `make_town`.
    """
    town = make_town(size, seed)
    outline, *grids = _grids(town)
    by_level = {level: [grid for grid in grids if grid.level == level] for level in (1, 2, 3)}
    title = f"{town.title['zh']} / {town.title['en']}"
    draft = EditionDraft(start_of_day(_EFFECTIVE, zone), title, _REASON, DEMO, by_level, outline=outline)
    layers = {name: _features(name, layer) for name, layer in town.layers.items()}
    return Demo(draft, layers, made_up=True, staff=make_staff(town))


def _grids(town: Town) -> list[DraftGrid]:
    shapes = geometries_to_units(as_array([grid.geometry for grid in town.grids]))
    return [_grid(grid, shape) for grid, shape in zip(town.grids, shapes, strict=True)]


def _grid(grid: TownGrid, shape: object) -> DraftGrid:
    return DraftGrid(
        grid.code,
        grid.name,
        grid.level,
        grid.parent,
        shape,
        kind=grid.kind,
        ground=grid.ground,
        class_=grid.grade,
        setting=grid.setting,
        statutory=grid.statutory,
    )


def _features(name: str, layer: TownLayer) -> Features:
    # Objects keep what is unknown None, and whole numbers whole.
    columns = {field: pd.Series(list(values), dtype=object) for field, values in layer.columns.items()}
    path = Path("example_town", name)
    return Features(layer.geometry, Crs.parse("EPSG:4326"), pd.DataFrame(columns), name, "made up", path)
