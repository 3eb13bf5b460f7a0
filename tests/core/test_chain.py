"""Boundary chains: an edge cancels its reverse, exactly, under the same key only."""

import numpy as np
import pytest
import shapely
from shapely import MultiPolygon, Polygon, box

from geo_grid.core import chain
from geo_grid.core.chain import Edges, edges_of, join, pack, sum_chain, unpack

CORNERS = [(-1_800_000_000, -900_000_000), (1_800_000_000, 900_000_000), (0, 0), (-1, 1), (1_214_700_000, -5)]
WORLD = box(-1_800_000_000, -900_000_000, 1_800_000_000, 900_000_000)


def chain_of(*shapes: shapely.Geometry | None, key: list[int] | None = None, weight: int = 1) -> Edges:
    keys = np.zeros(len(shapes), np.int32) if key is None else np.array(key, np.int32)
    return edges_of(np.array(shapes, dtype=object), keys, weight)


def pairs(edges: Edges) -> set[tuple[tuple[int, ...], tuple[int, ...]]]:
    starts, ends = unpack(edges.start).tolist(), unpack(edges.end).tolist()
    return {(tuple(a), tuple(b)) for a, b in zip(starts, ends, strict=True)}


def test_a_point_packs_into_one_number_and_back() -> None:
    xy = np.array(CORNERS, dtype=np.int64)
    assert np.array_equal(unpack(pack(xy)), xy)
    assert np.array_equal(np.argsort(pack(xy)), np.lexsort((xy[:, 1], xy[:, 0])))


def test_ground_lies_to_the_left_of_every_edge() -> None:
    # shell counter-clockwise, hole clockwise, however they were drawn
    drawn = Polygon([(0, 0), (0, 4), (4, 4), (4, 0)], [[(1, 1), (2, 1), (2, 2), (1, 2)]])
    assert pairs(chain_of(drawn)) == {
        ((0, 0), (4, 0)), ((4, 0), (4, 4)), ((4, 4), (0, 4)), ((0, 4), (0, 0)),
        ((1, 1), (1, 2)), ((1, 2), (2, 2)), ((2, 2), (2, 1)), ((2, 1), (1, 1)),
    }  # fmt: skip


def test_repeated_points_missing_and_empty_shapes_give_no_edges() -> None:
    stutter = Polygon([(0, 0), (0, 0), (4, 0), (4, 0), (0, 4), (0, 0)])
    edges = chain_of(None, Polygon(), stutter)
    assert pairs(edges) == {((0, 0), (4, 0)), ((4, 0), (0, 4)), ((0, 4), (0, 0))}
    assert edges.owner.tolist() == [2, 2, 2]
    first = shapely.get_coordinates([None, Polygon(), stutter])[edges.vertex]
    assert {tuple(xy) for xy in first} == {(0, 0), (4, 0), (0, 4)}


def test_parts_of_one_grid_all_count() -> None:
    assert len(chain_of(MultiPolygon([box(0, 0, 1, 1), box(5, 5, 6, 6)]), box(2, 0, 3, 1))) == 12


def test_children_less_their_parent_leave_nothing() -> None:
    children = chain_of(box(0, 0, 1, 1), box(1, 0, 2, 1))
    parent = chain_of(Polygon([(0, 0), (1, 0), (2, 0), (2, 1), (1, 1), (0, 1)]), weight=-1)
    assert len(sum_chain(join([children, parent])).remains) == 0


def test_what_is_left_over_bounds_the_fault_on_its_left() -> None:
    parent = chain_of(Polygon([(0, 0), (1, 0), (2, 0), (2, 1), (1, 1), (0, 1)]), weight=-1)
    result = sum_chain(join([chain_of(box(0, 0, 1, 1)), parent]))
    # one grid too few over the right half: its boundary, clockwise
    assert pairs(result.remains) == {
        ((1, 0), (1, 1)), ((1, 1), (2, 1)), ((2, 1), (2, 0)), ((2, 0), (1, 0)),
    }  # fmt: skip
    assert set(result.remains.weight.tolist()) == {1}


def test_equal_edges_under_different_keys_do_not_cancel() -> None:
    edges = chain_of(box(0, 0, 1, 1), box(1, 0, 2, 1), key=[0, 1])
    assert len(sum_chain(edges).remains) == 8


def test_an_edge_counts_as_often_as_it_is_there() -> None:
    copies = chain_of(*[box(0, 0, 1, 1)] * 300)
    assert sum_chain(copies).remains.weight.tolist() == [127] * 4  # as much as an int8 holds
    back = chain_of(*[box(0, 0, 1, 1)] * 300, weight=-1)
    assert len(sum_chain(join([copies, back])).remains) == 0


def test_a_shared_hash_never_decides(monkeypatch: pytest.MonkeyPatch) -> None:
    shapes = [box(x, y, x + 1, y + 1) for x in range(4) for y in range(4)]
    expected = pairs(sum_chain(chain_of(*shapes)).remains)

    def same_for_all(low: np.ndarray, high: np.ndarray, key: np.ndarray) -> np.ndarray:
        return np.zeros(len(low), dtype=np.uint64)  # every edge collides with every other

    monkeypatch.setattr(chain, "_mixed", same_for_all)
    assert pairs(sum_chain(chain_of(*shapes)).remains) == expected


@pytest.mark.parametrize("reverse", [False, True])
def test_most_of_the_world_is_the_right_way_round(reverse: bool) -> None:
    world = box(-1_800_000_000, -900_000_000, 1_800_000_000, 900_000_000)
    drawn = shapely.reverse(world) if reverse else world
    west = (-1_800_000_000, 900_000_000), (-1_800_000_000, -900_000_000)
    assert west in pairs(chain_of(drawn))
