"""OpenStreetMap extracts (.osm.pbf) as base layers; the only user of osmium.

One reading of the file gives all layers. What is taken is decided by `geo_grid.files.osm_tags`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import osmium
import osmium.filter
import osmium.geom
import shapely
from numpy.typing import NDArray

from geo_grid.core.crs import WGS84
from geo_grid.core.errors import NoFeatures, UnreadableFile
from geo_grid.files.columns import from_records
from geo_grid.files.features import Features
from geo_grid.files.osm_tags import FIELDS, KEYS, Taken, taken_from_area, taken_from_line, taken_from_node
from geo_grid.files.reading import LIMIT_BYTES

#: What a PBF begins with, after the four bytes of a length: the type of its first blob.
_MAGIC = b"\x0a\x09OSMHeader"
#: How osmium says that the file ended too early.
_CUT = ("truncated", "eof", "unexpected end", "unexpected eof")

Box = tuple[float, float, float, float]


@dataclass
class _Layer:
    """Rows of one layer as they come."""

    shapes: list[bytes] = field(default_factory=list)
    records: list[Mapping[str, Any]] = field(default_factory=list)

    def add(self, shape: bytes, row: Mapping[str, Any]) -> None:
        self.shapes.append(shape)
        self.records.append(row)


@dataclass(frozen=True)
class Extract:
    """What an extract holds.

    Parameters
    ----------
    layers
        Layer → its features, for those that have any.
    incomplete
        Ways and areas that could not be put together, since the extract lacks nodes or ways of theirs; at its
        edge that is usual.
    has_ways
        False where the extract holds points only. Files have their nodes first, so that one may have been cut
        off exactly between two blocks, which nothing in the format tells.
    """

    layers: Mapping[str, Features]
    incomplete: int
    has_ways: bool


def read_osm(path: Path | str, *, bbox: Box | None = None, limit_bytes: int = LIMIT_BYTES) -> Extract:
    """Read all base layers of an extract.

    Parameters
    ----------
    path
        An ``.osm.pbf``, or another file of OpenStreetMap's own formats.
    bbox
        West, south, east, north, EPSG:4326 degrees: only what touches it, whole.
    limit_bytes
        Largest file that is read.

    Raises
    ------
    UnreadableFile
        ``file_missing``, ``file_is_folder``, ``file_empty``, ``file_too_large``, ``not_osm``,
        ``file_truncated``, ``file_broken``.
    NoFeatures
        ``osm_nothing``.
    """
    path = Path(path)
    _check(path, limit_bytes)
    found: dict[str, _Layer] = {layer: _Layer() for layer in FIELDS}
    try:
        incomplete, has_ways = _gather(path, found)
    except RuntimeError as error:
        reason = str(error)
        if any(sign in reason.casefold() for sign in _CUT):
            raise UnreadableFile("file_truncated", file=path.name) from None
        raise UnreadableFile("file_broken", file=path.name, reason=reason[:200]) from None
    layers = {
        layer: features
        for layer, rows in found.items()
        if (features := _features(path, layer, rows, bbox)) is not None
    }
    if not layers:
        raise NoFeatures("osm_nothing", file=path.name)
    return Extract(layers, incomplete, has_ways)


def _check(path: Path, limit_bytes: int) -> None:
    if path.is_dir():
        raise UnreadableFile("file_is_folder", file=str(path))
    try:
        size = path.stat().st_size
        with path.open("rb") as stream:
            head = stream.read(64)
    except FileNotFoundError:
        raise UnreadableFile("file_missing", file=str(path)) from None
    except OSError as error:
        raise UnreadableFile("file_unreadable", file=str(path), reason=error.strerror or "") from None
    if size == 0:
        raise UnreadableFile("file_empty", file=path.name)
    if size > limit_bytes:
        raise UnreadableFile("file_too_large", file=path.name, size=size, limit=limit_bytes)
    if path.name.endswith(".pbf") and not head[4:].startswith(_MAGIC[: max(0, size - 4)]):
        raise UnreadableFile("not_osm", file=path.name)


def _gather(path: Path, found: Mapping[str, _Layer]) -> tuple[int, bool]:
    """Go through the file once; how many ways and areas could not be put together, and if there are any."""
    wkb = osmium.geom.WKBFactory()
    keys = osmium.filter.KeyFilter(*KEYS)
    incomplete, has_ways = 0, False
    for thing in _things(path, keys):
        tags = {tag.k: tag.v for tag in thing.tags}
        taken: list[Taken]
        try:
            if thing.is_node():
                taken = taken_from_node(tags)
                shape = wkb.create_point(thing) if taken else ""
            elif thing.is_way():
                has_ways = True
                taken = taken_from_line(tags, is_closed=thing.is_closed())
                shape = wkb.create_linestring(thing) if taken else ""
            elif thing.is_area():
                taken = taken_from_area(tags)
                shape = wkb.create_multipolygon(thing) if taken else ""
            else:
                continue
        except (osmium.InvalidLocationError, RuntimeError):
            # A way of which the extract has no node, or one: said by number, as is usual at its edge.
            incomplete += 1
            continue
        if taken:
            _add(found, thing, bytes.fromhex(shape), taken)
    return incomplete, has_ways


def _things(path: Path, keys: Any) -> Iterator[Any]:
    processor = osmium.FileProcessor(str(path)).with_areas(keys).with_filter(keys)
    yield from processor


def _add(found: Mapping[str, _Layer], thing: Any, shape: bytes, taken: list[Taken]) -> None:
    # Areas have numbers of their own, from which the way's or the relation's is found.
    own = thing.orig_id() if thing.is_area() else thing.id
    kind = "way" if not thing.is_area() or thing.from_way() else "relation"
    source_id = f"{'node' if thing.is_node() else kind}/{own}"
    middle: bytes | None = None
    for layer, row, as_point in taken:
        if as_point and not thing.is_node():
            middle = middle or shapely.to_wkb(shapely.point_on_surface(shapely.from_wkb(shape)))
        found[layer].add(middle if as_point and middle is not None else shape, {"id": source_id, **row})


def _features(path: Path, layer: str, rows: _Layer, bbox: Box | None) -> Features | None:
    if not rows.shapes:
        return None
    geometry: NDArray[Any] = np.asarray(shapely.from_wkb(rows.shapes), dtype=object)
    records = rows.records
    if bbox is not None:
        touches = shapely.intersects(geometry, shapely.box(*bbox))
        geometry = geometry[touches]
        records = [record for record, keep in zip(records, touches.tolist(), strict=True) if keep]
        if not records:
            return None
    columns = ("id", *FIELDS[layer])
    table = from_records([{name: record.get(name) for name in columns} for record in records])
    return Features(geometry, WGS84, table, layer, "OSM", path)
