"""The bounds of a published grid, with the names around it.

+--+--+-----+    The ground of draft_ground; 中街 runs between nw and sw, 云溪 along the south.
|nw   |     |
+==+==+  E  +
|sw   |     |
+--+--+--+--+
"""

from dataclasses import replace

import pytest
from sqlalchemy import Engine

from geo_grid.core.errors import NotFound
from geo_grid.http.schemas.bounds import BoundsOut
from geo_grid.services.bounds import grid_bounds
from geo_grid.services.publish_edition import publish
from geo_grid.store.session import session_scope
from tests.services.draft_ground import DAY_1, NW, OUTLINE, SW, changed, draft
from tests.services.made_layers import area, line, load

pytestmark = pytest.mark.database


def test_a_grid_is_bounded_by_streets_water_and_neighbours(engine: Engine) -> None:
    stored = replace(SW, attributes={"四至": "东至E，南至云溪，西至大路，北至中街。"})
    with session_scope(engine) as session:
        publish(
            session,
            draft(
                grids=changed(stored, replace(NW, attributes={"bounds_text": "四面临街"})), outline=OUTLINE
            ),
        )
        load(session, "streets", [line((-1, 1), (2, 1)), line((1, 0), (1, 2))], name=["中街", "纵路"])
        load(session, "water", [area(-1, -0.5, 5, 0)], name=["云溪"], kind=["river"])
        grid, told = grid_bounds(session, "sw", DAY_1, 12.0)
        sw = BoundsOut.of(grid.code, grid.name, told)
        west = BoundsOut.of("W", "west", grid_bounds(session, "W", DAY_1, 12.0)[1])
        north = BoundsOut.of("nw", "", grid_bounds(session, "nw", DAY_1, 12.0)[1])
        with pytest.raises(NotFound):
            grid_bounds(session, "nowhere", DAY_1, 12.0)
    # E is of level 2 and undivided: it is the neighbour of sw all the same.
    assert sw.zh == "东与east（554 米）相接，南至云溪，西至辖区界线（554 米），北至中街。"
    assert sw.stored is not None and not sw.stored.fits
    assert [(each.side, each.missing, each.gone) for each in sw.stored.drift] == [
        ("east", ["east"], ["E"]), ("west", [], ["大路"]),
    ]  # fmt: skip
    assert sw.along_m["street"] == pytest.approx(sw.along_m["water"], rel=0.01)
    assert sw.share_along == pytest.approx(0.63, abs=0.05)
    ((beside,),) = [each.beside for each in west.stretches if each.side == "east"]
    assert (beside.key, beside.name) == ("E", "east")
    assert "to the border with east (1,109 m)" in west.en
    assert north.stored is not None
    assert [each.missing for each in north.stored.drift] == [["east"], ["中街"]]
