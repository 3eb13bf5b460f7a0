"""A small made ground: a grid of 200 m by 150 m on a street and a canal, with a neighbour each side."""

from datetime import date
from typing import Any

import shapely

from geo_grid.publish.picture.ground import GridShape, GroundPicture, NamedGround, StationPlace, Street

#: Degrees of about 100 m.
STEP = 0.001


def square(x: float, y: float, width: float = 2, height: float = 1.5) -> Any:
    """A rectangle in steps from 120 E 30 N."""
    return shapely.box(120 + x * STEP, 30 + y * STEP, 120 + (x + width) * STEP, 30 + (y + height) * STEP)


def grid(
    code: str, name: str, shape: Any, *, level: int = 3, special: bool = False, hue: int = 0
) -> GridShape:
    point = shapely.point_on_surface(shape)
    return GridShape(code, name, level, special, hue, (point.x, point.y), shape)


def ground(name: str = "东城社区第3网格", **changes: Any) -> GroundPicture:
    r"""The grid in the middle of four.

    +-----+-----+-----+
    |  西 | own | 东  |    a street runs along the south, a canal through the north
    +-----+-----+-----+
    """
    said: dict[str, Any] = {
        "grid": grid("3", name, square(0, 0)),
        "parent_name": "东城社区",
        "neighbours": (
            grid("2", "东城社区第2网格", square(-2, 0)),
            grid("4", "西城社区第1网格", square(2, 0)),
        ),
        "around": (grid("9", "东城社区第9网格", square(4, 0)),),
        "above": (grid("1", "东城社区", square(-2, 0, 6), level=2),),
        "children": (),
        "outline": square(-4, -4, 12, 12),
        "streets": (
            Street("人民路", "arterial", shapely.LineString([(119.99, 30.0002), (120.01, 30.0002)])),
            Street("小巷", "alley", shapely.LineString([(120.0012, 30.0), (120.0012, 30.0014)])),
        ),
        "railways": (),
        "water": (NamedGround("北河", "canal", shapely.LineString([(119.99, 30.0013), (120.01, 30.0013)])),),
        "compounds": (NamedGround("桂花苑", "residential", square(0.1, 0.4, 0.9, 0.6)),),
        "buildings": (square(0.2, 0.5, 0.2, 0.1), square(0.5, 0.5, 0.2, 0.1)),
        "stations": (StationPlace("第3网格工作站", None, 120.0016, 30.0008),),
        "edition": 7,
        "day": date(2026, 11, 22),
    }
    return GroundPicture(**{**said, **changes})
