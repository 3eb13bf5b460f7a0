"""Networks that follow the editions: cells are their grids, wherever these move, and inherit what is cut.

The ground is that of `draft_ground`: W (sw, nw) and E side by side.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import shapely
from sqlalchemy import Engine, text

from geo_grid.core.errors import Conflict, InputError, NotFound, Refusal
from geo_grid.services.edition_draft import DraftGrid
from geo_grid.services.networks.cells import GivenCell, in_degrees
from geo_grid.services.networks.drawing import change_network, open_network, replace_cells
from geo_grid.services.networks.reading import network_now, network_then, proved
from geo_grid.services.publish_edition import publish
from geo_grid.store.people_writing import instant_of
from geo_grid.store.session import session_scope
from tests.services.draft_ground import DAY_2, DAY_3, FIRST, NW, SW, E, W, block, changed, draft

pytestmark = pytest.mark.database

#: sw cut in two, west and east.
SW_WEST = replace(SW, geometry=block(0, 0, 1, 1))
SW_EAST = DraftGrid("se", "south-east", 3, "W", block(1, 0, 2, 1))
WORDS = {"name_zh": "医疗网", "name_en": None, "purpose": "家庭医生", "whole": True}


@pytest.fixture
def network(engine: Engine) -> int:
    """On all the ground: a cell of the two grids of the west, and one of the eastern community."""
    with session_scope(engine) as session:
        publish(session, FIRST)
    with session_scope(engine) as session:
        opened = open_network(session, None, "A", WORDS)
    draw(engine, opened, GivenCell("西片", ("sw", "nw")), GivenCell("东片", ("E",)))
    return opened


def draw(engine: Engine, network: int, *cells: GivenCell) -> None:
    with session_scope(engine) as session:
        replace_cells(session, None, network, None, cells)


def put(engine: Engine, *grids: DraftGrid, without: Sequence[str] = (), at: datetime = DAY_2) -> None:
    levels = {
        level: [grid for grid in there if grid.code not in without]
        for level, there in changed(*grids).items()
    }
    with session_scope(engine) as session:
        publish(session, draft(at, levels))


def cells(engine: Engine, network: int, at: datetime | None = None) -> dict[str, list[str]]:
    with session_scope(engine) as session:
        found = network_now(session, network) if at is None else network_then(session, network, at)
    return {cell.name: [grid.code for grid in cell.grids] for cell in found.cells}


def faults(engine: Engine, network: int) -> list[str]:
    with session_scope(engine) as session:
        return [problem.code for problem in proved(session, network, instant_of(session))[1]]


def test_a_cell_is_the_union_of_its_grids_and_moves_with_them(engine: Engine, network: int) -> None:
    put(engine, replace(SW, geometry=block(0, 0, 1, 2)), replace(NW, geometry=block(1, 0, 2, 2)))
    with session_scope(engine) as session:
        west = network_now(session, network).cells[0]
    assert shapely.equals(west.ground, W.geometry)
    assert faults(engine, network) == []


def test_grids_cut_from_one_of_a_cell_belong_to_it(engine: Engine, network: int) -> None:
    put(engine, SW_WEST, SW_EAST)
    assert cells(engine, network) == {"西片": ["nw", "se", "sw"], "东片": ["E"]}
    assert faults(engine, network) == []


def test_a_grid_that_ends_leaves_and_what_took_its_ground_inherits(engine: Engine, network: int) -> None:
    put(engine, replace(SW_WEST, code="s1"), replace(SW_EAST, code="s2"), without=["sw"])
    assert cells(engine, network)["西片"] == ["nw", "s1", "s2"]
    assert faults(engine, network) == []


def test_what_begins_below_a_grid_of_a_cell_is_in_it_already(engine: Engine, network: int) -> None:
    put(engine, DraftGrid("e1", "all of it", 3, "E", E.geometry))
    assert cells(engine, network)["东片"] == ["E"]
    assert faults(engine, network) == []


def test_a_cell_whose_last_grid_is_merged_away_ends(engine: Engine, network: int) -> None:
    draw(engine, network, GivenCell("南", ("sw",)), GivenCell("北", ("nw",)), GivenCell("东片", ("E",)))
    put(engine, replace(SW, geometry=W.geometry), without=["nw"])
    assert cells(engine, network) == {"南": ["sw"], "东片": ["E"]}
    assert faults(engine, network) == []
    with engine.connect() as connection:
        told = connection.execute(
            text("SELECT after FROM audit_entry WHERE action = 'network.follow'")
        ).scalar()
    assert told == {"edition": 2, "grids_joined": 0, "grids_left": 1, "cells_ended": ["北"]}


def test_an_edition_to_come_is_followed_from_its_day(engine: Engine, network: int) -> None:
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    put(engine, SW_WEST, SW_EAST, at=tomorrow)
    assert cells(engine, network)["西片"] == ["nw", "sw"]
    assert cells(engine, network, tomorrow)["西片"] == ["nw", "se", "sw"]
    # Drawn anew today, the cells follow what is published already.
    draw(engine, network, GivenCell("南", ("sw", "E")), GivenCell("西片", ("nw",)))
    assert cells(engine, network) == {"西片": ["nw"], "南": ["E", "sw"]}
    assert cells(engine, network, tomorrow) == {"西片": ["nw"], "南": ["E", "se", "sw"]}


def test_what_was_so_stays_on_record(engine: Engine, network: int) -> None:
    with session_scope(engine) as session:
        before = instant_of(session)
    draw(engine, network, GivenCell("全部", ("A",)))
    assert cells(engine, network) == {"全部": ["A"]}
    assert cells(engine, network, before) == {"西片": ["nw", "sw"], "东片": ["E"]}
    with pytest.raises(Conflict), session_scope(engine) as session:
        change_network(session, None, network, 1, {"purpose": "x"})


def shape(x0: int, y0: int, x1: int, y1: int) -> shapely.Geometry:
    return in_degrees(block(x0, y0, x1, y1))


#: Cells that are no coverage of all the ground, and why.
WRONG: list[tuple[list[GivenCell], str]] = [
    ([GivenCell("甲", ("sw",))], "network_not_tiled"),
    ([GivenCell("甲", ("A",)), GivenCell("乙", ("sw",))], "network_not_tiled"),
    ([GivenCell("甲", ("W", "sw")), GivenCell("乙", ("E",))], "cell_counts_ground_twice"),
    ([GivenCell("甲", ("W",)), GivenCell("甲", ("E",))], "cell_name_twice"),
    ([GivenCell("甲", ("W",)), GivenCell("乙", ("W",))], "cell_grid_twice"),
    ([GivenCell("甲", ("W",)), GivenCell("乙", (), shape(3, 0, 5, 2))], "network_not_tiled"),
]


def test_what_is_no_coverage_is_refused(engine: Engine, network: int) -> None:
    found = []
    for given, _ in WRONG:
        with pytest.raises(Refusal) as refused:
            draw(engine, network, *given)
        found.append(refused.value.code)
    assert found == [code for _, code in WRONG]
    assert cells(engine, network) == {"西片": ["nw", "sw"], "东片": ["E"]}


def test_cells_that_cannot_be_read_are_told(engine: Engine, network: int) -> None:
    bow = shapely.Polygon([(121.4, 31.2), (121.41, 31.21), (121.41, 31.2), (121.4, 31.21)])
    wrong: list[tuple[Any, type[Exception]]] = [
        (GivenCell("甲", ("none",)), NotFound),
        (GivenCell("甲", (), bow), InputError),
        (GivenCell("甲", (), shapely.Polygon()), InputError),
        (GivenCell("甲", (), shapely.box(120, 30, 520, 31)), InputError),
    ]
    for given, kind in wrong:
        with pytest.raises(kind):
            draw(engine, network, given)


def test_drawn_cells_stay_where_they_are_when_grids_move(engine: Engine, network: int) -> None:
    draw(engine, network, GivenCell("画的", (), shape(0, 0, 2, 2)), GivenCell("东片", ("E",)))
    assert faults(engine, network) == []
    put(
        engine,
        replace(W, geometry=block(0, 0, 1, 2)),
        replace(E, geometry=block(1, 0, 4, 2)),
        replace(SW, geometry=block(0, 0, 1, 1)),
        replace(NW, geometry=block(0, 1, 1, 2)),
        at=DAY_3,
    )
    assert faults(engine, network) == ["overlap"]


def test_a_network_that_need_not_cover_its_ground_keeps_within_it(engine: Engine, network: int) -> None:
    with session_scope(engine) as session:
        change_network(session, None, network, None, {"whole": False})
    draw(engine, network, GivenCell("一角", (), shape(0, 0, 1, 1)))
    with pytest.raises(Refusal) as refused:
        draw(engine, network, GivenCell("一角", (), shape(3, 0, 5, 2)))
    assert refused.value.code == "cell_outside_ground"
    with pytest.raises(Refusal) as refused, session_scope(engine) as session:
        change_network(session, None, network, None, {"whole": True})
    assert refused.value.code == "network_not_tiled"
