"""Lists of grids: pages, words, windows, kin."""

from datetime import timedelta

import numpy as np
import pytest
import shapely
from sqlalchemy.orm import Session

from geo_grid.core.crs import length_m
from geo_grid.store.queries.ancestors import ancestors
from geo_grid.store.queries.children import children, children_count
from geo_grid.store.queries.edition_at import edition_at
from geo_grid.store.queries.edition_by_number import edition_by_number
from geo_grid.store.queries.editions import editions
from geo_grid.store.queries.grid_by_code import grid_by_code
from geo_grid.store.queries.grids import grids
from geo_grid.store.queries.levels import levels
from geo_grid.store.queries.neighbours import neighbours
from geo_grid.store.queries.subtree import subtree
from geo_grid.store.queries.whole_edition import whole_edition
from geo_grid.store.records import GridRecord
from tests.store.queries.conftest import NOW

pytestmark = pytest.mark.database


def grid(session: Session, code: str) -> GridRecord:
    found = grid_by_code(session, code, NOW)
    assert found is not None
    return found


def test_levels_with_their_numbers_of_grids(city: Session) -> None:
    assert [(level.level, level.grids) for level in levels(city, NOW)] == [(0, 1), (1, 1), (2, 2), (3, 84)]
    assert levels(city, NOW)[3].name == {"zh": "三级网格", "en": "Level 3"}


def test_before_the_first_edition_there_is_nothing(city: Session) -> None:
    first = editions(city)[0]
    before = first.effective - timedelta(microseconds=1)
    assert levels(city, before) == []
    assert edition_at(city, before) is None
    assert grids(city, before).items == ()
    assert whole_edition(city, before) == []


def test_editions(city: Session) -> None:
    (only,) = editions(city)
    assert (only.number, only.grids) == (1, {1: 1, 2: 2, 3: 84})
    assert edition_at(city, NOW) == edition_by_number(city, 1) == only
    assert editions(city, before=1) == []
    assert edition_by_number(city, 2) is None


@pytest.mark.parametrize("limit", [1, 7, 84, 100])
def test_pages_hold_every_grid_once_in_string_order(city: Session, limit: int) -> None:
    seen: list[str] = []
    after = None
    while True:
        page = grids(city, NOW, level=3, after=after, limit=limit)
        seen += [item.code for item in page.items]
        after = page.next
        if after is None:
            break
    assert len(seen) == 84
    assert seen == sorted(set(seen))


def test_the_outline_is_listed_only_by_its_level(city: Session) -> None:
    assert len(grids(city, NOW, limit=1000).items) == 87
    assert [item.code for item in grids(city, NOW, level=0).items] == ["0"]


def test_an_exact_code_comes_first_and_once(city: Session) -> None:
    page = grids(city, NOW, text="10020010", limit=1)
    assert [item.code for item in page.items] == ["10020010"]
    rest = grids(city, NOW, text="10020010", after=page.next, limit=1000)
    codes = [item.code for item in rest.items]
    assert codes == sorted(codes)
    assert "10020010" not in codes
    assert all("10020010" in code for code in codes)


def test_part_of_a_name(city: Session) -> None:
    name = grid(city, "10020010").name
    assert [item.name for item in grids(city, NOW, text=name[:1], level=2).items].count(name) == 1


@pytest.mark.parametrize("text", ["%", "_", "\\", "' OR 1=1"])
def test_signs_of_patterns_are_letters_here(city: Session, text: str) -> None:
    assert grids(city, NOW, text=text).items == ()


def test_a_window(city: Session) -> None:
    west, south, east, north = grid(city, "10020").bbox
    inside = grids(city, NOW, level=3, bbox=(west, south, (west + east) / 2, north), limit=1000)
    everything = whole_edition(city, NOW, levels=(3,))
    window = shapely.box(west, south, (west + east) / 2, north)
    assert {item.code for item in inside.items} == {
        item.code for item in everything if shapely.intersects(item.geometry, window)
    }


def test_children_and_ancestors(city: Session) -> None:
    town = grid(city, "10020010")
    page = children(city, town.id, NOW, limit=1000)
    assert {child.parent for child in page.items} == {"10020010"}
    assert len(page.items) == children_count(city, town.id, NOW)
    assert [link.code for link in ancestors(city, page.items[0], NOW)] == ["10020", "10020010"]
    assert [link.code for link in ancestors(city, page.items[0], NOW, outline=True)] == [
        "0", "10020", "10020010",
    ]  # fmt: skip
    assert len(grids(city, NOW, parent="10020010", limit=1000).items) == len(page.items)


def test_a_subtree_is_everything_below(city: Session) -> None:
    assert len(subtree(city, grid(city, "10020"), NOW)) == 86


def test_neighbours_share_what_the_shapes_have_in_common(city: Session) -> None:
    everything = whole_edition(city, NOW, levels=(3,))
    here = everything[40]
    found = {n.grid.code: n.shared_m for n in neighbours(city, here, NOW)}
    expected = {}
    for other in everything:
        if other.code == here.code:
            continue
        line = shapely.intersection(shapely.boundary(here.geometry), shapely.boundary(other.geometry))
        metres = float(length_m(np.array([line]))[0])
        if metres > 0:
            expected[other.code] = metres
    assert found == pytest.approx(expected, rel=1e-9)
    assert list(found.values()) == sorted(found.values(), reverse=True)


def test_neighbours_have_different_hues(city: Session) -> None:
    for here in whole_edition(city, NOW, levels=(3,)):
        assert all(n.grid.hue != here.hue for n in neighbours(city, here, NOW))
