"""Writing KML: a folder for each layer, the attributes as ExtendedData."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import shapely

from geo_grid.core.errors import InputError
from geo_grid.files.columns import as_text
from geo_grid.files.output import Output

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_OPENING = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="http://www.opengis.net/kml/2.2">\n<Document>\n'
)


def write(path: Path, outputs: Sequence[Output]) -> None:
    """Write layers as the folders of one document; coordinates in full, heights where there are any."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(_OPENING)
        for output in outputs:
            file.write(f"<Folder>\n<name>{_text(output.layer)}</name>\n")
            file.writelines(_placemarks(output))
            file.write("</Folder>\n")
        file.write("</Document>\n</kml>\n")


def _allowed(text: str) -> str:
    """Text without what XML 1.0 cannot hold: control characters and halves of surrogate pairs."""
    return _FORBIDDEN.sub("", text)


def _text(text: str) -> str:
    return escape(_allowed(text))


def _placemarks(output: Output) -> Iterator[str]:
    names = [str(name) for name in output.table.columns]
    columns = [output.table.iloc[:, place].tolist() for place in range(len(names))]
    for row, geometry in enumerate(output.shapes):
        cells = {name: as_text(column[row]) for name, column in zip(names, columns, strict=True)}
        title = cells.get("name")
        yield "<Placemark>"
        if title is not None:
            yield f"<name>{_text(title)}</name>"
        yield "<ExtendedData>"
        for name, cell in cells.items():
            if cell is not None:
                yield f"<Data name={quoteattr(_allowed(name))}><value>{_text(cell)}</value></Data>"
        yield "</ExtendedData>"
        if geometry is not None and not geometry.is_empty:
            yield _geometry(geometry)
        yield "</Placemark>\n"


def _geometry(geometry: Any) -> str:
    kind = geometry.geom_type
    if kind == "Polygon":
        shell, *holes = shapely.get_rings(geometry)
        inner = "".join(f"<innerBoundaryIs>{_ring(hole)}</innerBoundaryIs>" for hole in holes)
        return f"<Polygon><outerBoundaryIs>{_ring(shell)}</outerBoundaryIs>{inner}</Polygon>"
    if kind in ("LineString", "Point"):
        return f"<{kind}>{_coordinates(geometry)}</{kind}>"
    if kind == "LinearRing":
        return _ring(geometry)
    if hasattr(geometry, "geoms"):
        return "<MultiGeometry>" + "".join(_geometry(part) for part in geometry.geoms) + "</MultiGeometry>"
    raise InputError("geometry_unwritable", driver="KML", type=kind)


def _ring(ring: Any) -> str:
    return f"<LinearRing>{_coordinates(ring)}</LinearRing>"


def _coordinates(geometry: Any) -> str:
    has_z = bool(geometry.has_z)
    # %r is the shortest text that reads back as the same float.
    position = "%r,%r,%r" if has_z else "%r,%r"
    xy = shapely.get_coordinates(geometry, include_z=has_z)
    text = " ".join([position] * len(xy)) % tuple(xy.ravel().tolist())
    return f"<coordinates>{text}</coordinates>"
