"""What a picture of a grid shows, gathered from the grids and the base layers."""

from datetime import datetime
from zoneinfo import ZoneInfo

import shapely
from sqlalchemy.orm import Session

from geo_grid.core.errors import NotFound
from geo_grid.publish.ground_picture import GroundPicture, frame_of
from geo_grid.publish.picture.frame import Box
from geo_grid.publish.picture.ground import GridShape, NamedGround, StationPlace, Street
from geo_grid.store.queries import ground_picture as layers
from geo_grid.store.queries.ancestors import ancestors
from geo_grid.store.queries.children import children_count
from geo_grid.store.queries.grid_by_code import grid_by_code
from geo_grid.store.queries.grids_in_sight import grids_in_sight
from geo_grid.store.queries.state import state
from geo_grid.store.queries.stations_in_sight import stations_in_sight
from geo_grid.store.records import GridRecord

#: Widest ground, in metres from edge to edge, on which each is still drawn.
_BUILDINGS_TO_M = 3_000
_EVERY_STREET_TO_M = 3_500
_STREAMS_TO_M = 6_000
_STREETS_TO_M = (
    (9_000, ("expressway", "arterial", "secondary", "branch")),
    (40_000, ("expressway", "arterial", "secondary")),
)
_GREAT_STREETS = ("expressway", "arterial")
#: Shapes of pictures that a gathering serves where none is named: width against height.
_ASPECTS = (0.6, 1.0, 1.9)
_METRES_PER_DEGREE = 111_000.0


def gather(
    session: Session,
    code: str,
    at: datetime,
    *,
    zone: ZoneInfo,
    aspect: float | None = None,
    context_m: float = 0.0,
    children: bool = True,
) -> GroundPicture:
    """Everything that a picture of a grid may show.

    Parameters
    ----------
    at
        Aware instant.
    zone
        Where the picture's day is told.
    aspect
        Width of the picture against its height; without it any that is not extreme.
    context_m
        Ground around, more than a picture shows by itself, metres.
    children
        Show what the grid is divided into, where it is.

    Raises
    ------
    NotFound
        ``grid_not_found``.
    """
    grid = grid_by_code(session, code, at)
    if grid is None or grid.geometry is None:
        raise NotFound("grid_not_found", grid=code)
    window = _window(grid, aspect, context_m)
    parent = next(iter(ancestors(session, grid, at)[-1:]), None)
    seen = grids_in_sight(session, window, range(max(grid.level, 1) + 1), at)
    touching, around = _neighbours(grid, [each for each in seen if each.level == grid.level])
    outline = next((each.geometry for each in seen if each.level == 0), None)
    inner = _children(session, grid, at) if children else []
    span_m = _span_m(window)
    edition = state(session, at).edition
    return GroundPicture(
        grid=_shape(grid),
        parent_name=parent.name if parent is not None else None,
        neighbours=tuple(map(_shape, touching)),
        around=tuple(map(_shape, around)),
        above=tuple(_shape(each) for each in seen if 0 < each.level < grid.level),
        children=tuple(map(_shape, inner)),
        outline=outline,
        streets=tuple(
            Street(each.name, each.kind, each.geometry)
            for each in layers.streets(session, window, _classes(span_m))
        ),
        railways=tuple(each.geometry for each in layers.railways(session, window)),
        water=tuple(
            NamedGround(each.name, each.kind, each.geometry)
            for each in layers.water(session, window, streams=span_m <= _STREAMS_TO_M)
        ),
        compounds=tuple(
            NamedGround(each.name, each.kind, each.geometry) for each in layers.compounds(session, window)
        ),
        buildings=tuple(each.geometry for each in layers.buildings(session, window))
        if span_m <= _BUILDINGS_TO_M
        else (),
        stations=tuple(
            StationPlace(each.name_zh, each.name_en, each.lon, each.lat)
            for each in stations_in_sight(session, window, at)
            if each.grid == grid.id or shapely.intersects_xy(grid.geometry, each.lon, each.lat)
        ),
        edition=grid.edition if edition is None else edition,
        day=at.astimezone(zone).date(),
    )


def _window(grid: GridRecord, aspect: float | None, context_m: float) -> Box:
    """The ground that a picture of these proportions shows, whatever its size."""
    boxes = [frame_of(grid.bbox, 200 * each, 200).ground() for each in ((aspect,) if aspect else _ASPECTS)]
    # A larger sheet has narrower margins and shows less; a small one more.
    boxes += [frame_of(grid.bbox, 60 * each, 60).ground() for each in ((aspect,) if aspect else _ASPECTS)]
    more = context_m / _METRES_PER_DEGREE
    return (
        min(box[0] for box in boxes) - 2 * more,
        min(box[1] for box in boxes) - more,
        max(box[2] for box in boxes) + 2 * more,
        max(box[3] for box in boxes) + more,
    )


def _span_m(window: Box) -> float:
    return (window[3] - window[1]) * _METRES_PER_DEGREE


def _classes(span_m: float) -> tuple[str, ...] | None:
    if span_m <= _EVERY_STREET_TO_M:
        return None
    return next((classes for widest, classes in _STREETS_TO_M if span_m <= widest), _GREAT_STREETS)


def _neighbours(grid: GridRecord, level: list[GridRecord]) -> tuple[list[GridRecord], list[GridRecord]]:
    """Those that share a border with a grid, and the others in sight."""
    touching: list[GridRecord] = []
    around: list[GridRecord] = []
    for each in level:
        if each.id == grid.id:
            continue
        common = shapely.intersection(each.geometry, grid.geometry)
        (touching if shapely.length(common) > 0 else around).append(each)
    return touching, around


def _children(session: Session, grid: GridRecord, at: datetime) -> list[GridRecord]:
    if not children_count(session, grid.id, at):
        return []
    below = grids_in_sight(session, grid.bbox, (grid.level + 1,), at)
    return [each for each in below if each.parent_id == grid.id]


def _shape(grid: GridRecord) -> GridShape:
    return GridShape(
        grid.code, grid.name, grid.level, grid.kind == "special", grid.hue, grid.label, grid.geometry
    )
