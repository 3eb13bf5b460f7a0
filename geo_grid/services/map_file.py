"""Draw the grids of a file, and what is wrong with them, as one page."""

import dataclasses
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import shapely
from numpy.typing import NDArray

from geo_grid.core.coverage import coverage_of
from geo_grid.core.entry import Entered, Source, enter
from geo_grid.core.errors import InputError
from geo_grid.core.hues import assign_hues
from geo_grid.core.problem import Problem
from geo_grid.core.rules.ids import check_ids, name_rows
from geo_grid.core.rules.levels import prove_levels
from geo_grid.core.rules.parents import parent_positions
from geo_grid.files.features import Features
from geo_grid.files.reading import LIMIT_BYTES, read
from geo_grid.files.replacing import replaced
from geo_grid.publish.folium_map import Level, MapLayer, grid_map
from geo_grid.services.check import Progress, check_files, refuse_alone
from geo_grid.services.level_layers import layers_of_levels
from geo_grid.words import Language
from geo_grid.words.problems import explain

#: Fields that are taken for a grid's name, the first that the file has.
NAME_FIELDS = ("name", "名称", "网格名称", "VILLNAME", "TOWNNAME", "COUNTYNAME")

#: Endings of a page's name.
PAGES = frozenset({".html", ".htm"})

Rows = NDArray[np.int64]


@dataclass(frozen=True)
class MapFields:
    """Which fields say what; None takes the customary one.

    Parameters
    ----------
    id, parent_id
        As in `check_files`.
    name
        What grids are called on the map.
    level
        Level of each feature, for a file that holds several levels.
    """

    id: str | None = None
    parent_id: str | None = None
    name: str | None = None
    level: str | None = None


@dataclass(frozen=True)
class MapMade:
    """What was drawn.

    Parameters
    ----------
    out
        The page.
    grids
        Number of grids in each level drawn, coarse to fine.
    problems
        What the proof found.
    """

    out: Path
    grids: tuple[int, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class _Drawn:
    layers: list[MapLayer]
    problems: Sequence[Problem]


def draw_map(
    path: Path,
    out: Path,
    *,
    layer: str | None = None,
    parent: Path | None = None,
    parent_layer: str | None = None,
    fields: MapFields | None = None,
    crs: str | None = None,
    encoding: str | None = None,
    language: Language = "zh",
    limit_bytes: int = LIMIT_BYTES,
    progress: Progress = lambda _: None,
) -> MapMade:
    """Prove a file as ``geo-grid check`` does and draw it with what was found.

    A file with layers ``level0`` … ``level3``, or whose ``level`` field (or the one named) holds several
    levels, is proved level by level, each against the one above it, and drawn with one layer a level.

    Parameters
    ----------
    path, layer, parent, parent_layer, crs, encoding, limit_bytes, progress
        As in `check_files`.
    out
        The page to write; it appears as a whole or not at all.
    fields
        Which fields say what.
    language
        The language the page opens in.

    Raises
    ------
    UnreadableFile, CrsError, FieldError, NoFeatures
        The input cannot be used.
    InputError
        ``map_over_input``: the page would replace a file it is drawn from; ``map_not_html``: its name ends as
        that of something else; ``map_level_unusable``, ``map_nothing``: there would be nothing on it.
    """
    if out.resolve() in {each.resolve() for each in (path, parent) if each is not None}:
        raise InputError("map_over_input", path=str(out))
    if out.suffix.lower() not in PAGES:
        raise InputError("map_not_html", file=out.name)
    refuse_alone(parent, parent_layer=parent_layer)
    fields = fields or MapFields()
    drawn: _Drawn | None = None
    if parent is None:
        progress("reading")

        def layer_of(name: str | None) -> Features:
            return read(path, layer=name, crs=crs, limit_bytes=limit_bytes, encoding=encoding)

        names = {} if layer is not None else layers_of_levels(path, limit_bytes)
        found = {level: (each := layer_of(name), np.arange(len(each))) for level, name in names.items()}
        found = found or _levels(layer_of(layer), fields.level)
        if found:
            progress("proving")
            drawn = _several_levels(found, fields)
    if drawn is None:
        report = check_files(
            path,
            layer=layer,
            parent=parent,
            parent_layer=parent_layer,
            id_field=fields.id,
            parent_id_field=None if parent is None else fields.parent_id,
            crs=crs,
            encoding=encoding,
            limit_bytes=limit_bytes,
            progress=progress,
        )
        layers = []
        if report.wholes is not None and parent is not None:
            above = read(parent, layer=parent_layer, crs=crs, limit_bytes=limit_bytes, encoding=encoding)
            upper: Level = "upper" if report.wholes.named else 0
            layers.append(_layer(upper, report.wholes.entered, above, fields, None))
        parents = _parent_names(report.features, fields.parent_id)
        layers.append(_layer(None, report.children, report.features, fields, parents))
        drawn = _Drawn(layers, report.problems)
    proper = [each for each in drawn.layers if each.level not in ("upper", 0)] or drawn.layers
    if all(shapely.is_missing(each.geometry).all() for each in proper):
        raise InputError("map_nothing", file=path.name)
    progress("drawing")
    page = grid_map(drawn.layers, drawn.problems, title=path.name, wording=explain, language=language)
    _write_whole(out, page)
    return MapMade(out, tuple(len(each.codes) for each in drawn.layers), tuple(drawn.problems))


def _write_whole(out: Path, text: str) -> None:
    with replaced(out) as temporary:
        temporary.write_text(text, encoding="utf-8")


def _levels(features: Features, wanted: str | None) -> dict[int, tuple[Features, Rows]]:
    """Level → its rows, where the file holds several."""
    if wanted is None and not features.has_field("level"):
        return {}
    stated = features.column(wanted or "level")
    rows = {level: np.flatnonzero([each == str(level) for each in stated]) for level in range(4)}
    found = {level: (features, at) for level, at in rows.items() if len(at)}
    if wanted is not None and not found:
        raise InputError("map_level_unusable", field=wanted, file=features.path.name)
    return found if len(found) > 1 or wanted is not None else {}


def _several_levels(found: Mapping[int, tuple[Features, Rows]], fields: MapFields) -> _Drawn:
    """Prove and draw several levels, each some rows of a file or of a layer."""
    problems: list[Problem] = []
    each: dict[int, Entered] = {}
    parents: dict[int, list[str | None]] = {}
    entered_files: dict[int, Entered] = {}
    for level, (features, rows) in found.items():
        if id(features) not in entered_files:
            raw, _ = features.ids(fields.id)
            source = Source(features.geometry, features.crs, features.unreadable, features.unclosed)
            entered_files[id(features)] = entered = enter(source, name_rows(raw))
            problems += [*check_ids(raw), *entered.problems]
        each[level] = _rows_of(entered_files[id(features)], rows)
        parents[level] = _stated_parents(features, fields, rows)
    proved = [level for level in found if level > 0] or list(found)
    positions: list[list[int]] = [[]]
    for above, level in pairwise(proved):
        at, unknown = parent_positions(each[level].ids, parents[level], each[above].ids)
        problems += unknown
        positions.append(at.tolist())
    problems += prove_levels([each[level] for level in proved], positions, each.get(0))
    problems.sort(key=lambda p: (p.severity, p.code, -p.area_m2, p.grids, p.parent or ""))
    layers = [
        _layer(level, each[level], features, fields, parents[level], rows)
        for level, (features, rows) in found.items()
    ]
    return _Drawn(layers, problems)


def _stated_parents(features: Features, fields: MapFields, rows: Rows) -> list[str | None]:
    field = fields.parent_id or ("parent" if features.has_field("parent") else None)
    stated = _parent_names(features, field)
    return [None if stated is None else stated[row] for row in rows]


def _rows_of(entered: Entered, rows: Rows) -> Entered:
    """Some rows of what has entered; its problems stay with the whole."""
    per_row = {
        field.name: getattr(entered, field.name)[rows]
        for field in dataclasses.fields(entered)
        if isinstance(getattr(entered, field.name), np.ndarray)
    }
    source = Source(entered.source.geometry[rows], entered.source.crs)
    ids = tuple(entered.ids[row] for row in rows)
    return dataclasses.replace(entered, ids=ids, source=source, problems=(), **per_row)


def _parent_names(features: Features, field: str | None) -> list[str | None] | None:
    return None if field is None else features.column(field)


def _names(features: Features, wanted: str | None) -> list[str]:
    field = wanted or next((name for name in NAME_FIELDS if features.has_field(name)), None)
    if field is None:
        return [""] * len(features)
    return [each or "" for each in features.column(field)]


def _layer(
    level: Level,
    entered: Entered,
    features: Features,
    fields: MapFields,
    parents: Sequence[str | None] | None,
    rows: Rows | None = None,
) -> MapLayer:
    names = _names(features, fields.name if level not in ("upper", 0) else None)
    if rows is not None:
        names = [names[row] for row in rows]
    coverage = coverage_of(entered.ids, entered.geometry, [None] * len(entered))
    pairs = [(border.first, border.second) for border in coverage.shared_borders]
    unset = [None] * len(entered)
    hues = assign_hues(len(entered), np.array(pairs, dtype=np.int64).reshape(-1, 2), unset, unset)
    drawable = ~shapely.is_missing(coverage.degrees)
    areas = np.zeros(len(entered))
    areas[drawable] = coverage.areas_m2[drawable]
    return MapLayer(
        level,
        entered.ids,
        names,
        [None] * len(entered) if parents is None else parents,
        coverage.degrees,
        areas,
        np.array(hues, dtype=np.int8),
    )


def count_by_code(problems: Sequence[Problem]) -> Counter[str]:
    """How many problems there are of each code."""
    return Counter(problem.code for problem in problems)
