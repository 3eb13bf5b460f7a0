"""How large a town is to be drawn."""

from dataclasses import dataclass
from typing import Literal

Size = Literal["town", "city"]


@dataclass(frozen=True)
class Plan:
    """What is fixed before anything is drawn. Lengths in metres on the straight plan.

    Parameters
    ----------
    code, name, english
        Of the outline.
    reach
        Half the width and half the height of the drawing board.
    limit
        Half the typical width and height of the town itself.
    columns, rows
        Where arterial roads run, x of those from south to north, y of those from west to east.
    main
        Which column and which row are the main streets.
    centres
        (x, y, radius) of each built-up area, the main one first.
    river
        x of the river in the south, and how far it drifts east towards the north.
    canals
        (y, side): a canal that leaves the river at y, to the east (1) or the west (-1).
    rail, bypass
        x of the railway, y of the expressway.
    factories
        (x, y, radius) of ground for factories.
    towns, communities
        How many grids on levels 1 and 2.
    """

    code: str
    name: str
    english: str
    reach: tuple[float, float]
    limit: tuple[float, float]
    columns: tuple[float, ...]
    rows: tuple[float, ...]
    main: tuple[int, int]
    centres: tuple[tuple[float, float, float], ...]
    river: tuple[float, float]
    canals: tuple[tuple[float, int], ...]
    rail: float
    bypass: float
    factories: tuple[tuple[float, float, float], ...]
    towns: int
    communities: int


TOWN = Plan(
    code="990101",
    name="云溪镇",
    english="Yunxi Town",
    reach=(3000, 2800),
    limit=(1920, 1640),
    columns=(-1130, -60, 980),
    rows=(-930, 40, 1010),
    main=(1, 1),
    centres=((-150, 80, 872),),
    river=(-420, 0.16),
    canals=((480, 1), (-560, -1)),
    rail=1460,
    bypass=-1560,
    factories=((1180, -560, 480),),
    towns=1,
    communities=8,
)

CITY = Plan(
    code="990200",
    name="云溪市",
    english="Yunxi City",
    reach=(7600, 6600),
    limit=(6500, 5500),
    columns=(-6300, -5250, -4200, -3100, -2050, -1050, -60, 980, 2050, 3100, 4150, 5200, 6250),
    rows=(-5200, -4150, -3150, -2050, -1000, 40, 1050, 2100, 3150, 4200, 5250),
    main=(6, 5),
    centres=(
        (-160, 80, 2480),
        (-4800, 2900, 980),
        (-4700, -300, 820),
        (-3600, -3700, 980),
        (-400, -4250, 840),
        (2800, -3700, 980),
        (4900, -1400, 900),
        (4900, 1900, 860),
        (2900, 3900, 980),
        (-900, 4250, 860),
        (-2900, 4000, 700),
    ),
    river=(-420, 0.22),
    canals=((2700, 1), (1500, -1), (480, 1), (-560, -1), (-2600, 1), (-3300, -1)),
    rail=1460,
    bypass=-4700,
    factories=((3300, 600, 800), (-3500, 1300, 750), (1400, -2700, 800), (-1800, -2900, 600)),
    towns=12,
    communities=100,
)

PLANS: dict[str, Plan] = {"town": TOWN, "city": CITY}
