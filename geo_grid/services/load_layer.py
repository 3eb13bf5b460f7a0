"""Load a base layer: read its rows, leave out what cannot be used and say why, replace what was there."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from sqlalchemy.orm import Session

from geo_grid.core.crs import length_m
from geo_grid.core.errors import NotFound, Refusal
from geo_grid.core.labels import label_points
from geo_grid.core.lattice import Geometries, to_degrees, to_units
from geo_grid.core.layers.duplicates import repeated_addresses
from geo_grid.core.layers.entering import enter_shapes
from geo_grid.core.layers.kinds import KINDS, Kind
from geo_grid.core.layers.placing import Misplaced, misplaced
from geo_grid.core.layers.storable import storable
from geo_grid.core.streets.segments import Segments, cut_streets
from geo_grid.files.features import Features
from geo_grid.services.layer_fields import Values, column_texts, name_missing, read_fields
from geo_grid.services.layer_headers import ID, columns_of
from geo_grid.services.layer_remarks import Remarks
from geo_grid.services.load_plan import LoadPlan, LoadRequest, Surroundings
from geo_grid.services.refresh_ledger import refresh_ledger
from geo_grid.store.audit_writing import note
from geo_grid.store.base_writing import (
    NewLoad,
    copy_features,
    copy_segments,
    drop_features,
    end_load,
    lock_loads,
    note_changes,
    open_load,
    raise_version,
)
from geo_grid.store.queries.base_loads import LoadRecord, base_loads
from geo_grid.store.search_indexing import index_layer

#: Called with a step's name as it begins.
Progress = Callable[[str], None]


def _quiet(_: str) -> None:
    """Nobody watches."""


def plan_load(
    features: Features,
    request: LoadRequest,
    surroundings: Surroundings | None = None,
    progress: Progress = _quiet,
) -> LoadPlan:
    """Judge every row; nothing is written.

    Parameters
    ----------
    features
        What was read.
    request
        What it is to become.
    surroundings
        What to compare its place with.

    Raises
    ------
    InputError, FieldError
        ``layer_target_unknown``, ``field_missing``.
    """
    kind = KINDS[request.layer]
    mapping = columns_of(features, kind, request.fields)
    ids: list[str | None] = [None] * len(features)
    if ID in mapping:
        ids = column_texts(features, mapping[ID])
    dropped, noted = Remarks(ids), Remarks(ids)
    progress("snapping")
    entered = enter_shapes(features.geometry, features.crs, kind.family)
    for row, (code, params) in sorted(entered.dropped.items()):
        if row in features.unreadable:
            dropped.add("unreadable", row, features.unreadable[row])
        else:
            dropped.add(code, row, _given(params))
    for row in sorted({*entered.mended, *features.unclosed}):
        noted.add("mended", row)
    progress("reading_fields")
    values, attributes = read_fields(features, kind, mapping, noted)
    is_kept = ~shapely.is_missing(entered.geometry)
    if kind.layer == "addresses":
        _without_repeated(values, entered.geometry, is_kept, dropped, noted)
    kept = np.flatnonzero(is_kept)
    name_missing(kind, values, kept.tolist(), noted)
    geometry = entered.geometry[kept]
    chosen = {name: [found[row] for row in kept.tolist()] for name, found in values.items()}
    beside = [attributes[row] for row in kept.tolist()]
    segments = None
    if kind.layer == "streets":
        progress("cutting")
        segments = cut_streets(geometry, _levels(beside))
    return LoadPlan(
        request,
        storable(features.path.name),
        features.crs.name,
        len(features),
        geometry,
        chosen,
        [ids[row] for row in kept.tolist()],
        beside,
        mapping,
        _unused(features, kind, mapping),
        dropped.by_code(),
        noted.by_code(is_kept.tolist()),
        _misplaced(features, surroundings),
        segments,
    )


def commit_load(session: Session, plan: LoadPlan, progress: Progress = _quiet) -> int:
    """Write a plan in place of the former load of its layer and source; the caller commits.

    Returns
    -------
    The layer's new version.

    Raises
    ------
    Refusal
        ``layer_nothing_kept``: what is there is not replaced by nothing.
    Unavailable
        The database cannot serve.
    """
    require_rows(plan)
    progress("storing")
    lock_loads(session)
    request = plan.request
    layer = request.layer
    version = raise_version(session, layer)
    former = end_load(session, layer, request.source)
    load_id = open_load(session, _report(plan), version)
    shapes = {"geom": plan.geometry}
    columns = {"source_id": plan.source_ids, **plan.values}
    if layer == "streets":
        columns["length_m"] = length_m(plan.geometry).tolist()
    if layer in ("buildings", "compounds"):
        shapes["label"] = _labels(plan.geometry, exact=layer == "compounds")
    copy_features(session, layer, load_id, columns, shapes, plan.attributes)
    if plan.segments is not None:
        _copy_segments(session, load_id, plan, plan.segments)
    progress("comparing_layers")
    note_changes(session, layer, version, load_id, former)
    if former is not None:
        drop_features(session, layer, former)
    noted = {"version": version, "file": plan.file, "rows_read": plan.rows_read, "rows_kept": plan.rows_kept}
    note(session, "layer.load", f"layer:{layer} {request.source}", after=noted)
    progress("counting")
    _follow(session, layer)
    return version


def require_rows(plan: LoadPlan) -> None:
    """Refuse a load that would leave nothing.

    Raises
    ------
    Refusal
        ``layer_nothing_kept``.
    """
    if plan.rows_kept == 0:
        raise Refusal("layer_nothing_kept", layer=plan.request.layer, file=plan.file, rows=plan.rows_read)


def find_load(session: Session, layer: str, source: str) -> LoadRecord:
    """What a layer has from one source.

    Raises
    ------
    NotFound
        ``layer_unknown``, ``layer_source_unknown``.
    """
    if layer not in KINDS:
        raise NotFound("layer_unknown", given=layer, known=list(KINDS))
    for load in base_loads(session):
        if (load.layer, load.source) == (layer, source):
            return load
    raise NotFound("layer_source_unknown", layer=layer, source=source)


def remove_load(session: Session, layer: str, source: str) -> int:
    """Take the rows of a layer from one source away, their report stays; the caller commits.

    Returns
    -------
    The layer's new version.

    Raises
    ------
    NotFound
        As `find_load`.
    """
    lock_loads(session)
    find_load(session, layer, source)
    version = raise_version(session, layer)
    former = end_load(session, layer, source)
    note_changes(session, layer, version, None, former)
    if former is not None:
        drop_features(session, layer, former)
    note(session, "layer.remove", f"layer:{layer} {source}", after={"version": version})
    _follow(session, layer)
    return version


def _follow(session: Session, layer: str) -> None:
    """Search and ledgers are of what is loaded now, in the same transaction."""
    index_layer(session, layer)
    refresh_ledger(session)


def _given(params: Mapping[str, Any]) -> str | None:
    """What stands in the file, for a row that is left out."""
    if "type" in params:
        return str(params["type"])
    if "x" in params:
        likely = params.get("likely")
        return f"{params['x']}, {params['y']}" + (f" ({', '.join(likely)}?)" if likely else "")
    return None


def _without_repeated(
    values: Values, geometry: Geometries, is_kept: NDArray[np.bool_], dropped: Remarks, noted: Remarks
) -> None:
    """Leave out addresses that stand twice at one door, and remark the same text elsewhere."""
    rows = np.flatnonzero(is_kept)
    texts = [values["text"][row] for row in rows.tolist()]
    same, elsewhere = repeated_addresses(texts, shapely.get_coordinates(geometry[rows]))
    for place, first in sorted(same.items()):
        row = int(rows[place])
        is_kept[row] = False
        dropped.add("duplicate", row, f"{texts[place]} (= #{int(rows[first]) + 1})")
    for place, first in sorted(elsewhere.items()):
        noted.add("same_text_elsewhere", int(rows[place]), f"{texts[place]} (= #{int(rows[first]) + 1})")


def _levels(attributes: list[dict[str, Any]]) -> NDArray[np.int64]:
    """How high above the ground each street is: what it says, else bridges above and tunnels below."""
    levels = np.zeros(len(attributes), dtype=np.int64)
    for row, beside in enumerate(attributes):
        if not beside:
            continue
        try:
            levels[row] = max(-9, min(9, int(float(beside["level"]))))
        except (KeyError, ValueError, OverflowError):
            levels[row] = ("bridge" in beside) - ("tunnel" in beside)
    return levels


def _unused(features: Features, kind: Kind, mapping: Mapping[str, str]) -> tuple[str, ...]:
    used = {*mapping.values(), *(["services"] if kind.layer == "addresses" else [])}
    return tuple(name for name in features.fields if name not in used)


def _misplaced(features: Features, surroundings: Surroundings | None) -> Misplaced | None:
    if surroundings is None or surroundings.outline is None:
        return None
    xy = shapely.get_coordinates(features.geometry)
    return misplaced(xy, features.crs, surroundings.outline, surroundings.streets)


def _labels(geometry: Geometries, *, exact: bool) -> Geometries:
    """A point inside each area: of its largest circle, or quickly, for areas as many as buildings."""
    if exact:
        lonlat = label_points(geometry)
    else:
        lonlat = shapely.get_coordinates(shapely.centroid(geometry))
        outside = ~shapely.contains_xy(geometry, lonlat)
        lonlat[outside] = shapely.get_coordinates(shapely.point_on_surface(geometry[outside]))
    return np.asarray(shapely.points(to_degrees(to_units(lonlat))))


def _copy_segments(session: Session, load_id: int, plan: LoadPlan, segments: Segments) -> None:
    street = segments.street.tolist()
    columns: dict[str, list[Any]] = {
        "name": [plan.values["name"][at] for at in street],
        "class": [plan.values["class"][at] for at in street],
        "length_m": length_m(segments.geometry).tolist(),
        "from_node": segments.from_node.tolist(),
        "to_node": segments.to_node.tolist(),
    }
    copy_segments(session, load_id, street, columns, segments.geometry)


def _report(plan: LoadPlan) -> NewLoad:
    request = plan.request
    return NewLoad(
        request.layer,
        request.source,
        None if request.title is None else storable(request.title),
        request.taken_on,
        plan.file,
        plan.crs,
        request.made_up,
        plan.rows_read,
        plan.rows_kept,
        {code: remark.as_json() for code, remark in plan.dropped.items()},
        {code: remark.as_json() for code, remark in plan.noted.items()},
        plan.mapping,
    )
