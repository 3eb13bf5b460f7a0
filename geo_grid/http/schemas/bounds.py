"""Written bounds (四至)."""

from typing import Literal

from pydantic import ConfigDict, Field

from geo_grid.core.bounds.corners import SIDES
from geo_grid.core.bounds.stored import SideDrift
from geo_grid.core.bounds.stretches import Stretch
from geo_grid.core.lattice import UNITS_PER_DEGREE
from geo_grid.http.schemas.base import Metres, Published, metres
from geo_grid.services.bounds import Beside, ToldBounds
from geo_grid.words.bounds import bounds_text, side_text

Side = Literal["east", "south", "west", "north"]


class BesideOut(Published):
    """Who is on the other side."""

    key: str = Field(description="Its code; within a plan its key.")
    name: str
    void: bool = Field(description="Ground that is approved to belong to nobody.")
    length_m: Metres

    @classmethod
    def of(cls, beside: Beside, length_m: float) -> "BesideOut":
        """As published."""
        return cls(key=beside.key, name=beside.name, void=beside.is_void, length_m=metres(length_m))


class StretchOut(Published):
    """A part of one side that is told in one breath."""

    side: Literal["east", "south", "west", "north", "inside"] = Field(
        description="`inside` goes round what the grid has a hole for."
    )
    part: int = Field(ge=0, description="Which part of the grid it is of, the largest first.")
    layer: Literal["street", "water", "railway"] | None
    name: str | None = Field(description="What it follows; null where that has no name.")
    beside: list[BesideOut] = Field(description="Who is behind it, most first; empty where the grids end.")
    length_m: Metres
    line: list[tuple[float, float]] = Field(
        description="Longitude and latitude, EPSG:4326 degrees, with the grid on the right."
    )

    @classmethod
    def of(cls, stretch: Stretch, beside: tuple[Beside, ...]) -> "StretchOut":
        """As published."""
        return cls(
            side=stretch.side,
            part=stretch.part,
            layer=stretch.layer,
            name=stretch.name,
            beside=[BesideOut.of(beside[who], m) for who, m in stretch.beyond if who is not None],
            length_m=metres(stretch.length_m),
            line=[(x / UNITS_PER_DEGREE, y / UNITS_PER_DEGREE) for x, y in stretch.points],
        )


class SideOut(Published):
    """One side in words, without the word for the side; empty where the grid ends in a point."""

    side: Side
    zh: str
    en: str


class DriftOut(Published):
    """Where the text that was stored no longer fits."""

    side: Side
    missing: list[str] = Field(description="What the border follows or meets, and the text does not say.")
    gone: list[str] = Field(description="What the text says, and the border does not follow or meet.")

    @classmethod
    def of(cls, drift: SideDrift) -> "DriftOut":
        """As published."""
        return cls(
            side=drift.side,
            missing=list(drift.missing),
            gone=list(drift.gone),
        )


class StoredBounds(Published):
    """Bounds as they came with an import, held against the border."""

    text: str
    fits: bool
    drift: list[DriftOut]


class BoundsOut(Published):
    """A grid's four bounds, as its border runs."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "code": "990101001002012", "name": "香樟苑网格",
                    "zh": "东至云溪，南至南塘河，西至建台街，北至兰月路。",
                    "en": "East to 云溪; south to 南塘河; west to 建台街; north to 兰月路.",
                    "sides": [{"side": "east", "zh": "至云溪", "en": "云溪"}],
                    "length_m": 971.2, "share_along": 0.957,
                    "along_m": {"street": 404.1, "water": 525.3, "railway": 0},
                    "stretches": [], "stored": None,
                }
            ]
        }
    )  # fmt: skip

    code: str
    name: str
    zh: str = Field(description="All of it, in Chinese.")
    en: str = Field(description="All of it, in English.")
    sides: list[SideOut] = Field(description="Of the largest part.")
    length_m: Metres
    share_along: float = Field(
        ge=0, le=1, description="How much of the border follows streets or water, named or not (街巷定界率)."
    )
    along_m: dict[Literal["street", "water", "railway"], Metres] = Field(
        description="Metres that follow a line of each layer."
    )
    stretches: list[StretchOut] = Field(description="Clockwise from the north-east.")
    stored: StoredBounds | None = Field(description="Null where no bounds were stored with the grid.")

    @classmethod
    def of(cls, code: str, name: str, told: ToldBounds) -> "BoundsOut":
        """As published."""
        bounds, names = told.bounds, told.names
        stored = None
        if told.stored is not None:
            drifted = [DriftOut.of(each) for each in told.drift]
            stored = StoredBounds(text=told.stored, fits=not drifted, drift=drifted)
        return cls(
            code=code,
            name=name,
            zh=bounds_text(bounds, names, "zh"),
            en=bounds_text(bounds, names, "en"),
            sides=[
                SideOut(
                    side=side,
                    zh=side_text(bounds.of_side(side), names, "zh"),
                    en=side_text(bounds.of_side(side), names, "en"),
                )
                for side in SIDES
            ],
            length_m=metres(bounds.length_m),
            share_along=round(bounds.share_along, 4),
            along_m={
                "street": metres(bounds.along_m.get("street", 0.0)),
                "water": metres(bounds.along_m.get("water", 0.0)),
                "railway": metres(bounds.along_m.get("railway", 0.0)),
            },
            stretches=[StretchOut.of(each, told.beside) for each in bounds.stretches],
            stored=stored,
        )
