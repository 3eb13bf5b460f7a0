"""The map of a walk: every stop is numbered, and no name stands on another."""

import re

import numpy as np
import pytest

from geo_grid.publish.sheets.walk_map import walk_map

NUMBER = re.compile(r'font-weight="bold" fill="#ffffff">(\d+)<')
NAME = re.compile(r'<text x="([\d.]+)" y="([\d.]+)"[^>]*fill="#26393a"[^>]*>([^<]*)<')


def drawn(stops: list[tuple[float, float]]) -> str:
    names = [f"第{number}网格" for number in range(len(stops))]
    return walk_map(np.array(stops), names, [], 180, 120, "北")


def test_stops_apart_are_all_named() -> None:
    svg = drawn([(120.0, 30.0), (120.01, 30.01), (120.02, 30.0)])
    assert NUMBER.findall(svg) == ["1", "2", "3"]
    assert [name for _, _, name in NAME.findall(svg)] == ["第0网格", "第1网格", "第2网格"]


@pytest.mark.parametrize("step", [0.0, 0.0003])
def test_names_in_a_crowd_keep_clear_of_each_other(step: float) -> None:
    svg = drawn([(120.0, 30.0), (120.02, 30.01), *((120.01 + step * n, 30.005) for n in range(12))])
    assert len(NUMBER.findall(svg)) == 14
    placed = [(float(x), float(y)) for x, y, _ in NAME.findall(svg)]
    assert 2 <= len(placed) < 14
    # Four letters and a digit at 2.7 mm, 10 mm wide at least.
    assert all(
        abs(x - u) > 10 or abs(y - v) > 2.7 for at, (x, y) in enumerate(placed) for u, v in placed[:at]
    )
