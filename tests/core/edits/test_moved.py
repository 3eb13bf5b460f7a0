"""Pieces of ground that change hands, and what is too small to be any."""

import shapely

from geo_grid.core.edits.called_otherwise import called_otherwise
from geo_grid.core.edits.moved import moved_pieces
from geo_grid.core.edits.operation import Operation

X, Y = 1_214_000_000, 312_000_000


def box(x0: int, y0: int, x1: int, y1: int) -> shapely.Geometry:
    return shapely.MultiPolygon([shapely.box(X + x0, Y + y0, X + x1, Y + y1)])


def test_a_strip_goes_to_a_neighbour_and_a_rounding_to_nobody() -> None:
    # a ├──────┤ b ├──────┤ c: the border of a and b moves east, that of b and c by one unit
    before = {"a": box(0, 0, 9000, 9000), "b": box(9000, 0, 18000, 9000), "c": box(18000, 0, 27000, 9000)}
    after = {"a": box(0, 0, 10000, 9000), "b": box(10000, 0, 18001, 9000), "c": box(18001, 0, 27000, 9000)}
    (piece,) = moved_pieces(before, after)
    assert (piece.from_key, piece.to_key) == ("b", "a")
    assert shapely.equals(piece.geometry, box(9000, 0, 10000, 9000))
    assert 900 < piece.area_m2 < 1000


def test_an_operation_names_its_grids_otherwise_wherever_it_names_them() -> None:
    arguments = {
        "grid": "a", "grids": ["a", "b"], "to": [1, 2], "name": "a",
        "gap": {"parent": "a", "piece": [[1, 2]]},
        "codes": {"a": "a"},
    }  # fmt: skip
    assert called_otherwise(Operation("any", arguments), {"a": "z"}).arguments == {
        "grid": "z", "grids": ["z", "b"], "to": [1, 2], "name": "a",
        "gap": {"parent": "z", "piece": [[1, 2]]},
        "codes": {"z": "a"},
    }  # fmt: skip
