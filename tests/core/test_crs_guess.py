"""Guesses that only ever go into messages."""

import numpy as np
import pytest

from geo_grid.core.crs import Crs, looks_swapped, suggest

Bounds = tuple[float, float, float, float]
JIAXING = np.array([[120.3, 30.3], [121.0, 30.9]])


def bounds_in(code: str) -> Bounds:
    (west, south), (east, north) = Crs.parse(code).from_lonlat(JIAXING).tolist()
    return west, south, east, north


@pytest.mark.parametrize(
    ("code", "guess"),
    [
        ("EPSG:4528", "EPSG:4528"),
        ("EPSG:4499", "EPSG:4499"),
        ("EPSG:4549", "EPSG:4534…EPSG:4554"),
        ("EPSG:3857", "EPSG:3857"),
    ],
)
def test_the_system_that_made_the_coordinates_is_among_the_guesses(code: str, guess: str) -> None:
    assert guess in suggest(bounds_in(code))


def test_the_taiwan_and_hong_kong_grids_are_known() -> None:
    assert "EPSG:3826" in suggest((248_000.0, 2_740_000.0, 260_000.0, 2_750_000.0))
    assert suggest((800_000.0, 800_000.0, 860_000.0, 840_000.0)) == ["EPSG:2326"]


@pytest.mark.parametrize(
    "bounds", [(120.0, 30.0, 121.0, 31.0), (1e9, 1e9, 1e9, 1e9), (float("nan"), 0.0, 1.0, 1.0)]
)
def test_nothing_is_guessed_where_nothing_fits(bounds: Bounds) -> None:
    assert suggest(bounds) == []


def test_swapped_axes_show() -> None:
    assert looks_swapped(JIAXING[:, ::-1])
    assert looks_swapped(np.array([[43.8, 87.6], [43.9, 87.7]]))  # Ürümqi, where both could be latitudes
    assert looks_swapped(Crs.parse("EPSG:4528").from_lonlat(JIAXING)[:, ::-1])


def test_right_axes_do_not_look_swapped() -> None:
    assert not looks_swapped(JIAXING)
    assert not looks_swapped(Crs.parse("EPSG:4528").from_lonlat(JIAXING))
    assert not looks_swapped(np.array([[2.35, 48.85]]))
    assert not looks_swapped(np.full((3, 2), np.nan))
    assert not looks_swapped(np.empty((0, 2)))
