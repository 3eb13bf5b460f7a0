"""What a town grows around: its river and canals, the railway, the roads that lead through it."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

from geo_grid.example_town.curves import Random, Warp, beside, draw_warp, wavering
from geo_grid.example_town.frame import Floats
from geo_grid.example_town.lines import Line
from geo_grid.example_town.sizes import Plan

#: Distance of a quay from the bank, of a street from the rails: metres.
_QUAY = 13.0
_BESIDE_RAILS = 27.0


@dataclass(frozen=True)
class Water:
    """A river or canal.

    Parameters
    ----------
    name, kind
        ``river`` or ``canal``.
    middle
        (n, 2) its middle, metres, downstream.
    width
        (n,) metres.
    """

    name: str
    kind: str
    middle: Floats
    width: Floats

    def polygon(self) -> Any:
        """Its surface between the banks."""
        left, right = beside(self.middle, self.width / 2), beside(self.middle, -self.width / 2)
        surface = shapely.Polygon(np.concatenate([left, right[::-1]]))
        if surface.is_valid:
            return surface
        return max(shapely.get_parts(shapely.make_valid(surface)), key=lambda part: float(part.area))


@dataclass(frozen=True)
class Skeleton:
    """The lines that everything else is drawn between.

    Parameters
    ----------
    lines
        Arterial roads, quays, middles of the water, rails, the frame.
    waters
        River first, then canals.
    rails
        (n, 2) metres.
    corridor
        Ground of water and rails, quay to quay; no street crosses it but those in `lines`.
    centres, factories
        (k, 3) x, y, radius on the ground, metres.
    warp
        From the straight plan to the ground.
    main
        The two main streets.
    """

    lines: tuple[Line, ...]
    waters: tuple[Water, ...]
    rails: Floats
    corridor: Any
    centres: Floats
    factories: Floats
    warp: Warp
    main: tuple[Line, Line]


def draw_skeleton(plan: Plan, names: list[str], canal_names: list[str], rng: Random) -> Skeleton:
    """Draw river, canals, rails and through roads.

    Parameters
    ----------
    plan
        Where they run on the straight plan.
    names
        Names of the roads: columns, rows, bypass.
    canal_names
        Name of the river, then of the canals.
    rng
        Where chance comes from.
    """
    warp = draw_warp(rng)
    board = shapely.box(-plan.reach[0], -plan.reach[1], plan.reach[0], plan.reach[1])
    roads = _roads(plan, names, warp, rng)
    waters = _waters(plan, canal_names, warp, rng)
    y = np.arange(-plan.reach[1] * 1.4, plan.reach[1] * 1.4, 40.0)
    swing = 90 + plan.reach[1] * 0.03
    rails = warp(np.stack([plan.rail + swing * np.sin(y / 2300 + rng.uniform(0, 6)), y], axis=1))

    beds = [(water, shapely.LineString(water.middle)) for water in waters]
    zones: list[Any] = []
    lines = list(roads)
    river_zone = _zone(beds[0][0])
    for place, (water, _) in enumerate(beds):
        zone = _zone(water)
        middle = water.middle
        zones.append(zone)
        lines.append(Line(middle, "river", water.name))
        for side, word in ((1, "东" if place == 0 else "北"), (-1, "西" if place == 0 else "南")):
            if place and _heads_west(middle):
                word = "南" if word == "北" else "北"
            quay = shapely.LineString(beside(middle, side * (water.width / 2 + _QUAY)))
            parts = [quay] if place == 0 else shapely.get_parts(quay.difference(river_zone)).tolist()
            stem = water.name.rstrip("河江塘溪") or water.name
            kind = "branch" if place == 0 else "alley"
            lines += [
                Line(shapely.get_coordinates(part), kind, f"{stem}{'滨' if place == 0 else '塘'}{word}路")
                for part in parts
                if part.length > 60
            ]
    lines.append(Line(rails, "railway", "云海铁路"))
    for side, word in ((1, "西"), (-1, "东")):
        lines.append(Line(beside(rails, side * _BESIDE_RAILS), "branch", f"铁路{word}路"))
    rail_zone = shapely.LineString(rails).buffer(_BESIDE_RAILS - 0.5)
    corridor = shapely.union_all([*zones, rail_zone])
    frame = [Line(shapely.get_coordinates(board.exterior), "frame")]
    clipped = [piece for line in lines for piece in _within(line, board)]
    centres = np.array(plan.centres)
    factories = np.array(plan.factories)
    centres[:, :2] = warp(centres[:, :2])
    factories[:, :2] = warp(factories[:, :2])
    main = (roads[plan.main[0]], roads[len(plan.columns) + plan.main[1]])
    return Skeleton(tuple(clipped + frame), tuple(waters), rails, corridor, centres, factories, warp, main)


def _zone(water: Water) -> Any:
    edge = water.width / 2 + _QUAY - 0.5
    left, right = beside(water.middle, edge), beside(water.middle, -edge)
    return shapely.make_valid(shapely.Polygon(np.concatenate([left, right[::-1]])))


def _heads_west(middle: Floats) -> bool:
    return bool(middle[-1, 0] < middle[0, 0])


def _within(line: Line, board: Any) -> list[Line]:
    """The parts of a line on the drawing board."""
    inside = shapely.LineString(line.xy).intersection(board)
    return [
        Line(shapely.get_coordinates(part), line.kind, line.name)
        for part in shapely.get_parts(inside)
        if part.geom_type == "LineString" and part.length > 5
    ]


def _roads(plan: Plan, names: list[str], warp: Warp, rng: Random) -> list[Line]:
    roads = []
    reach = max(plan.reach) * 1.4
    along = np.arange(-reach, reach, 40.0)
    for place, x in enumerate(plan.columns):
        across = x + wavering(rng, along, 26, 620)
        roads.append(Line(warp(np.stack([across, along], axis=1)), "arterial", names[place]))
    for place, y in enumerate(plan.rows):
        across = y + wavering(rng, along, 26, 620)
        roads.append(
            Line(warp(np.stack([along, across], axis=1)), "arterial", names[len(plan.columns) + place])
        )
    across = plan.bypass + 240 * np.sin(along / 2100 + rng.uniform(0, 6))
    roads.append(Line(warp(np.stack([along, across], axis=1)), "expressway", names[-1]))
    return roads


def _waters(plan: Plan, names: list[str], warp: Warp, rng: Random) -> list[Water]:
    y = np.arange(plan.reach[1] * 1.4, -plan.reach[1] * 1.4, -20.0)
    x0, drift = plan.river
    swing = 150 * np.sin(2 * np.pi * y / 1750 + rng.uniform(0, 6)) + wavering(rng, y, 45, 420)
    x = x0 + drift * y + swing
    width = 46 + wavering(rng, y, 7, 300)
    waters = [Water(names[0], "river", warp(np.stack([x, y], axis=1)), width)]
    for (at, side), name in zip(plan.canals, names[1:], strict=False):
        # It leaves the river at a vertex of it, so that the two middles meet exactly.
        mouth = int(np.argmin(np.abs(y - at)))
        start = float(x[mouth])
        reach = (side * plan.reach[0] * 1.4) - start
        along = np.arange(0, abs(reach), 20.0)
        fading = np.minimum(along / 300, 1)
        north = float(y[mouth]) + fading * (wavering(rng, along, 42, 430) + wavering(rng, along, 16, 200))
        middle = warp(np.stack([start + side * along, north], axis=1))
        waters.append(Water(name, "canal", middle, 15 + wavering(rng, along, 2, 200)))
    return waters
