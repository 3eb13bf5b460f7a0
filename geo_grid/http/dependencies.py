"""What routes ask for: the runtime, a session, and parameters that several of them share."""

import math
import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import Annotated

from fastapi import Depends, Header, Path, Query, Request
from sqlalchemy.orm import Session

from geo_grid.core.errors import InputError
from geo_grid.http.paging import DEFAULT_LIMIT, MAX_LIMIT
from geo_grid.http.runtime import Runtime
from geo_grid.services.editions import instant

#: PostgreSQL's texts hold every character but this one.
NO_NUL = r"^[^\x00]*$"

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
#: Years whose days begin and end within the calendar in every time zone.
_YEARS = range(2, 9999)


def runtime_of(request: Request) -> Runtime:
    """What this worker holds."""
    runtime: Runtime = request.app.state.runtime
    return runtime


# What does not wait is async: plain functions go to the thread pool, and the hot reads never do.


async def the_runtime(request: Request) -> Runtime:
    """What this worker holds, for routes."""
    return runtime_of(request)


def the_session(request: Request) -> Iterator[Session]:
    """One transaction for one request."""
    with runtime_of(request).reading() as session:
        yield session


def day(text: str | None) -> date | None:
    """Read YYYY-MM-DD.

    Raises
    ------
    InputError
        ``date_invalid``.
    """
    if text is None:
        return None
    try:
        if not _DATE.fullmatch(text):
            raise ValueError(text)
        found = date.fromisoformat(text)
        if found.year not in _YEARS:
            raise ValueError(text)
    except ValueError as error:
        raise InputError("date_invalid", given=text[:100]) from error
    return found


AsOf = Annotated[
    str | None,
    Query(
        description="A date YYYY-MM-DD: what was in force at the end of that local day. Without it: now.",
        json_schema_extra={"format": "date"},
        examples=["2026-11-21"],
    ),
]


async def the_day(as_of: AsOf = None) -> date | None:
    """The day asked about; None is now."""
    return day(as_of)


async def the_instant(request: Request, as_of: Annotated[date | None, Depends(the_day)]) -> datetime:
    """The instant asked about."""
    return instant(as_of, runtime_of(request).settings.zone)


def box(text: str) -> tuple[float, float, float, float]:
    """Read ``west,south,east,north``.

    Raises
    ------
    InputError
        ``bbox_invalid``.
    """
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError as error:
        raise InputError("bbox_invalid", given=text[:100]) from error
    inside = -180 <= west <= east <= 180 and -90 <= south <= north <= 90
    if not inside:
        raise InputError("bbox_invalid", given=text[:100])
    return west, south, east, north


async def the_box(
    bbox: Annotated[
        str | None,
        Query(
            description="West,south,east,north in degrees (EPSG:4326): grids that touch it.",
            examples=["120.39,23.44,120.51,23.52"],
        ),
    ] = None,
) -> tuple[float, float, float, float] | None:
    """The bounds asked about."""
    return None if bbox is None else box(bbox)


def check_position(lon: float, lat: float) -> None:
    """Refuse what is no place on Earth, and say so where only the order is wrong.

    Raises
    ------
    InputError
        ``position_swapped`` or ``position_out_of_range``.
    """
    if math.isfinite(lon) and math.isfinite(lat) and abs(lon) <= 180 and abs(lat) <= 90:
        return
    swapped = abs(lon) <= 90 < abs(lat) <= 180
    # As text: JSON has no NaN.
    raise InputError("position_swapped" if swapped else "position_out_of_range", lon=str(lon), lat=str(lat))


async def the_position(
    lon: Annotated[
        float,
        Query(
            description="Longitude, EPSG:4326 degrees.",
            json_schema_extra={"minimum": -180, "maximum": 180},
            examples=[120.4521],
        ),
    ],
    lat: Annotated[
        float,
        Query(
            description="Latitude, EPSG:4326 degrees.",
            json_schema_extra={"minimum": -90, "maximum": 90},
            examples=[23.4812],
        ),
    ],
) -> tuple[float, float]:
    """The point asked about, longitude first."""
    check_position(lon, lat)
    return lon, lat


RuntimeHere = Annotated[Runtime, Depends(the_runtime)]
SessionHere = Annotated[Session, Depends(the_session)]
Day = Annotated[date | None, Depends(the_day)]
Instant = Annotated[datetime, Depends(the_instant)]
Box = Annotated[tuple[float, float, float, float] | None, Depends(the_box)]
PositionHere = Annotated[tuple[float, float], Depends(the_position)]
LevelWanted = Annotated[
    int | None, Query(ge=0, le=3, description="Without it all levels but the outline (0).", examples=[3])
]
ParentWanted = Annotated[
    str | None,
    Query(
        min_length=1, max_length=100, pattern=NO_NUL, description="Code of the parent.", examples=["10020010"]
    ),
]
Limit = Annotated[
    int, Query(ge=1, le=MAX_LIMIT, description=f"Rows of the page, {DEFAULT_LIMIT} by default.")
]
After = Annotated[
    str | None,
    Query(max_length=500, description="`next` of the page before; opaque."),
]
IfMatch = Annotated[
    str | None, Header(alias="If-Match", max_length=100, description="`version` in quotation marks.")
]
Code = Annotated[
    str,
    Path(
        min_length=1,
        max_length=100,
        pattern=NO_NUL,
        description="Code of the grid.",
        examples=["10020010001"],
    ),
]
