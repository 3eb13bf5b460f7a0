"""A plan beside its base: who moves where, and what each grid has before and after."""

import pytest
import shapely
from sqlalchemy import text

from geo_grid.services.plans.comparison import comparison
from tests.services.draft_ground import block
from tests.services.made_layers import load, point
from tests.services.plans.ground import Town, at

pytestmark = pytest.mark.database


@pytest.fixture
def inhabited(town: Town) -> Town:
    """Two households in every square; in the first grid somebody on duty, a board, and something to do."""
    places = [(x + 0.25, y + 0.25) for x in range(8) for y in range(4)]
    load(
        town.session, "addresses", [point(*place) for place in places],
        text=[f"路{number}号" for number in range(len(places))], households=[2] * len(places),
    )  # fmt: skip
    town.session.execute(
        text(
            """
            WITH here AS (SELECT grid_id FROM grid_row WHERE code = '01001001'),
            someone AS (
                INSERT INTO person (kind, name, grid_id, valid)
                SELECT 'official', 'x', grid_id, tstzrange('2025-01-01Z', NULL) FROM here
                RETURNING id, grid_id),
            duty AS (
                INSERT INTO assignment (grid_id, person_id, role, valid)
                SELECT grid_id, id, 'head', tstzrange('2025-01-01Z', NULL) FROM someone)
            INSERT INTO board (grid_id, kind, size, geom, place)
            SELECT grid_id, 'office', 'A3', ST_SetSRID(ST_MakePoint(121.4, 31.2), 4326), 'gate' FROM here
            """
        )
    )
    town.session.execute(
        text(
            """
            INSERT INTO incident (number, state, kind, urgency, channel, category, catalogue_version, title,
                                  geom, grid_id, grids)
            SELECT '20260101-00000' || n, state, 'general', 'normal', 'resident', '0101', 1, 'x',
                   ST_SetSRID(ST_MakePoint(121.4, 31.2), 4326), grid_id, ARRAY[grid_id]
            FROM grid_row, unnest('{handling, closed}'::text[]) WITH ORDINALITY AS made(state, n)
            WHERE code = '01001001'
            """
        )
    )
    return town


def test_ground_that_goes_to_a_neighbour(inhabited: Town) -> None:
    square = [at(2, 0), at(3, 0), at(3, 1), at(2, 1)]
    plan = inhabited.plan(("transfer", {"to": "01001001", "piece": [square]}))
    found = comparison(inhabited.session, inhabited.planner, plan)
    (piece,) = found.pieces
    assert (piece.from_grid.code, piece.to_grid.code, piece.households) == ("01001002", "01001001", 2)
    assert shapely.equals(piece.moved.geometry, block(2, 0, 3, 1))
    first, second = found.grids
    assert first.before is not None and first.after is not None
    assert second.before is not None and second.after is not None
    assert (first.before.households, first.after.households) == (8, 10)
    assert (second.before.households, second.after.households) == (8, 6)
    assert first.after.area_m2 == pytest.approx(first.before.area_m2 + piece.moved.area_m2)
    assert first.after.people is None
    assert (first.persons, first.boards, first.incidents) == (1, 1, 1)
    assert (second.persons, second.boards, second.incidents) == (0, 0, 0)


def test_grids_that_come_end_and_only_get_a_vertex(inhabited: Town) -> None:
    plan = inhabited.plan(
        ("merge", {"grids": ["01001001", "01001002"], "into": "01001001"}),
        ("split", {"grid": "01002003", "line": [at(5.5, 2), at(5.5, 4)], "name": "new"}),
        ("rename", {"grid": "01002001", "name": "x"}),
    )
    found = comparison(inhabited.session, inhabited.planner, plan)
    told = {each.key: (each.before is not None, each.after is not None) for each in found.grids}
    assert told == {
        "01001001": (True, True), "01001002": (True, False), "01002001": (True, True),
        "01002003": (True, True), "~2": (False, True),
    }  # fmt: skip
    assert found.noded == 3  # community, town and outline
    assert {(piece.from_grid.key, piece.to_grid.key) for piece in found.pieces} == {
        ("01001002", "01001001"), ("01002003", "~2"),
    }  # fmt: skip


def test_a_grid_under_another_parent_moves_the_ground_of_communities(inhabited: Town) -> None:
    plan = inhabited.plan(("reparent", {"grid": "01001002", "to": "01002"}))
    found = comparison(inhabited.session, inhabited.planner, plan)
    assert [(piece.level, piece.from_grid.key, piece.to_grid.key) for piece in found.pieces] == [
        (2, "01001", "01002")
    ]
    (moved,) = [each for each in found.grids if each.level == 3]
    assert moved.before is not None and moved.after is not None
    assert (moved.before.parent, moved.after.parent) == ("01001", "01002")
