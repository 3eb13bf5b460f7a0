"""What a map is opened with: whose it is, where it looks, and what lies below the grids."""

from dataclasses import dataclass
from typing import Literal

from sqlalchemy.orm import Session

from geo_grid.core.tile_template import tile_origin
from geo_grid.services.base_tiles import MAX_ZOOM
from geo_grid.services.current import now
from geo_grid.services.replace_demo import DEMO
from geo_grid.settings import Settings
from geo_grid.store.queries.edition_by_number import edition_by_number
from geo_grid.store.queries.grids import grids

OWN_TILES = "/api/v1/basemap/{z}/{x}/{y}.mvt"

#: Vector map and names of 天地图 in Web Mercator; CGCS2000 and WGS 84 agree to centimetres.
_TIANDITU = (
    "https://t0.tianditu.gov.cn/{layer}_w/wmts?SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0&LAYER={layer}"
    "&STYLE=default&TILEMATRIXSET=w&FORMAT=tiles&TILEMATRIX={{z}}&TILEROW={{y}}&TILECOL={{x}}&tk={key}"
)
_AMAP = "https://webrd01.is.autonavi.com/appmaptile?lang=zh_cn&size=1&scale=1&style=8&x={x}&y={y}&z={z}"

#: The word in the example town's title that says so.
_MADE_UP = "虚构"


@dataclass(frozen=True, slots=True)
class BaseMap:
    """What lies below the grids.

    Parameters
    ----------
    kind
        Own vector tiles, an outside server's pictures, or nothing.
    tiles
        Templates with {z}, {x} and {y} of one picture or vector tile each.
    labels
        The same for names that are drawn over the pictures.
    crs
        What the tiles' ground is in: with GCJ-02 our own shapes are shifted on the screen to fit.
    """

    kind: Literal["own", "xyz", "wmts", "tianditu", "amap", "none"]
    tiles: tuple[str, ...]
    labels: tuple[str, ...]
    attribution: str | None
    max_zoom: int
    crs: Literal["EPSG:3857", "GCJ-02"] = "EPSG:3857"


@dataclass(frozen=True, slots=True)
class MapSettings:
    """What a map is opened with.

    Parameters
    ----------
    title
        Language → name of the place; None before the first edition.
    made_up
        The place does not exist: the page says so.
    bbox
        West, south, east, north of the outline in degrees; None before the first edition.
    """

    title: dict[str, str] | None
    made_up: bool
    bbox: tuple[float, float, float, float] | None
    basemap: BaseMap


def base_map(settings: Settings) -> BaseMap:
    """The base map that an installation has chosen."""
    match settings.basemap:
        case "own":
            return BaseMap("own", (OWN_TILES,), (), settings.basemap_attribution, MAX_ZOOM)
        case "xyz" | "wmts":
            outside = (settings.basemap_url or "",)
            return BaseMap(
                settings.basemap, outside, (), settings.basemap_attribution, settings.basemap_max_zoom
            )
        case "tianditu":
            tiles, labels = (
                _TIANDITU.format(layer=layer, key=settings.basemap_key) for layer in ("vec", "cva")
            )
            return BaseMap("tianditu", (tiles,), (labels,), "天地图", settings.basemap_max_zoom)
        case "amap":
            return BaseMap("amap", (_AMAP,), (), "高德地图", settings.basemap_max_zoom, "GCJ-02")
        case "none":
            return BaseMap("none", (), (), None, settings.basemap_max_zoom)


def base_map_origin(settings: Settings) -> str | None:
    """The one origin beside ours that the map may ask; None where there is none."""
    chosen = base_map(settings)
    return tile_origin(chosen.tiles[0]) if chosen.kind not in ("own", "none") else None


def map_settings(session: Session, settings: Settings) -> MapSettings:
    """What a map is opened with now.

    The example town is called by the title of the edition that brought it, any other place by its outline.
    """
    outline = next(iter(grids(session, now(), level=0, limit=1).items), None)
    if outline is None:
        return MapSettings(title=None, made_up=False, bbox=None, basemap=base_map(settings))
    brought = edition_by_number(session, outline.edition)
    made_up = brought is not None and brought.published_by == DEMO and _MADE_UP in brought.title
    name = brought.title if brought is not None and made_up else outline.name
    chinese, slash, english = name.partition("/")
    title = {"zh": chinese.strip(), "en": (english if slash else chinese).strip()}
    return MapSettings(title, made_up, outline.bbox, base_map(settings))
