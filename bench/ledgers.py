"""Counting after one moved border, against counting everything."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import combinations

import numpy as np
import shapely
from numpy.typing import NDArray
from sqlalchemy import text
from sqlalchemy.orm import Session

from bench.backend import Stopwatch
from bench.measuring import Measured
from geo_grid.core.lattice import UNITS_PER_DEGREE, to_degrees, to_units
from geo_grid.services.refresh_ledger import refresh_ledger
from geo_grid.store.queries.whole_edition import whole_edition
from geo_grid.store.records import GridRecord
from geo_grid.store.session import make_engine, session_scope
from geo_grid.store.writing import NewRow, close_rows, open_edition, open_rows, prove_now

Floats = NDArray[np.float64]

LEAST_RATIO = 20.0
#: The two grids and what they are part of: community, town, outline.
_NEAR = 5
#: How far the border is moved: lattice units, about half a metre.
_MOVE = 50


def measure(url: str) -> Iterator[Measured]:
    """On the example city."""
    engine = make_engine(url)
    with session_scope(engine) as session:
        watch = Stopwatch(session)
        session.execute(text("DELETE FROM grid_ledger"))
        session.execute(text("DELETE FROM grid_ledger_border"))
        began = watch.ms()
        everything = refresh_ledger(session)
        all_ms = watch.ms() - began
        features = session.scalar(
            text(
                "SELECT (SELECT count(*) FROM address) + (SELECT count(*) FROM building)"
                " + (SELECT count(*) FROM facility) + (SELECT count(*) FROM street_segment)"
            )
        )
    took: list[float] = []
    with session_scope(engine) as session:
        pairs = _pairs(whole_edition(session, datetime.now(UTC)), 5)
    for pair in pairs:
        with session_scope(engine) as session:
            _publish(session, pair)
            watch = Stopwatch(session)
            began = watch.ms()
            touched = refresh_ledger(session)
            took.append(watch.ms() - began)
            rows = {row for layer in touched.values() for row in layer}
            if len(rows) != 2:
                raise RuntimeError(f"{len(rows)} rows of grids were counted again for one moved border")
    engine.dispose()
    grids = max(len(rows) for rows in everything.values())
    one_ms = float(np.median(took))
    yield Measured(
        "ledgers after one moved border against all",
        f"{grids:,} grids, {features:,} features",
        f"{all_ms / one_ms:.0f}× ({one_ms:.0f} ms for 2 grids against {all_ms / 1e3:.1f} s)",
        f"≥ {LEAST_RATIO:g}×",
        all_ms / one_ms >= LEAST_RATIO,
    )


def _pairs(grids: Sequence[GridRecord], wanted: int) -> list[tuple[GridRecord, GridRecord]]:
    """Neighbours of one parent whose common border has a vertex that nobody else has, moved a little."""
    leaves = [grid for grid in grids if grid.level == 3]
    others = shapely.STRtree([grid.geometry for grid in grids])
    found: list[tuple[GridRecord, GridRecord]] = []
    for first, second in combinations(leaves[:200], 2):
        if {first.code, second.code} & {grid.code for pair in found for grid in pair}:
            continue
        if first.parent != second.parent or first.geometry is None or second.geometry is None:
            continue
        for vertex in sorted(_vertices(first.geometry) & _vertices(second.geometry)):
            point = shapely.Point(np.array(vertex) / UNITS_PER_DEGREE)
            near = others.query(point, predicate="dwithin", distance=1e-5)
            if len(near) != _NEAR or any(grids[i].level < 3 and _is_edge(grids[i], point) for i in near):
                continue
            moved = tuple(_moved(grid, vertex) for grid in (first, second))
            if all(grid is not None for grid in moved):
                found.append((moved[0], moved[1]))  # type: ignore[arg-type]  # none is None
                break
        if len(found) == wanted:
            break
    return found


def _is_edge(grid: GridRecord, point: shapely.Point) -> bool:
    return bool(shapely.dwithin(shapely.boundary(grid.geometry), point, 1e-5))


def _vertices(shape: shapely.Geometry) -> set[tuple[int, int]]:
    return {(int(x), int(y)) for x, y in to_units(shapely.get_coordinates(shape))}


def _moved(grid: GridRecord, vertex: tuple[int, int]) -> GridRecord | None:
    def move(xy: Floats) -> Floats:
        units = to_units(xy)
        units[np.all(units == vertex, axis=1)] += _MOVE
        return to_degrees(units)

    shape = shapely.transform(grid.geometry, move)
    return replace(grid, geometry=shape) if shape.is_valid else None


def _publish(session: Session, pair: tuple[GridRecord, GridRecord]) -> None:
    now = datetime.now(UTC)
    edition = open_edition(session, now, "moved", "bench", "bench", sets_outline=False)
    close_rows(session, [grid.id for grid in pair], edition, now)
    open_rows(session, [_row(grid) for grid in pair], edition, now)
    prove_now(session)


def _row(grid: GridRecord) -> NewRow:
    return NewRow(
        grid_id=grid.id,
        level=grid.level,
        parent_id=grid.parent_id,
        code=grid.code,
        name=grid.name,
        kind=grid.kind,
        ground=grid.ground,
        class_=grid.class_,
        setting=grid.setting,
        statutory=grid.statutory,
        noding=False,
        geometry=grid.geometry,
        label=grid.label,
        area_m2=grid.area_m2,
        hue=grid.hue,
        attributes=grid.attributes,
    )
