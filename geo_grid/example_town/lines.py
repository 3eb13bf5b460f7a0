"""A line of the plan: a street's middle, a river's, a rail's, or a border nobody sees."""

from dataclasses import dataclass
from types import MappingProxyType

from geo_grid.example_town.frame import Floats

#: Classes of streets, the largest first.
STREETS = ("expressway", "arterial", "secondary", "branch", "alley", "path")

#: Half the ground that is kept free of buildings, metres from the line's middle.
CLEARANCE = MappingProxyType(
    {
        "expressway": 26.0,
        "arterial": 19.0,
        "secondary": 13.0,
        "branch": 8.5,
        "alley": 3.2,
        "path": 3.5,
        "stream": 5.0,
        "river": 10.0,
        "railway": 14.0,
        "cut": 2.0,
        "frame": 0.0,
    }
)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the plan.

    Parameters
    ----------
    xy
        (n, 2) metres.
    kind
        A street class, ``river`` (the middle of a river or canal), ``railway``, ``stream`` (a ditch between
        fields), ``cut`` (a border from a bank to the middle of the water) or ``frame`` (the edge
        of the board).
    name
        None where it has none, or none yet.
    """

    xy: Floats
    kind: str
    name: str | None = None
