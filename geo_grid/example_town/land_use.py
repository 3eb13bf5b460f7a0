"""What each block is used for: homes of some kind, a school, a park, a market, a factory …"""

from dataclasses import dataclass

import numpy as np
import shapely

from geo_grid.core.lattice import Geometries
from geo_grid.example_town.blocks import Blocks
from geo_grid.example_town.curves import Random
from geo_grid.example_town.frame import Floats
from geo_grid.example_town.ground import Ground

#: Uses whose blocks are special grids.
SPECIAL = ("school", "kindergarten", "park", "hospital", "market", "government", "station", "factory")


@dataclass(frozen=True, slots=True)
class Need:
    """Institutions of one kind that each built-up area has.

    Parameters
    ----------
    use
        What they are.
    count
        How many in an area of radius 900 m.
    quarters
        Kinds of ground they may take.
    area
        Least and largest block, m².
    far
        How far from the middle they lie by preference, in radii.
    apart
        Least distance between two of a kind, metres.
    """

    use: str
    count: int
    quarters: tuple[str, ...]
    area: tuple[float, float]
    far: float
    apart: float


NEEDS = (
    Need("government", 1, ("mixed", "estate"), (9_000, 22_000), 0.3, 600),
    Need("market", 1, ("mixed",), (6_500, 16_000), 0.35, 500),
    Need("hospital", 1, ("mixed", "estate"), (11_000, 30_000), 0.5, 800),
    Need("park", 2, ("estate", "mixed"), (17_000, 40_000), 0.5, 600),
    Need("school", 3, ("estate", "rows", "mixed"), (13_000, 30_000), 0.62, 420),
    Need("kindergarten", 2, ("mixed", "rows", "estate"), (3_500, 12_500), 0.6, 400),
    Need("market", 1, ("estate", "rows", "mixed"), (5_500, 15_000), 0.8, 700),
)


def use_blocks(blocks: Blocks, ground: Ground, rails: Floats, rng: Random) -> list[str]:
    """The use of each block; the quarter itself where it is an ordinary one.

    Parameters
    ----------
    blocks
        The town's.
    ground
        Its built-up areas.
    rails
        (n, 2) metres; a station stands beside them.
    rng
        Where chance comes from.
    """
    use = list(blocks.quarters)
    area = shapely.area(blocks.land)
    middle = shapely.get_coordinates(shapely.point_on_surface(blocks.land))
    away = (
        np.hypot(
            middle[:, None, 0] - ground.centres[None, :, 0], middle[:, None, 1] - ground.centres[None, :, 1]
        )
        / ground.centres[None, :, 2]
    )
    nearest = away.argmin(axis=1)
    _station(use, blocks.land, middle, ground, rails)
    for centre in range(len(ground.centres)):
        scale = float(ground.centres[centre, 2]) / 900
        for need in NEEDS:
            fits = np.array([quarter in need.quarters for quarter in blocks.quarters])
            fits &= (nearest == centre) & (area > need.area[0]) & (area < need.area[1])
            wish = np.abs(away[:, centre] - need.far) + rng.normal(0, 0.12, len(use))
            wish -= 0.25 * (area / need.area[1])
            taken: list[int] = []
            for block in np.argsort(wish).tolist():
                if len(taken) >= max(1, round(need.count * scale * scale)):
                    break
                if not fits[block] or use[block] != blocks.quarters[block]:
                    continue
                if all(float(np.hypot(*(middle[block] - middle[other]))) > need.apart for other in taken):
                    use[block] = need.use
                    taken.append(block)
    return use


def _station(use: list[str], land: Geometries, middle: Floats, ground: Ground, rails: Floats) -> None:
    """The block beside the rails nearest to the main centre that is wide enough for one."""
    line = shapely.LineString(rails)
    beside = np.asarray(shapely.dwithin(land, line, 45.0)) & (shapely.area(land) > 9_000)
    beside &= shapely.area(land) < 75_000
    far = np.hypot(*(middle - ground.centres[0, :2]).T) + 1e9 * ~beside
    if len(far) and beside.any():
        use[int(np.argmin(far))] = "station"
