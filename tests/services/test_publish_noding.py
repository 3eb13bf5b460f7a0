"""A vertex put into a shared edge: versioned and marked, and no move of anybody's border."""

from dataclasses import replace

import pytest
import shapely
from sqlalchemy import Engine, text

from geo_grid.core.errors import CoverageBroken
from geo_grid.services.edition_draft import DraftGrid
from geo_grid.services.publish_edition import publish
from geo_grid.store.session import session_scope
from tests.services.draft_ground import DAY_1, DAY_2, NW, OUTLINE, SIDE, SW, E, W, X, Y, changed, draft

pytestmark = pytest.mark.database

LOCKED_W, LOCKED_E = replace(W, statutory=True), replace(E, statutory=True)


def with_vertex(grid: DraftGrid, off: int) -> DraftGrid:
    """The grid with a vertex beside the middle of the lower half of the border between west and east."""
    vertex = (X + 2 * SIDE + off, Y + SIDE // 2)
    ends = {(X + 2 * SIDE, Y), (X + 2 * SIDE, Y + SIDE)}
    ring: list[tuple[float, float]] = []
    for here, there in zip(
        grid.geometry.exterior.coords[:-1], grid.geometry.exterior.coords[1:], strict=True
    ):
        ring.append(here)
        if {here, there} == ends:
            ring.append(vertex)
    assert len(ring) == len(grid.geometry.exterior.coords)
    return replace(grid, geometry=shapely.Polygon(ring))


def marks(engine: Engine) -> dict[str, bool]:
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT code, noding FROM grid_row WHERE edition_from = 2"))
        return {row.code: row.noding for row in rows}


def put_noded(engine: Engine, off: int, **more: DraftGrid) -> None:
    noded = {grid.code: with_vertex(grid, off) for grid in (LOCKED_W, LOCKED_E, SW)} | more
    with session_scope(engine) as session:
        publish(session, draft(DAY_1, changed(LOCKED_W, LOCKED_E), outline=OUTLINE))
    with session_scope(engine) as session:
        publish(session, draft(DAY_2, changed(*noded.values())))


@pytest.mark.parametrize("off", [-1, 0, 1])
def test_a_vertex_on_a_statutory_border_needs_no_unlock_and_is_marked(engine: Engine, off: int) -> None:
    put_noded(engine, off)
    assert marks(engine) == {"W": True, "E": True, "sw": True}


def test_a_vertex_further_off_is_a_move(engine: Engine) -> None:
    with pytest.raises(CoverageBroken) as refused:
        put_noded(engine, 2)
    assert refused.value.code == "statutory_border_locked"


def test_what_changes_otherwise_too_is_not_marked(engine: Engine) -> None:
    put_noded(engine, 0, sw=replace(with_vertex(SW, 0), name="harbour"), nw=replace(NW, name="hill"))
    assert marks(engine) == {"W": True, "E": True, "sw": False, "nw": False}
