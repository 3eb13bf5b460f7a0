"""Smooth lines for streets, rivers and rails."""

from dataclasses import dataclass

import numpy as np

from geo_grid.example_town.frame import Floats

Random = np.random.Generator


@dataclass(frozen=True)
class Warp:
    """A gentle bend of the whole plan, so that nothing in it is quite straight or parallel.

    Parameters
    ----------
    waves
        (k, 2) wave numbers, 1/m.
    phases
        (k, 2) phases of the shift in x and in y.
    sizes
        (k, 2) amplitudes, metres.
    turn
        Rotation of the plan, radians.
    """

    waves: Floats
    phases: Floats
    sizes: Floats
    turn: float

    def __call__(self, xy: Floats) -> Floats:
        """(n, 2) metres on the straight plan as metres on the ground."""
        swing = xy @ self.waves.T
        shift = np.stack(
            [(np.sin(swing + self.phases[:, axis]) * self.sizes[:, axis]).sum(axis=1) for axis in (0, 1)],
            axis=1,
        )
        moved = xy + shift
        cos, sin = np.cos(self.turn), np.sin(self.turn)
        turned: Floats = moved @ np.array([[cos, sin], [-sin, cos]])
        return turned


def draw_warp(rng: Random) -> Warp:
    """A warp of a few long waves (2.5 to 7 km)."""
    lengths = rng.uniform(2600, 7000, 4)
    angles = rng.uniform(0, np.pi, 4)
    waves = (2 * np.pi / lengths)[:, None] * np.stack([np.cos(angles), np.sin(angles)], axis=1)
    sizes = lengths[:, None] * rng.uniform(0.008, 0.019, (4, 2))
    return Warp(waves, rng.uniform(0, 2 * np.pi, (4, 2)), sizes, float(rng.uniform(-0.12, 0.12)))


def wavering(rng: Random, along: Floats, size: float, shortest: float) -> Floats:
    """Smooth noise along a line: three waves, the longest about four times the shortest.

    Parameters
    ----------
    along
        (n,) distances along the line, metres.
    size
        Amplitude of the longest wave, metres.
    shortest
        Its shortest wave length, metres.
    """
    total = np.zeros_like(along)
    for part, share in ((4.0, 1.0), (2.2, 0.45), (1.0, 0.16)):
        length = shortest * part * rng.uniform(0.85, 1.2)
        total += size * share * np.sin(2 * np.pi * along / length + rng.uniform(0, 2 * np.pi))
    return total


def bowed(rng: Random, start: Floats, end: Floats, bend: float, step: float = 32.0) -> Floats:
    """A street from one point to another, bent a little.

    Parameters
    ----------
    start, end
        (2,) metres.
    bend
        Typical deviation from the straight line as a share of its length.
    step
        Typical distance between vertices, metres.
    """
    chord = end - start
    length = float(np.hypot(*chord))
    count = max(2, round(length / step) + 1)
    t = np.linspace(0, 1, count)
    side = np.array([-chord[1], chord[0]])
    shape = rng.normal(0, bend) * 4 * t * (1 - t) + rng.normal(0, bend * 0.35) * np.sin(2 * np.pi * t)
    line: Floats = start + t[:, None] * chord + shape[:, None] * side
    line[0], line[-1] = start, end
    return line


def beside(line: Floats, distance: Floats | float) -> Floats:
    """A line at a distance to the left of a smooth one (to the right where negative).

    Parameters
    ----------
    line
        (n, 2) metres, its bends much wider than the distance.
    distance
        (n,) or one, metres.
    """
    along = np.gradient(line, axis=0)
    normal = np.stack([-along[:, 1], along[:, 0]], axis=1) / np.hypot(along[:, 0], along[:, 1])[:, None]
    moved: Floats = (
        line + normal * np.broadcast_to(np.asarray(distance, dtype=np.float64), len(line))[:, None]
    )
    return moved
