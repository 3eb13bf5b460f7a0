"""Filling the index of the search: a layer again after each load, new rows of grids after an edition."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from geo_grid.core.search.normalise import address_keys, folded
from geo_grid.core.search.pinyin import reading
from geo_grid.store.writing import copy_rows

#: Layers that are searched.
SEARCHED = ("streets", "compounds", "organisations", "addresses")
#: The layer under which grids are indexed.
GRIDS = "grids"

#: Characters of a name, letters of its pinyin, and characters of a number that are indexed: nobody asks for
#: more, and PostgreSQL refuses keys of more than 2,700 bytes.
_NAME, _LETTERS, _NUMBER = 200, 1200, 200

#: Addresses that are read and indexed in one go.
_AT_ONCE = 50_000
#: Degrees between the pieces of two streets of one name; nearer pieces are one street. About 500 m.
_APART = 0.005

_COLUMNS = "layer, name, folded, initials, pinyin, detail, grid_row_id, lon, lat, bbox"

# The point of a street is the middle of its longest piece.
_STREETS = text(
    """
    WITH piece AS (
        SELECT name, geom, ST_ClusterDBSCAN(geom, :apart, 1) OVER (PARTITION BY name) AS cluster
        FROM street WHERE name IS NOT NULL
    ), whole AS (
        SELECT name, ST_LineMerge(ST_Collect(part.geom)) AS geom
        FROM piece CROSS JOIN ST_Dump(piece.geom) AS part GROUP BY name, cluster
    )
    SELECT name, NULL AS detail, ST_X(middle), ST_Y(middle),
           ST_XMin(geom), ST_YMin(geom), ST_XMax(geom), ST_YMax(geom)
    FROM whole CROSS JOIN LATERAL (
        SELECT ST_LineInterpolatePoint(part.geom, 0.5) AS middle
        FROM ST_Dump(whole.geom) AS part ORDER BY ST_Length(part.geom) DESC LIMIT 1
    ) AS longest
    """
)
_COMPOUNDS = text(
    """
    SELECT name, NULL AS detail, ST_X(label), ST_Y(label),
           ST_XMin(geom), ST_YMin(geom), ST_XMax(geom), ST_YMax(geom)
    FROM compound WHERE name IS NOT NULL
    """
)
_ORGANISATIONS = text(
    "SELECT name, coalesce(address, trade) AS detail, ST_X(geom), ST_Y(geom) FROM organisation"
    " WHERE name IS NOT NULL"
)
_SOURCES = {"streets": _STREETS, "compounds": _COMPOUNDS, "organisations": _ORGANISATIONS}

_ADDRESSES = text(
    "SELECT id, text, street, number, compound, ST_X(geom), ST_Y(geom) FROM address"
    " WHERE id > :after ORDER BY id LIMIT :limit"
)

_IDS = text("SELECT id, name FROM search_place WHERE layer = 'addresses' AND name = ANY(:names)")

_NEW_GRIDS = text(
    """
    SELECT id, name, ST_X(label), ST_Y(label) FROM grid_row
    WHERE level > 0 AND NOT EXISTS (SELECT FROM search_place WHERE grid_row_id = grid_row.id)
    """
)


def index_layer(session: Session, layer: str) -> None:
    """Index a layer as it is now; a layer that is not searched is passed over.

    Called in the transaction of a load or a removal, after the rows are written.
    """
    if layer not in SEARCHED:
        return
    session.execute(text("DELETE FROM search_place WHERE layer = :layer"), {"layer": layer})
    if layer == "addresses":
        session.execute(text("DELETE FROM search_address"))
        _index_addresses(session)
        return
    found = session.execute(_SOURCES[layer], {"apart": _APART} if layer == "streets" else {})
    _put_places(session, (_place(layer, *row) for row in found.all()))


def index_grids(session: Session) -> None:
    """Index the rows of grids that are not indexed yet: their names, by which pinyin finds them."""
    found = session.execute(_NEW_GRIDS).all()
    _put_places(
        session,
        (_place(GRIDS, name, None, lon, lat, grid_row_id=identity) for identity, name, lon, lat in found),
    )


def _place(
    layer: str,
    name: str,
    detail: str | None,
    lon: float,
    lat: float,
    *bounds: float,
    grid_row_id: int | None = None,
) -> tuple[Any, ...]:
    read = reading(name[:_NAME])
    bbox = list(bounds) if bounds else None
    keys = (folded(name)[:_NAME], read.initials[:_NAME], read.pinyin[:_LETTERS])
    return (layer, name, *keys, detail, grid_row_id, lon, lat, bbox)


def _put_places(session: Session, places: Iterable[tuple[Any, ...]]) -> None:
    copy_rows(session, f"search_place ({_COLUMNS})", places)


def _index_addresses(session: Session) -> None:
    """Names that addresses begin with once each, and every address below its names by number."""
    places: dict[str, int] = {}
    after = 0
    while rows := session.execute(_ADDRESSES, {"after": after, "limit": _AT_ONCE}).all():
        fresh: dict[str, tuple[Any, ...]] = {}
        numbers: list[tuple[str, str, int]] = []
        for identity, whole, street, number, compound, lon, lat in rows:
            for name, within in address_keys(whole, street, number, compound):
                if name not in places and name not in fresh:
                    fresh[name] = _place("addresses", name, None, lon, lat)
                numbers.append((name, within, identity))
        _put_places(session, fresh.values())
        places.update((row.name, row.id) for row in session.execute(_IDS, {"names": list(fresh)}))
        copy_rows(
            session,
            "search_address (place_id, number, address_id)",
            ((places[name], within[:_NUMBER], identity) for name, within, identity in numbers),
        )
        after = rows[-1].id
