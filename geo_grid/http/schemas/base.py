"""What all published models share."""

import re
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError


class Published(BaseModel):
    """A model of the interface: strict about unknown fields, built by name, sent by alias."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True, frozen=True, serialize_by_alias=True)


_NUMBER = re.compile(r"\s*[-+]?[0-9.]+([eE][-+]?[0-9]+)?\s*")


def _written_out(given: object) -> object:
    """Refuse a number where an instant is wanted: seconds and milliseconds since 1970 look alike."""
    if isinstance(given, (bool, int, float)) or (isinstance(given, str) and _NUMBER.fullmatch(given)):
        raise PydanticCustomError("datetime_parsing", "an instant is written out, with its offset")
    return given


#: An instant that somebody sends, as RFC 3339 writes it.
When = Annotated[AwareDatetime, BeforeValidator(_written_out)]
#: The id of something that somebody sends: what PostgreSQL can number.
Identity = Annotated[int, Field(strict=True, ge=1, le=2**63 - 1)]

Longitude = Annotated[float, Field(ge=-180, le=180, description="Longitude, EPSG:4326 degrees.")]
Latitude = Annotated[float, Field(ge=-90, le=90, description="Latitude, EPSG:4326 degrees.")]
Position = Annotated[
    tuple[Longitude, Latitude], Field(description="Longitude and latitude, EPSG:4326 degrees.")
]
Bounds = Annotated[
    tuple[Longitude, Latitude, Longitude, Latitude],
    Field(description="West, south, east, north, EPSG:4326 degrees."),
]
Metres = Annotated[float, Field(ge=0, description="Metres on the WGS 84 ellipsoid.")]
Level = Annotated[int, Field(ge=0, le=3, description="Level of the hierarchy: 0 the outline, 3 the finest.")]


def metres(value: float) -> float:
    """Metres to the millimetre."""
    return round(value, 3)


def degrees(value: float) -> float:
    """Degrees to the lattice unit."""
    return round(value, 7)
