"""How many cards each building of a grid needs."""

import pytest
from sqlalchemy.orm import Session

from geo_grid.services.publish_edition import publish
from geo_grid.store.queries.card_counts import card_counts
from geo_grid.store.queries.scope import grid_in_force
from tests.services.draft_ground import DAY_1, FIRST
from tests.services.made_layers import area, load, point

pytestmark = pytest.mark.database


def test_households_are_counted_by_the_building_that_they_are_in_or_beside(session: Session) -> None:
    """Two doors of one house, an uncounted one, an empty one, one without a house, one in another grid."""
    publish(session, FIRST)
    load(session, "buildings", [area(0.1, 0.1, 0.3, 0.3), area(0.6, 0.6, 0.8, 0.8)], name=["甲楼", None])
    load(
        session,
        "addresses",
        [point(0.2, 0.2), point(0.25, 0.2), point(0.7, 0.7), point(0.65, 0.7), point(0.5, 0.1), point(3, 1)],
        text=["人民路1号", "人民路3号", "新村2号", "新村4号", "田边小屋", "中路1号"],
        street=["人民路", "人民路", None, None, None, "中路"],
        number=["1号", "3号", "2号", "4号", None, "1号"],
        compound=[None, None, "新村", "新村", None, None],
        households=[3, 4, None, 0, 2, 9],
    )
    grid = grid_in_force(session, "sw")
    assert grid is not None
    found = {each.building: each.count for each in card_counts(session, grid, DAY_1)}
    assert found == {"甲楼": 7, "新村2号": 1, "田边小屋": 2}
