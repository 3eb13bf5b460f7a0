"""What does one vector tile of the base map hold?

One statement makes all layers of a tile. What is drawn at which zoom is said here, since what is not drawn
should not be read either; how it is drawn is the client's.
"""

from dataclasses import dataclass
from functools import cache

from sqlalchemy import TextClause, text
from sqlalchemy.orm import Session

#: Units along a tile's side, and how far lines and areas reach beyond it.
EXTENT = 4096
BUFFER = 64

#: Street classes by the zoom from which they are drawn.
_STREETS_FROM = ((0, "expressway"), (7, "arterial"), (12, "secondary"), (12, "branch"))
#: From here on every street is drawn, alleys, paths and those of no class too.
ALL_STREETS_FROM = 14
RAILWAYS_FROM = 8
STREAMS_FROM = 13
COMPOUNDS_FROM = 12
BUILDINGS_FROM = 14
HOUSE_NUMBERS_FROM = 17
#: Names of compounds: of the large ones first, of all from here.
ALL_NAMES_FROM = 16

#: Areas less wide and high together than this are not drawn, in pixels.
_SMALLEST_PX = 3.0
#: What names must have to be shown before `ALL_NAMES_FROM`, in pixels of width and height together.
_NAMED_PX = 90.0
#: Clients draw a tile 512 pixels wide.
_PIXELS = 512

_FRAME = """
    frame AS MATERIALIZED (
        SELECT tile, ST_Transform(wide, 4326) AS wide_lonlat, ST_Transform(tile, 4326) AS tile_lonlat,
               ST_XMin(tile) AS west, ST_YMax(tile) AS north,
               CAST(:extent AS float8) / (ST_XMax(tile) - ST_XMin(tile)) AS per_m
        FROM (SELECT ST_TileEnvelope(:z, :x, :y) AS tile,
                     ST_TileEnvelope(:z, :x, :y, margin => CAST(:buffer AS float8) / :extent) AS wide) AS box
    )"""

# ST_AsMVTGeom clips, rounds to tile units and keeps polygons valid; what is thinned before it costs less.
_SHAPE = "ST_AsMVTGeom(ST_Transform({geom}, 3857), tile, :extent, :buffer, true)"
_POINT = "ST_AsMVTGeom(ST_Transform({geom}, 3857), tile, :extent, 0, true)"

_WATER = """
    SELECT id, name, kind, {shape} AS geom FROM frame JOIN water AS it ON it.geom && wide_lonlat
    WHERE CASE WHEN ST_Dimension(it.geom) = 2 THEN {size} >= :smallest
               ELSE coalesce(kind IN ('river', 'canal'), false) OR :z >= {streams} END"""

_PARKS = """
    SELECT id, name, kind, {shape} AS geom FROM frame JOIN compound AS it ON it.geom && wide_lonlat
    WHERE kind = 'park' AND {size} >= :smallest"""

_COMPOUNDS = """
    SELECT id, name, kind, {shape} AS geom FROM frame JOIN compound AS it ON it.geom && wide_lonlat
    WHERE kind IS DISTINCT FROM 'park' AND {size} >= :smallest"""

# Buildings are many and small: they are not clipped, which halves the time of a tile full of them.
_BUILDINGS = """
    SELECT id, name, use, storeys, ST_ForcePolygonCCW(ST_SnapToGrid(ST_Affine(
        ST_Transform(it.geom, 3857), per_m, 0, 0, -per_m, -west * per_m, north * per_m), 1)) AS geom
    FROM frame JOIN building AS it ON it.geom && wide_lonlat
    WHERE {size} >= :smallest"""

# Pieces of one street are joined, so that its name runs along the whole of it.
_STREETS = """
    SELECT name, class, {shape} AS geom FROM frame CROSS JOIN (
        SELECT name, class, ST_LineMerge(ST_Collect(part.geom)) AS geom FROM (
            SELECT name, class, (ST_Dump(street.geom)).geom AS geom
            FROM frame JOIN street ON street.geom && wide_lonlat
            WHERE {classes}
        ) AS part JOIN frame ON part.geom && wide_lonlat
        GROUP BY name, class
    ) AS it
    ORDER BY class, name"""

_RAILWAYS = """
    SELECT name, {shape} AS geom FROM frame CROSS JOIN (
        SELECT name, ST_LineMerge(ST_Collect(part.geom)) AS geom FROM (
            SELECT name, (ST_Dump(railway.geom)).geom AS geom
            FROM frame JOIN railway ON railway.geom && wide_lonlat
        ) AS part GROUP BY name
    ) AS it"""

# Units of one house share its door: one number is enough, and the flats behind it are nobody's business here.
_HOUSE_NUMBERS = """
    SELECT name, {point} AS geom FROM (
        SELECT DISTINCT substring(number FROM '^[^0-9]*[0-9]+[A-Za-z]?[号號幢栋棟]?') AS name,
               address.geom, tile
        FROM frame JOIN address ON address.geom && tile_lonlat WHERE number IS NOT NULL
    ) AS it WHERE name IS NOT NULL"""

_PLACES = """
    SELECT name, kind, {point} AS geom FROM (
        SELECT name, coalesce(kind, 'other') AS kind, label AS geom, tile, {size} AS size
        FROM frame JOIN compound AS it ON it.geom && wide_lonlat
        WHERE label && tile_lonlat
        UNION ALL
        SELECT name, 'water', ST_PointOnSurface(it.geom), tile, {size}
        FROM frame JOIN water AS it ON it.geom && wide_lonlat
        WHERE ST_Dimension(it.geom) = 2 AND {size} >= :named
    ) AS it
    WHERE name IS NOT NULL AND (size >= :named OR :z >= {all_names})
    ORDER BY size DESC, name"""

_SIZE = "(ST_XMax(it.geom) - ST_XMin(it.geom) + ST_YMax(it.geom) - ST_YMin(it.geom))"


@dataclass(frozen=True, slots=True)
class _Layer:
    name: str
    select: str
    from_zoom: int = 0


_LAYERS = (
    _Layer("water", _WATER),
    _Layer("parks", _PARKS, 10),
    _Layer("compounds", _COMPOUNDS, COMPOUNDS_FROM),
    _Layer("buildings", _BUILDINGS, BUILDINGS_FROM),
    _Layer("streets", _STREETS),
    _Layer("railways", _RAILWAYS, RAILWAYS_FROM),
    _Layer("housenumbers", _HOUSE_NUMBERS, HOUSE_NUMBERS_FROM),
    _Layer("places", _PLACES, COMPOUNDS_FROM),
)


def _classes(z: int) -> str:
    if z >= ALL_STREETS_FROM:
        return "true"
    shown = ", ".join(f"'{name}'" for least, name in _STREETS_FROM if z >= least)
    return f"class IN ({shown})"


@cache
def _statement(z: int) -> TextClause:
    # What is finer than half a pixel is not seen; from the zoom of houses on everything is kept.
    geom = "it.geom" if z >= ALL_NAMES_FROM else "ST_Simplify(it.geom, :tolerance, true)"
    said = {
        "shape": _SHAPE.format(geom=geom),
        "point": _POINT.format(geom="it.geom"),
        "size": _SIZE,
        "streams": STREAMS_FROM,
        "all_names": ALL_NAMES_FROM,
        "classes": _classes(z),
    }
    shown = [layer for layer in _LAYERS if z >= layer.from_zoom]
    parts = [f"{layer.name}_shape AS ({layer.select.format(**said)})" for layer in shown]
    with_id = {"water", "parks", "compounds", "buildings"}
    # Every piece of this statement is written above; nothing of it comes from outside.
    made = [
        f"coalesce((SELECT ST_AsMVT(each.*, '{layer.name}', :extent, 'geom'"  # noqa: S608 - as said
        + (", 'id'" if layer.name in with_id else "")
        + f") FROM {layer.name}_shape AS each WHERE NOT ST_IsEmpty(geom)), ''::bytea)"
        for layer in shown
    ]
    return text(f"WITH {_FRAME}, {', '.join(parts)} SELECT {' || '.join(made)}")


def base_tile(session: Session, z: int, x: int, y: int) -> bytes:
    """A Mapbox vector tile (EPSG:3857) of the base map; empty where nothing is.

    Parameters
    ----------
    z, x, y
        XYZ scheme, x and y below 2^z.
    """
    degrees_per_pixel = 360 / 2**z / _PIXELS
    asked = {
        "z": z,
        "x": x,
        "y": y,
        "extent": EXTENT,
        "buffer": BUFFER,
        "tolerance": degrees_per_pixel / 2,
        "smallest": degrees_per_pixel * _SMALLEST_PX,
        "named": degrees_per_pixel * _NAMED_PX,
    }
    # PostgreSQL takes geometry for so costly that it would compile each of these statements, in vain.
    session.execute(text("SET LOCAL jit = off"))
    found = session.scalar(_statement(z), asked)
    return bytes(found or b"")
