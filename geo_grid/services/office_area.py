"""The service area of an office that is no union of grids: a polygon of its own.

It does not widen what anybody may do: that follows from grids alone.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from sqlalchemy.orm import Session

from geo_grid.core.canonical import as_array, canonical
from geo_grid.core.errors import InputError
from geo_grid.core.lattice import geometries_to_degrees, geometries_to_units
from geo_grid.files.geojson_geometry import NotAGeometry, Reading
from geo_grid.services.offices import office
from geo_grid.store import grant_writing as writing
from geo_grid.store.account_records import OfficeRecord
from geo_grid.store.audit_writing import note
from geo_grid.store.queries.office_area import office_area

#: Vertices of the largest area.
MOST_VERTICES = 20_000


def area_of(session: Session, office_id: int) -> shapely.MultiPolygon | None:
    """The office's own area, EPSG:4326 degrees; None where it has none.

    Raises
    ------
    NotFound
        ``office_not_found``.
    """
    office(session, office_id)
    found: shapely.MultiPolygon | None = office_area(session, office_id)
    return found


def set_area(session: Session, office_id: int, given: Mapping[str, Any] | None) -> OfficeRecord:
    """Give an office an area of its own, or take it away; the caller commits.

    Parameters
    ----------
    given
        GeoJSON: a polygon, a feature, or a collection of them, EPSG:4326 degrees; None for none.

    Raises
    ------
    NotFound
        ``office_not_found``.
    InputError
        ``area_not_polygon``, ``area_invalid``, ``area_off_earth``, ``area_too_large``.
    """
    before = office(session, office_id)
    area = None if given is None else _on_lattice(_polygons(given))
    writing.set_area(session, office_id, None if area is None else shapely.to_wkb(area))
    after = office(session, office_id)
    note(
        session,
        "office.area",
        f"office:{office_id}",
        before={"area_m2": before.area_m2},
        after={"area_m2": after.area_m2},
    )
    return after


def read_object(file: Path) -> dict[str, Any]:
    """The JSON object of a file.

    Raises
    ------
    InputError
        ``area_not_polygon``.
    """
    try:
        found = json.loads(file.read_bytes())
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise InputError("area_not_polygon")
    return found


def _polygons(given: Mapping[str, Any]) -> list[shapely.Geometry]:
    kind = given.get("type")
    if kind == "FeatureCollection" and isinstance(given.get("features"), list):
        return [part for each in given["features"] if isinstance(each, dict) for part in _polygons(each)]
    try:
        geometry = Reading().geometry(given.get("geometry") if kind == "Feature" else given)
    except NotAGeometry:
        geometry = None
    if not isinstance(geometry, shapely.Polygon | shapely.MultiPolygon) or geometry.is_empty:
        raise InputError("area_not_polygon")
    return [geometry]


def _on_lattice(parts: list[shapely.Geometry]) -> shapely.MultiPolygon:
    """All parts as one multipolygon of lattice coordinates."""
    if not parts:
        raise InputError("area_not_polygon")
    if sum(map(shapely.get_num_coordinates, parts)) > MOST_VERTICES:
        raise InputError("area_too_large", most=MOST_VERTICES)
    xy = np.abs(shapely.get_coordinates(parts))
    if not (np.isfinite(xy).all() and (xy <= (180, 90)).all()):
        raise InputError("area_off_earth")
    units = geometries_to_units(shapely.force_2d(as_array(parts)))
    if not shapely.is_valid(units).all():
        raise InputError("area_invalid")
    # Where parts cross, the point is rounded once.
    whole = geometries_to_units(geometries_to_degrees(as_array([shapely.union_all(units)])))[0]
    if whole.is_empty or not whole.is_valid:
        raise InputError("area_invalid")
    many = whole if isinstance(whole, shapely.MultiPolygon) else shapely.MultiPolygon([whole])
    made: shapely.MultiPolygon = geometries_to_degrees(canonical(as_array([many])))[0]
    return made
