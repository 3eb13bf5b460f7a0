"""What kind of file it is, by its first bytes; the name's ending only where they do not tell.

The kinds are a list of what may be opened. GDAL would follow a file that points elsewhere (a VRT, a WFS
description) to any other file or server; such files are refused here, before GDAL sees them.
"""

import re
from enum import StrEnum
from pathlib import Path

from geo_grid.core.errors import UnreadableFile

_HEAD = 4096


class Kind(StrEnum):
    """How a file is read."""

    JSON = "json"
    KML = "kml"
    PARQUET = "parquet"
    ZIP = "zip"
    DELIMITED = "delimited"
    SHAPEFILE = "shapefile"
    GML = "gml"
    OGR = "ogr"


#: Endings of formats that have no first bytes of their own and that GDAL reads by itself.
_OGR_ENDINGS = frozenset({".tab", ".mif", ".dxf", ".gmt", ".e00", ".dgn"})
_SHAPE_PARTS = frozenset({".shp", ".shx", ".dbf", ".prj", ".cpg", ".sbn", ".sbx"})
_DELIMITED = frozenset({".csv", ".tsv", ".txt", ".wkt"})
_ROOT = re.compile(rb"<(?:[A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)[\s>/]")
_GML_ROOTS = frozenset({b"FeatureCollection", b"wfsFeatureCollection"})
_OTHER_XML = frozenset({b"gpx", b"rss", b"feed"})


def sniff(path: Path) -> Kind:
    """Tell how a file is read.

    Raises
    ------
    UnreadableFile
        ``file_missing``, ``file_unreadable``, ``file_empty``, ``not_spatial``.
    """
    if not path.exists():
        raise UnreadableFile("file_missing", file=str(path))
    if path.is_dir():
        if path.suffix.lower() == ".gdb":
            return Kind.OGR
        raise UnreadableFile("file_is_folder", file=str(path))
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except OSError as error:
        raise UnreadableFile("file_unreadable", file=str(path), reason=error.strerror or "") from None
    if not head:
        raise UnreadableFile("file_empty", file=path.name)
    kind = _by_bytes(head) or _by_ending(path)
    if kind is None:
        raise UnreadableFile("not_spatial", file=path.name)
    return kind


def _by_bytes(head: bytes) -> Kind | None:
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return Kind.ZIP
    if head.startswith(b"PAR1"):
        return Kind.PARQUET
    if head.startswith((b"SQLite format 3\0", b"fgb")):
        return Kind.OGR
    if head.startswith(b"\x00\x00\x27\x0a"):
        return Kind.SHAPEFILE
    # The letters of a text file, in whatever Unicode encoding.
    text = head.removeprefix(b"\xef\xbb\xbf").removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff")
    text = text.replace(b"\0", b"").lstrip(b" \t\r\n\x1e")
    if text.startswith(b"{"):
        return Kind.JSON
    if text.startswith(b"<"):
        return _by_root(text)
    return None


def _by_root(text: bytes) -> Kind | None:
    text = re.sub(rb"<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>\[]*>", b"", text, flags=re.DOTALL)
    match = _ROOT.search(text)
    root = match[1] if match else b""
    if root.lower() == b"kml":
        return Kind.KML
    if root in _GML_ROOTS:
        return Kind.GML
    return Kind.OGR if root.lower() in _OTHER_XML else None


def _by_ending(path: Path) -> Kind | None:
    ending = path.suffix.lower()
    if ending in _SHAPE_PARTS and path.with_suffix(".shp").exists():
        return Kind.SHAPEFILE
    if ending in _DELIMITED:
        return Kind.DELIMITED
    return Kind.OGR if ending in _OGR_ENDINGS else None
