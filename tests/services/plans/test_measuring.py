"""What a plan's ground holds is what its ledger would say once it is published."""

import pytest
import shapely
from sqlalchemy import Engine

from geo_grid.core.ledger.counts import Said
from geo_grid.services.grids import GridFilter
from geo_grid.services.ledger import list_ledgers
from geo_grid.services.plans.measuring import measured
from geo_grid.services.publish_edition import publish
from geo_grid.store.session import session_scope
from tests.services.draft_ground import DAY_1, FIRST, NW, SW, E, block
from tests.services.made_layers import line, load, point

pytestmark = pytest.mark.database

WEIGHTS = {"households": 1.0, "organisations": 2.0, "street_km": 20.0}
#: Places at every half side of the ground and a little beyond: two thirds lie on some border.
PLACES = [(x / 2, y / 2) for x in range(-1, 10) for y in range(-1, 6)]


def test_published_ground_measures_as_its_ledger(engine: Engine) -> None:
    said = [None if number % 3 == 0 else number for number in range(len(PLACES))]
    points = [point(*place) for place in PLACES]
    with session_scope(engine) as session:
        publish(session, FIRST)
        assert measured(session, [shapely.MultiPolygon([SW.geometry])], WEIGHTS)[0].households is None
        load(
            session,
            "addresses",
            points,
            text=[f"人民路{number}号" for number in range(len(PLACES))],
            households=said,
        )
        load(session, "organisations", points, name=["店"] * len(points), trade=["餐饮"] * len(points))
        load(session, "streets", [line((0, 1), (4, 1)), line((1, 0), (1, 2))], name=["横路", "纵路"])
        leaves = sorted((E, NW, SW), key=lambda each: each.code)
        found = measured(session, [leaf.geometry for leaf in leaves], WEIGHTS)
        ledger = {
            grid.code: counts
            for grid, counts in list_ledgers(
                session, DAY_1, GridFilter(), WEIGHTS, after=None, limit=10
            ).items
        }
    for leaf, counts in zip(leaves, found, strict=True):
        assert counts.addresses and counts.workload
        assert counts == ledger[leaf.code]


def test_only_what_is_asked_for_is_counted_and_unknown_is_not_zero(engine: Engine) -> None:
    with session_scope(engine) as session:
        publish(session, FIRST)
        load(
            session,
            "addresses",
            [point(0.5, 0.5), point(2.5, 0.5)],
            text=["甲1号", "乙1号"],
            households=[3, None],
        )
        load(session, "buildings", [point(0.5, 0.5).buffer(1e-5)])
        west, east, none = measured(
            session, [block(0, 0, 1, 2), block(2, 0, 3, 1), block(3, 1, 4, 2)], layers=("addresses",)
        )
        assert measured(session, []) == []
    assert (west.households, east.households, none.households) == (Said(3, 0), Said(None, 1), Said(0, 0))
    assert west.buildings is None and west.workload is None
