"""What the ground is used for, before any street is cut through it."""

from dataclasses import dataclass

import numpy as np

from geo_grid.example_town.curves import Random
from geo_grid.example_town.frame import Floats

#: Kinds of quarters.
QUARTERS = ("old", "mixed", "estate", "rows", "factory", "village", "field")
#: How near to the next a village may lie, and how far it reaches, metres.
_APART = 560.0
VILLAGE_REACH = 165.0


@dataclass(frozen=True)
class Ground:
    """Where the built-up areas, factories and villages are.

    Parameters
    ----------
    centres, factories
        (k, 3) x, y, radius, metres.
    villages
        (k, 2) middles of villages, metres.
    waves, phases
        Noise that keeps the edges of quarters from being circles.
    """

    centres: Floats
    factories: Floats
    villages: Floats
    waves: Floats
    phases: Floats

    def noise(self, xy: Floats) -> Floats:
        """(n,) smooth noise, about −1…1."""
        swings: Floats = np.sin(xy @ self.waves.T + self.phases).mean(axis=1) * 1.7
        return swings

    def distance(self, xy: Floats) -> Floats:
        """(n,) distance from the nearest centre in its radii, uneven; below 1 is built up."""
        away = np.hypot(xy[:, None, 0] - self.centres[None, :, 0], xy[:, None, 1] - self.centres[None, :, 1])
        nearest: Floats = (away / self.centres[None, :, 2]).min(axis=1) * (1 + 0.17 * self.noise(xy))
        return nearest

    def quarter(self, xy: Floats) -> str:
        """The kind of quarter at one point, metres; villages are told apart from fields by `is_village`."""
        point = xy[None, :]
        far = float(self.distance(point)[0])
        plants = np.hypot(*(self.factories[:, :2] - xy).T) / self.factories[:, 2]
        if len(plants) and float(plants.min()) < 1 + 0.12 * float(self.noise(point)[0]) and far > 0.55:
            return "factory"
        size = float(self.centres[self._nearest(xy), 2])
        if far * size < 330:
            return "old"
        if far * size < 560 or far < 0.3:
            return "mixed"
        if far < 0.8:
            return "estate"
        if far < 1.0:
            return "rows"
        return "field"

    def is_village(self, xy: Floats) -> bool:
        """Whether houses stand here outside the built-up areas."""
        if not len(self.villages):
            return False
        away = float(np.hypot(*(self.villages - xy).T).min())
        return away < VILLAGE_REACH * (1 + 0.25 * float(self.noise(xy[None, :] * 3.1)[0]))

    def has_village(self, xy: Floats, reach: float) -> bool:
        """Whether a village lies within a distance, metres."""
        return bool(len(self.villages)) and float(np.hypot(*(self.villages - xy).T).min()) < reach

    def _nearest(self, xy: Floats) -> int:
        away = np.hypot(*(self.centres[:, :2] - xy).T) / self.centres[:, 2]
        return int(np.argmin(away))


def draw_ground(centres: Floats, factories: Floats, reach: tuple[float, float], rng: Random) -> Ground:
    """Scatter villages over the fields and draw the noise of the quarters' edges."""
    angles = rng.uniform(0, np.pi * 2, 5)
    waves = (2 * np.pi / rng.uniform(600, 1900, 5))[:, None] * np.stack(
        [np.cos(angles), np.sin(angles)], axis=1
    )
    ground = Ground(centres, factories, np.zeros((0, 2)), waves, rng.uniform(0, 6, 5))
    tries = rng.uniform(-1, 1, (int(reach[0] * reach[1] / 40_000), 2)) * np.array(reach)
    villages: list[Floats] = []
    for place in tries:
        if ground.quarter(place) != "field" or float(ground.distance(place[None, :])[0]) < 1.12:
            continue
        if all(float(np.hypot(*(place - other))) > _APART for other in villages):
            villages.append(place)
    found = np.array(villages).reshape(-1, 2)
    return Ground(centres, factories, found, waves, ground.phases)
