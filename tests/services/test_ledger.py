"""Ledgers: everything is counted once, levels add up, and only what was touched is counted again.

+--+--+-----+    The ground of draft_ground: leaves are nw and sw at level 3, and E at level 2.
|nw   |     |
+  +  +  E  +
|sw   |     |
+--+--+--+--+
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

import numpy as np
import pytest
from sqlalchemy import Engine, text

from geo_grid.core.errors import NotFound
from geo_grid.core.ledger.counts import Counts, FacilityCount, Said
from geo_grid.services.grids import GridFilter
from geo_grid.services.ledger import GridLedger, grid_ledger, list_ledgers
from geo_grid.services.load_layer import remove_load
from geo_grid.services.locate import build_index
from geo_grid.services.outside_addresses import OutsideAddresses, OutsidePage
from geo_grid.services.publish_edition import publish
from geo_grid.services.refresh_ledger import refresh_ledger
from geo_grid.store.queries.state import state
from geo_grid.store.session import session_scope
from tests.services.draft_ground import DAY_1, DAY_2, FIRST, NW, SW, block, changed, draft
from tests.services.made_layers import area, line, load, point

pytestmark = pytest.mark.database

WEIGHTS = {"households": 1.0, "organisations": 2.0}

#: Places at every half side of the ground and a little beyond: two thirds lie on some border.
PLACES = [(x / 2, y / 2) for x in range(-1, 10) for y in range(-1, 6)]


@pytest.fixture
def ground(engine: Engine) -> Engine:
    """The first edition, nothing loaded."""
    with session_scope(engine) as session:
        publish(session, FIRST)
    return engine


def ledger(engine: Engine, code: str, at: datetime = DAY_1) -> GridLedger:
    with session_scope(engine) as session:
        return grid_ledger(session, code, at, WEIGHTS)


def counts(engine: Engine, code: str, at: datetime = DAY_1) -> Counts:
    return ledger(engine, code, at).counts


def addresses(engine: Engine, places: list[tuple[float, float]], **columns: Any) -> None:
    with session_scope(engine) as session:
        texts = [f"人民路{number + 1}号" for number in range(len(places))]
        load(session, "addresses", [point(*place) for place in places], text=texts, **columns)


def outside(engine: Engine, **page: Any) -> OutsidePage:
    with session_scope(engine) as session:
        index = build_index(session, DAY_1, state(session, DAY_1))
        return OutsideAddresses().page(session, index, **page)


def written(engine: Engine) -> Mapping[str, set[str]]:
    """Layer → codes of the rows of grids that a refresh in a publication or load wrote last."""
    with engine.connect() as connection:
        rows = connection.execute(
            text(
                "SELECT layer, code FROM grid_ledger JOIN grid_row ON grid_row.id = grid_row_id"
                " WHERE grid_ledger.xmin = (SELECT max(xmin::text::bigint)::text::xid FROM grid_ledger)"
            )
        ).all()
    found: dict[str, set[str]] = {}
    for layer, code in rows:
        found.setdefault(layer, set()).add(code)
    return found


class TestCounting:
    def test_every_address_is_counted_once_where_locating_finds_it(self, ground: Engine) -> None:
        addresses(ground, PLACES)
        with session_scope(ground) as session:
            index = build_index(session, DAY_1, state(session, DAY_1))
        located = index.locate_many(np.array([point(*place).coords[0] for place in PLACES]))
        for leaf in ("nw", "sw", "E"):
            assert counts(ground, leaf).addresses == sum(leaf in one.codes for one in located)
        inside = sum(bool(one.codes) for one in located)
        assert 0 < inside < len(PLACES)
        assert counts(ground, "A").addresses == inside
        assert outside(ground).total == len(PLACES) - inside

    def test_a_parent_is_the_sum_of_its_children(self, ground: Engine) -> None:
        said = [None if number % 3 == 0 else number for number in range(len(PLACES))]
        addresses(ground, PLACES, households=said, people=said)
        for parent, children in {"W": ("nw", "sw"), "A": ("W", "E"), "0": ("A",)}.items():
            whole, parts = counts(ground, parent), [counts(ground, child) for child in children]
            for name in ("households", "people"):
                total = getattr(whole, name)
                assert total.value == sum(getattr(part, name).value for part in parts)
                assert total.unknown == sum(getattr(part, name).unknown for part in parts)
            assert whole.addresses == sum(part.addresses or 0 for part in parts)

    def test_unknown_is_not_zero(self, ground: Engine) -> None:
        addresses(ground, [(0.5, 0.5), (0.6, 0.5), (0.5, 1.5)], households=[3, None, None])
        assert counts(ground, "sw").households == Said(3, 1)
        assert counts(ground, "nw").households == Said(None, 1)
        assert counts(ground, "E").households == Said(0, 0)
        assert counts(ground, "W").households == Said(3, 2)

    def test_what_was_never_loaded_is_not_counted_as_none(self, ground: Engine) -> None:
        nothing = counts(ground, "A")
        assert (nothing.addresses, nothing.households, nothing.trades, nothing.workload) == (None,) * 4
        addresses(ground, [(0.5, 0.5)], households=[2])
        some = counts(ground, "A")
        assert (some.addresses, some.buildings, some.workload) == (1, None, 2.0)

    def test_a_building_counts_where_its_label_lies(self, ground: Engine) -> None:
        with session_scope(ground) as session:
            load(session, "buildings", [area(1.8, 0.2, 3, 0.8), area(0.1, 0.1, 0.2, 0.2)])
        assert [counts(ground, code).buildings for code in ("sw", "nw", "E", "A")] == [1, 0, 1, 2]

    def test_shops_and_facilities_are_counted_by_kind(self, ground: Engine) -> None:
        with session_scope(ground) as session:
            places = [point(0.5, 0.5), point(0.5, 1.5), point(0.6, 1.5)]
            load(session, "organisations", places, name=["甲", "乙", "丙"], trade=["餐饮", "餐饮", None])
            load(
                session,
                "facilities",
                places,
                class_code=["0105", "0105", None],
                class_name=["路灯", "路灯", None],
            )
        found = counts(ground, "W")
        assert found.trades == (("餐饮", 2), (None, 1))
        assert found.facilities == (FacilityCount("0105", "路灯", 2), FacilityCount(None, None, 1))
        assert found.workload == 6.0

    def test_a_street_along_a_border_is_shared_and_sums_are_exact(self, ground: Engine) -> None:
        with session_scope(ground) as session:
            load(
                session,
                "streets",
                [line((2, 0), (2, 2)), line((0.5, 0.5), (3.5, 0.5))],
                name=["中路", "人民路"],
                class_=["arterial", "branch"],
            )
        arterial = {code: dict(counts(ground, code).street_m or ()).get("arterial") for code in ("E", "W")}
        assert arterial["E"] == pytest.approx(arterial["W"], abs=0.002)
        whole = counts(ground, "A")
        parts = [counts(ground, code) for code in ("nw", "sw", "E")]
        assert whole.streets_total_m == pytest.approx(
            sum(part.streets_total_m or 0 for part in parts), abs=1e-9
        )
        for name, metres in whole.street_m or ():
            summed = sum(round(dict(part.street_m or ()).get(name, 0) * 1000) for part in parts)
            assert round(metres * 1000) == summed


class TestCountingAgain:
    def test_a_moved_border_has_only_the_grids_beside_it_counted(self, ground: Engine) -> None:
        addresses(ground, PLACES)
        assert written(ground) == {"addresses": {"E", "nw", "sw"}}
        moved = (replace(SW, geometry=block(0, 0, 1, 2)), replace(NW, geometry=block(1, 0, 2, 2)))
        with session_scope(ground) as session:
            publish(session, draft(DAY_2, changed(*moved)))
        assert written(ground) == {"addresses": {"nw", "sw"}}
        kept = {code: counts(ground, code, DAY_2) for code in ("nw", "sw", "E", "W", "A")}
        with session_scope(ground) as session:
            for table in ("grid_ledger", "grid_ledger_border", "ledger_state"):
                session.execute(text(f"DELETE FROM {table}"))
            again = refresh_ledger(session)
        assert len(again["addresses"]) == 5
        assert {code: counts(ground, code, DAY_2) for code in kept} == kept

    def test_what_lies_on_a_border_follows_the_neighbours_without_being_counted(self, ground: Engine) -> None:
        """D comes before E, nw behind it: the point on E's border is D's at first, then E's; E stays."""
        low = replace(SW, code="D")
        levels = changed(low)
        levels[3] = [grid for grid in levels[3] if grid.code != "sw"]
        with session_scope(ground) as session:
            publish(session, draft(DAY_2, levels))
        addresses(ground, [(2, 0.5)])
        assert [counts(ground, code, DAY_2).addresses for code in ("D", "E", "nw")] == [1, 0, 0]
        day_3 = DAY_2.replace(month=3)
        moved = {
            **levels,
            3: [replace(low, geometry=block(0, 0, 1, 2)), replace(NW, geometry=block(1, 0, 2, 2))],
        }
        with session_scope(ground) as session:
            publish(session, draft(day_3, moved))
        assert written(ground) == {"addresses": {"D", "nw"}}
        assert [counts(ground, code, day_3).addresses for code in ("D", "E", "nw")] == [0, 1, 0]
        assert [counts(ground, code, DAY_2).addresses for code in ("D", "E", "nw")] == [1, 0, 0]
        assert [counts(ground, "A", day).addresses for day in (DAY_2, day_3)] == [1, 1]

    def test_a_load_has_only_the_grids_counted_that_it_changes(self, ground: Engine) -> None:
        places = [(x / 10, 1.5) for x in range(1, 19)] + [(3.5, 0.5)]
        addresses(ground, places)
        addresses(ground, [*places, (3.5, 0.6)])
        assert written(ground) == {"addresses": {"E"}}
        assert [counts(ground, code).addresses for code in ("E", "nw", "A")] == [2, 18, 20]
        assert ledger(ground, "A").complete

    def test_what_is_removed_is_unknown_again(self, ground: Engine) -> None:
        addresses(ground, PLACES)
        with session_scope(ground) as session:
            remove_load(session, "addresses", "made")
        assert counts(ground, "A").addresses is None

    def test_a_ledger_that_is_not_up_to_date_says_so(self, ground: Engine) -> None:
        addresses(ground, PLACES)
        assert ledger(ground, "0").complete
        with session_scope(ground) as session:
            session.execute(text("DELETE FROM grid_ledger WHERE layer = 'addresses'"))
        assert not ledger(ground, "W").complete
        with session_scope(ground) as session:
            refresh_ledger(session)
            session.execute(text("UPDATE ledger_state SET version = 0"))
        assert not ledger(ground, "E").complete

    def test_nothing_is_counted_twice_for_nothing(self, ground: Engine) -> None:
        addresses(ground, PLACES)
        with session_scope(ground) as session:
            assert refresh_ledger(session) == {}


class TestAsking:
    def test_a_ledger_names_edition_loads_and_grid(self, ground: Engine) -> None:
        addresses(ground, [(0.5, 0.5)])
        found = ledger(ground, "W")
        assert (found.grid.code, found.edition) == ("W", 1)
        assert found.loads["addresses"].sources == ("made",)

    def test_no_such_grid(self, ground: Engine) -> None:
        with pytest.raises(NotFound, match="grid_not_found"):
            ledger(ground, "nowhere")

    def test_ledgers_are_listed_by_level_and_parent(self, ground: Engine) -> None:
        addresses(ground, PLACES)
        with session_scope(ground) as session:
            level = list_ledgers(session, DAY_1, GridFilter(level=2), WEIGHTS, after=None, limit=1)
            below = list_ledgers(session, DAY_1, GridFilter(parent="W"), WEIGHTS, after=None, limit=9)
        assert [grid.code for grid, _ in level.items] == ["E"]
        assert level.next == "E"
        assert [(grid.code, found) for grid, found in below.items] == [
            (code, counts(ground, code)) for code in ("nw", "sw")
        ]

    def test_addresses_outside_are_listed_with_the_nearest_grid(self, ground: Engine) -> None:
        addresses(ground, [(0.5, 0.5), (4.1, 1), (-0.2, 0.5)])
        first = outside(ground, limit=1)
        assert first.total == 2
        (found,) = first.items
        assert found.text == "人民路2号"
        assert found.nearest is not None
        assert found.nearest[0].code == "E"
        assert 40 < found.nearest[1] < 60
        rest = outside(ground, after=first.next, limit=5)
        assert [one.text for one in rest.items] == ["人民路3号"]
        assert rest.next is None
