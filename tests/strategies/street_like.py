"""Street-like coverages, drawn from the example town's own parts; hypothesis draws the numbers."""

import numpy as np
import shapely
from hypothesis import strategies as st

from geo_grid.core.lattice import Geometries
from geo_grid.example_town.curves import wavering
from geo_grid.example_town.frame import Floats, array_of
from geo_grid.example_town.lines import Line
from geo_grid.example_town.merging import merge
from geo_grid.example_town.network import Network, node
from geo_grid.example_town.split import Crossings, Habit, split
from tests.core.subdivisions import Case

#: Half the width of the ground that is divided, metres.
_REACH = 320.0
_HABITS = (
    Habit(bend=0.016, skew=0.04, spread=0.09, snap=34.0),
    Habit(bend=0.035, skew=0.09, spread=0.13, snap=9.0),
    Habit(bend=0.08, skew=0.25, spread=0.2, snap=20.0),
)


def make_blocks(seed: int, count: int) -> Network:
    """Blocks between bent streets, on the lattice.

    Parameters
    ----------
    seed
        Whole number from 0.
    count
        How many blocks are wanted; fewer where no further street fits.
    """
    rng = np.random.default_rng(seed)
    habit = _HABITS[int(rng.integers(len(_HABITS)))]
    rings, streets, crossings = [_ground(rng)], [], Crossings()
    lines = [Line(np.concatenate([rings[0], rings[0][:1]]), "frame")]
    while len(rings) < count:
        sizes = [float(shapely.Polygon(ring).area) for ring in rings]
        ring = rings.pop(int(np.argmax(sizes)))
        cut = split(ring, habit, crossings, rng)
        if cut is None:
            rings.append(ring)
            break
        street, first, second = cut
        streets.append(Line(street, "branch"))
        rings += [first, second]
    return node(lines + streets)


def make_case(seed: int, count: int, parents: int) -> Case:
    """Blocks as grids, and unions of neighbouring blocks as their parents."""
    network = make_blocks(seed, count)
    faces = network.faces
    beside: list[dict[int, float]] = [{} for _ in faces]
    for (a, b), length in zip(network.sides.tolist(), network.lengths.tolist(), strict=True):
        if a >= 0 and b >= 0 and a != b:
            beside[a][b] = beside[a].get(b, 0.0) + length
            beside[b][a] = beside[b].get(a, 0.0) + length
    label = merge(shapely.area(faces).tolist(), beside, [False] * len(faces), parents)
    key = np.array(label, dtype=np.int32)
    wholes: Geometries = array_of(
        [shapely.coverage_union_all(faces[key == at]) for at in range(int(key.max()) + 1)]
    )
    return Case(faces, key, wholes)


def _ground(rng: np.random.Generator) -> Floats:
    """An uneven closed ring."""
    angle = np.linspace(0, 2 * np.pi, 41)[:-1]
    reach = _REACH + wavering(rng, angle * _REACH, 22.0, 2 * np.pi * _REACH / 8)
    # The waves do not close; the seam is drawn together.
    reach += (reach[0] - reach[-1]) * np.clip((angle - 5.5) / (angle[-1] - 5.5), 0, 1)
    ring: Floats = reach[:, None] * np.stack([np.cos(angle), np.sin(angle)], axis=1)
    return ring


def street_like() -> st.SearchStrategy[Case]:
    """Coverages of up to 40 blocks in up to 6 parents."""
    return st.builds(
        make_case,
        seed=st.integers(0, 2**32 - 1),
        count=st.integers(2, 40),
        parents=st.integers(1, 6),
    )
