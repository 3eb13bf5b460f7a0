"""Where a point is."""

from typing import Annotated, Any

from pydantic import ConfigDict, Field, WithJsonSchema

from geo_grid.http.schemas.base import Latitude, Longitude, Metres, Position, Published, degrees, metres
from geo_grid.http.schemas.grid import SUMMARY_EXAMPLE, GridSummary
from geo_grid.http.schemas.people import LocatedPeople
from geo_grid.http.schemas.responsibility import ActingOffices
from geo_grid.services.locate import Located, LocatedPoint, NearestBorder

#: Points that may be asked about in one request.
MAX_POINTS = 10_000


# The bounds are described here and checked by the route, which can tell swapped axes from nonsense.
_AnyLongitude = Annotated[
    float, Field(strict=True), WithJsonSchema({"type": "number", "minimum": -180, "maximum": 180})
]
_AnyLatitude = Annotated[
    float, Field(strict=True), WithJsonSchema({"type": "number", "minimum": -90, "maximum": 90})
]


class BorderOut(Published):
    """The nearest point of the border of the grid that a point lies in."""

    distance_m: Metres
    point: Position
    neighbour: str | None = Field(
        description="Code of the grid on the other side; null where the coverage ends."
    )

    @classmethod
    def of(cls, border: NearestBorder) -> "BorderOut":
        """As published."""
        return cls(
            distance_m=metres(border.distance_m),
            point=(degrees(border.lon), degrees(border.lat)),
            neighbour=border.neighbour,
        )


class Nearest(Published):
    """The nearest grid of a point outside the coverage."""

    grid: GridSummary
    distance_m: Metres


class LocatedOut(Published):
    """The grids that answer for a point."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "lon": 120.4521,
                    "lat": 23.4812,
                    "inside": True,
                    "chain": [SUMMARY_EXAMPLE],
                    "border": {
                        "distance_m": 41.27,
                        "point": [120.4525, 23.4813],
                        "neighbour": "10020010002",
                    },
                    "nearest": None,
                    "edition": 1,
                }
            ]
        }
    )

    lon: Longitude
    lat: Latitude
    inside: bool
    chain: list[GridSummary] = Field(description="Level ascending, without the outline; empty outside.")
    border: BorderOut | None = Field(description="Null outside the coverage.")
    nearest: Nearest | None = Field(description="Outside the coverage only.")
    edition: int | None = Field(description="The edition in force; null before the first.")
    people: list[LocatedPeople] | None = Field(
        default=None, description="Who answers for each grid of the chain; only where it was asked for."
    )
    hotline: str | None = Field(default=None, description="Along with people.")
    supervision_phone: str | None = Field(default=None, description="Along with people.")
    responsibility: ActingOffices | None = Field(
        default=None, description="By the responsibility matrix; only where a category was asked for."
    )

    @classmethod
    def of(cls, lon: float, lat: float, located: Located) -> "LocatedOut":
        """As published."""
        nearest = None
        if located.nearest is not None:
            grid, distance = located.nearest
            nearest = Nearest(grid=GridSummary.of(grid), distance_m=metres(distance))
        return cls(
            lon=lon,
            lat=lat,
            inside=bool(located.chain),
            chain=[GridSummary.of(grid) for grid in located.chain],
            border=BorderOut.of(located.border) if located.border is not None else None,
            nearest=nearest,
            edition=located.edition,
        )


class LocateManyIn(Published):
    """Points to locate at once."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"points": [[120.4521, 23.4812], [120.4, 23.5]], "as_of": None}]}
    )

    points: list[tuple[_AnyLongitude, _AnyLatitude]] = Field(
        max_length=MAX_POINTS, description="Longitude and latitude of each point, EPSG:4326 degrees."
    )
    as_of: str | None = Field(
        default=None, description="A date YYYY-MM-DD; the end of that local day is meant. Null: now."
    )


class LocatedPointOut(Published):
    """Where one of many points is."""

    lon: Longitude
    lat: Latitude
    inside: bool
    codes: list[str] = Field(description="Codes of the chain, level ascending; empty outside.")
    border_m: float | None = Field(description="Metres to the nearest border; null outside.")


class LocatedPointList(Published):
    """Where each point is, in the order asked."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "results": [
                        {
                            "lon": 120.4521,
                            "lat": 23.4812,
                            "inside": True,
                            "codes": ["10020", "10020010", "10020010001"],
                            "border_m": 41.27,
                        }
                    ],
                    "edition": 1,
                }
            ]
        }
    )

    results: list[LocatedPointOut]
    edition: int | None


def many_as_json(located: list[LocatedPoint], edition: int | None) -> dict[str, Any]:
    """A `LocatedPointList` as plain data: ten thousand models would cost more than the answer itself."""
    return {
        "results": [
            {
                "lon": point.lon,
                "lat": point.lat,
                "inside": bool(point.codes),
                "codes": point.codes,
                "border_m": None if point.border_m is None else metres(point.border_m),
            }
            for point in located
        ],
        "edition": edition,
    }
