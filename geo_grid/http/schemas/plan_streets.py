"""What borders follow: lines to snap to, ways along streets, street blocks and compounds."""

from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field

from geo_grid.http.schemas.base import Metres, Published, metres
from geo_grid.http.schemas.plan import GridKey
from geo_grid.services.plans.snap_lines import SnapLine
from geo_grid.services.plans.street_block import Piece
from geo_grid.services.plans.street_path import StreetPath

#: Points that one way may be asked to lead through.
MOST_POINTS = 100
#: How far the ends of a line may be moved to a border, metres: at most, and where nothing is said.
MOST_WITHIN_M, WITHIN_M = 200.0, 30.0

Layer = Literal["street", "railway", "water"]
X = Annotated[int, Field(ge=-1_800_000_000, le=1_800_000_000, description="Longitude in 1e-7 degree.")]
Y = Annotated[int, Field(ge=-900_000_000, le=900_000_000, description="Latitude in 1e-7 degree.")]
LatticePoint = Annotated[tuple[X, Y], Field(description="Longitude and latitude in 1e-7 degree.")]

_PATH: dict[str, Any] = {
    "points": [[1204521000, 234812000], [1204533000, 234799000]],
    "layers": ["street", "water"],
    "grid": "110105001001001",
    "use": "split",
    "within_m": 30,
}


class SnapLineOut(Published):
    """A street, railway or water as a line."""

    name: str | None
    layer: Layer
    points: list[int] = Field(description="x, y, x, y … in 1e-7 degree.")

    @classmethod
    def of(cls, line: SnapLine) -> "SnapLineOut":
        """As published."""
        return cls.model_validate({"name": line.name, "layer": line.layer, "points": line.points})


class SnapOut(Published):
    """What a drawn point may be put onto; streets first."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "lines": [
                        {
                            "name": "中山路",
                            "layer": "street",
                            "points": [1204521000, 234812000, 1204533000, 234799000],
                        }
                    ]
                }
            ]
        }
    )

    lines: list[SnapLineOut]


class PathIn(Published):
    """A way along streets and waters that is asked for."""

    model_config = ConfigDict(json_schema_extra={"examples": [_PATH]})

    points: list[LatticePoint] = Field(
        min_length=2, max_length=MOST_POINTS, description="Each is taken to the nearest line within 30 m."
    )
    layers: list[Layer] = Field(
        default=["street", "railway", "water"],
        min_length=1,
        max_length=3,
        description="What may be followed.",
    )
    grid: GridKey | None = Field(
        default=None, description="Take both ends to the border of this grid, as the steps of a plan need it."
    )
    use: Literal["split", "border"] = Field(
        default="split",
        description="`split`: the longest part inside the grid; `border`: a new piece of its border.",
    )
    within_m: float = Field(
        default=WITHIN_M, ge=0, le=MOST_WITHIN_M, description="How far an end may be moved to the border."
    )


class PathOut(Published):
    """A line for `split`, `follow` or `reshape`."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "line": [[1204521000, 234812000], [1204533000, 234799000]],
                    "along": ["中山路"],
                    "length_m": 190.4,
                    "starts_on_border": True,
                    "ends_on_border": True,
                }
            ]
        }
    )

    line: list[LatticePoint]
    along: list[str] = Field(description="Names of what it follows, in order.")
    length_m: Metres = Field(description="Of the way, before its ends were taken to a border.")
    starts_on_border: bool | None = Field(description="Null where no grid was named.")
    ends_on_border: bool | None

    @classmethod
    def of(cls, path: StreetPath) -> "PathOut":
        """As published."""
        return cls(
            line=list(path.line),
            along=list(path.along),
            length_m=metres(path.length_m),
            starts_on_border=path.start,
            ends_on_border=path.end,
        )


class PieceOut(Published):
    """Ground for `transfer` or `carve`."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "piece": [[[1204521000, 234812000], [1204533000, 234799000], [1204533000, 234812000]]],
                    "name": None,
                    "along": ["中山路", "人民路"],
                    "area_m2": 8123.4,
                }
            ]
        }
    )

    piece: list[list[LatticePoint]] = Field(description="The shell, then holes; not closed.")
    name: str | None = Field(description="Of a compound.")
    along: list[str] = Field(description="Streets and waters around a block, the longest first.")
    area_m2: float = Field(ge=0)

    @classmethod
    def of(cls, found: Piece) -> "PieceOut":
        """As published."""
        rings = [found.ground.exterior, *found.ground.interiors]
        return cls(
            piece=[[(int(x), int(y)) for x, y in list(ring.coords)[:-1]] for ring in rings],
            name=found.name,
            along=list(found.along),
            area_m2=round(found.area_m2, 1),
        )
