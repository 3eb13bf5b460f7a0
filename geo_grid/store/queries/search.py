"""Which names, house numbers and codes answer to what was typed?

Beginnings are asked for as ranges of strings (the columns sort by bytes), so that an index is used whatever
the plan. A question that few answer falls through to the next, wider one; the caller decides.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import TextClause, text
from sqlalchemy.orm import Session

from geo_grid.core.search.closeness import least_similarity

#: Sorts behind every text that begins with what stands before it.
_LAST = "\U0010ffff"

#: A position: longitude and latitude, EPSG:4326 degrees.
Here = tuple[float, float] | None


class Way(StrEnum):
    """How a name may answer."""

    BEGINS = "begins"
    INITIALS = "initials"
    PINYIN = "pinyin"
    PART = "part"
    SIMILAR = "similar"
    SIMILAR_PINYIN = "similar_pinyin"


@dataclass(frozen=True, slots=True)
class PlaceFound:
    """A name that answers; `code` is a grid's."""

    id: int
    layer: str
    name: str
    folded: str
    pinyin: str
    detail: str | None
    lon: float
    lat: float
    bbox: tuple[float, float, float, float] | None
    code: str | None


@dataclass(frozen=True, slots=True)
class AddressFound:
    """An address below a name that answers."""

    place_id: int
    id: int
    text: str
    compound: str | None
    number: str
    lon: float
    lat: float


_CONDITIONS = {
    Way.BEGINS: "place.folded >= :typed AND place.folded < :last",
    Way.INITIALS: "place.initials >= :typed AND place.initials < :last",
    Way.PINYIN: "place.pinyin >= :typed AND place.pinyin < :last",
    Way.PART: "place.folded LIKE :part",
    Way.SIMILAR: "place.folded % :typed",
    Way.SIMILAR_PINYIN: "place.pinyin % :typed",
}
_NEAR = """
    (place.lon - CAST(:lon AS float8)) ^ 2 * CAST(:squeeze AS float8)
        + (place.lat - CAST(:lat AS float8)) ^ 2"""
_ORDERS = {
    Way.BEGINS: f"place.folded = :typed DESC, {_NEAR}, length(place.folded), place.name",
    Way.INITIALS: f"place.initials = :typed DESC, {_NEAR}, length(place.folded), place.name",
    Way.PINYIN: f"place.pinyin = :typed DESC, {_NEAR}, length(place.folded), place.name",
    Way.PART: f"{_NEAR}, length(place.folded), place.name",
    Way.SIMILAR: "similarity(place.folded, :typed) DESC, place.name",
    Way.SIMILAR_PINYIN: "similarity(place.pinyin, :typed) DESC, place.name",
}


def _names(way: Way) -> TextClause:
    return text(
        f"""
        SELECT place.id, place.layer, place.name, place.folded, place.pinyin, place.detail,
               place.lon, place.lat, place.bbox, grid_row.code
        FROM search_place AS place LEFT JOIN grid_row ON grid_row.id = place.grid_row_id
        WHERE place.layer = ANY(:layers) AND {_CONDITIONS[way]}
          AND (place.grid_row_id IS NULL OR grid_row.valid @> CAST(:at AS timestamptz))
        ORDER BY {_ORDERS[way]} LIMIT :limit
        """  # noqa: S608 - put together from the pieces above
    )


_NAMES = {way: _names(way) for way in Way}

_NUMBERS = text(
    """
    SELECT found.place_id, address.id, address.text, address.compound, found.number,
           ST_X(address.geom) AS lon, ST_Y(address.geom) AS lat
    FROM (
        SELECT place_id, number, address_id FROM search_address
        WHERE place_id = ANY(:places) AND number >= :number AND number < :last
        ORDER BY place_id, number LIMIT :candidates
    ) AS found JOIN address ON address.id = found.address_id
    WHERE NOT :closed OR found.number = :number OR starts_with(found.number, :number || '-')
    ORDER BY found.number = :number DESC, starts_with(found.number, :number || '-') DESC,
        (ST_X(geom) - CAST(:lon AS float8)) ^ 2 * CAST(:squeeze AS float8)
            + (ST_Y(geom) - CAST(:lat AS float8)) ^ 2,
        length(found.number), found.number
    LIMIT :limit
    """
)

# One address for each door: of 13号1幢 and 13号2幢 the first is enough to show where 13 is. A second door of
# the number about a kilometre away is one of another street of the name.
_BESIDE = text(
    """
    SELECT place_id, id, text, compound, number, lon, lat, abs(door - :door) AS aside
    FROM (
        SELECT DISTINCT ON (place_id, door, round(lon * 100), round(lat * 100)) *
        FROM (
            SELECT below.place_id, CAST(substring(below.number FROM '[0-9]{1,9}') AS bigint) AS door,
                   below.number, address.id, address.text, address.compound,
                   ST_X(address.geom) AS lon, ST_Y(address.geom) AS lat
            FROM search_address AS below JOIN address ON address.id = below.address_id
            WHERE below.place_id = ANY(:places)
        ) AS numbered
        WHERE door IS NOT NULL
        ORDER BY place_id, door, round(lon * 100), round(lat * 100), length(number), number
    ) AS found
    ORDER BY aside, (lon - CAST(:lon AS float8)) ^ 2 * CAST(:squeeze AS float8)
        + (lat - CAST(:lat AS float8)) ^ 2, door, place_id, id
    LIMIT :limit
    """
)

_CODES = text(
    """
    SELECT grid_row.id, 'grids' AS layer, name, name AS folded, '' AS pinyin, NULL AS detail,
           ST_X(label) AS lon, ST_Y(label) AS lat, NULL AS bbox, code
    FROM grid_row
    WHERE level > 0 AND level = ANY(ARRAY[1, 2, 3]) AND code >= :typed AND code < :last
      AND valid @> CAST(:at AS timestamptz)
    ORDER BY length(code), code LIMIT :limit
    """
)

#: Rows below a name that are sorted by distance; a number that so many begin with is not written to its end.
_CANDIDATES = 2000


def names_like(
    session: Session,
    way: Way,
    typed: str,
    layers: Sequence[str],
    at: datetime,
    *,
    here: Here = None,
    limit: int,
) -> list[PlaceFound]:
    """Names that answer in one way, the best first.

    Parameters
    ----------
    typed
        Folded.
    layers
        Of the index: streets, compounds, organisations, addresses, grids.
    at
        Grids are those valid at this instant.
    here
        Nearest first among equals; without it the shortest.
    """
    if way in (Way.SIMILAR, Way.SIMILAR_PINYIN):
        threshold = f"{least_similarity(typed):.3f}"
        session.execute(text(f"SET LOCAL pg_trgm.similarity_threshold = {threshold}"))
    escaped = typed.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    asked: dict[str, Any] = {
        "typed": typed,
        "last": typed + _LAST,
        "part": f"%{escaped}%",
        "layers": list(layers),
        "at": at,
        "limit": limit,
        **_around(here),
    }
    return [_place(row) for row in session.execute(_NAMES[way], asked)]


def addresses_at(
    session: Session,
    places: Sequence[int],
    number: str,
    *,
    closed: bool,
    here: Here = None,
    limit: int,
) -> list[AddressFound]:
    """Addresses below some names whose number is or begins with one, the exact ones first.

    Parameters
    ----------
    places
        Ids of names of the layer addresses.
    number
        As ``12-3``; empty for every number.
    closed
        The number is written to its end: 12 is not 120.
    """
    asked = {
        "places": list(places),
        "number": number,
        "last": number + _LAST,
        "closed": closed and number != "",
        "candidates": _CANDIDATES,
        "limit": limit,
        **_around(here),
    }
    return [
        AddressFound(row.place_id, row.id, row.text, row.compound, row.number, row.lon, row.lat)
        for row in session.execute(_NUMBERS, asked)
    ]


def addresses_beside(
    session: Session, places: Sequence[int], door: int, *, here: Here = None, limit: int
) -> list[tuple[int, AddressFound]]:
    """Addresses below some names whose house numbers are the nearest to one, one for each door.

    Parameters
    ----------
    places
        Ids of names of the layer addresses; all that is below them is read.
    door
        The house number, its first step.

    Returns
    -------
    (how far the number is off, address), the nearest first.
    """
    found = session.execute(_BESIDE, {"places": list(places), "door": door, "limit": limit, **_around(here)})
    return [
        (row.aside, AddressFound(row.place_id, row.id, row.text, row.compound, row.number, row.lon, row.lat))
        for row in found
    ]


def grids_by_code(session: Session, typed: str, at: datetime, *, limit: int) -> list[PlaceFound]:
    """Grids whose code is or begins with a text, the shortest first."""
    asked = {"typed": typed, "last": typed + _LAST, "at": at, "limit": limit}
    return [_place(row) for row in session.execute(_CODES, asked)]


def _around(here: Here) -> dict[str, float | None]:
    """A degree of longitude is shorter than one of latitude; without a position (NULL) all are as near."""
    lon, lat = here if here is not None else (None, None)
    return {"lon": lon, "lat": lat, "squeeze": None if lat is None else math.cos(math.radians(lat)) ** 2}


def _place(row: Any) -> PlaceFound:
    bounds = [float(bound) for bound in row.bbox or ()]
    return PlaceFound(
        row.id,
        row.layer,
        row.name,
        row.folded,
        row.pinyin,
        row.detail,
        row.lon,
        row.lat,
        (bounds[0], bounds[1], bounds[2], bounds[3]) if bounds else None,
        row.code,
    )
