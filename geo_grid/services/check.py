"""Check files: do the grids in one tile each other, or the parents in another?"""

import json
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from geo_grid.core.entry import Entered, Source, enter
from geo_grid.core.errors import CrsError, InputError
from geo_grid.core.problem import Problem
from geo_grid.core.proof import Proof, Wholes, prove
from geo_grid.core.rules.ids import check_ids, name_rows
from geo_grid.core.rules.levels import prove_parents
from geo_grid.core.rules.parents import parent_positions
from geo_grid.files.features import Features
from geo_grid.files.reading import LIMIT_BYTES, read
from geo_grid.services.option_names import OF_PARENT, called
from geo_grid.words.problems import explain

#: Called with a step's name as it begins: reading, proving.
Progress = Callable[[str], None]


@dataclass(frozen=True)
class CheckReport:
    """What a check found.

    Parameters
    ----------
    problems
        All problems, errors first.
    grids, edges
        Features in the file, and boundary edges summed.
    seconds
        Time of the proof alone, without reading the files.
    features, parent_features
        The files as read.
    children
        The grids on the lattice, row for row.
    wholes, parent_at
        The parent file's grids, and each child's position among them (-1: none); None without one.
    raw_ids
        Ids as the file has them.
    proof
        The proof of the tiling alone.
    id_field, parent_id_field
        The fields that were named for them.
    """

    problems: tuple[Problem, ...]
    grids: int
    edges: int
    seconds: float
    features: Features
    children: Entered
    wholes: Wholes | None
    parent_at: NDArray[np.int32] | None
    raw_ids: tuple[str | None, ...]
    proof: Proof
    parent_features: Features | None = None
    id_field: str | None = None
    parent_id_field: str | None = None

    @property
    def ok(self) -> bool:
        """True if and only if there is no error."""
        return not any(problem.is_error for problem in self.problems)

    def as_json(self) -> dict[str, Any]:
        """The answer of ``geo-grid check --format json``."""
        return {
            "ok": self.ok,
            "grids": self.grids,
            "edges": self.edges,
            "seconds": round(self.seconds, 6),
            "problems": [problem_json(problem) for problem in self.problems],
        }


def problem_json(problem: Problem) -> dict[str, Any]:
    """One problem as JSON: ids as strings, geometry as GeoJSON in lon/lat degrees."""
    geometry = None if problem.geometry is None else json.loads(shapely.to_geojson(problem.geometry))
    return {
        "code": problem.code,
        "severity": problem.severity.value,
        "grids": list(problem.grids),
        "parent": problem.parent,
        "area_m2": problem.area_m2,
        "geometry": geometry,
        "message": f"{explain(problem, 'zh')} / {explain(problem, 'en')}",
    }


def check_files(
    path: Path,
    *,
    layer: str | None = None,
    parent: Path | None = None,
    parent_layer: str | None = None,
    id_field: str | None = None,
    parent_id_field: str | None = None,
    crs: str | None = None,
    encoding: str | None = None,
    limit_bytes: int = LIMIT_BYTES,
    progress: Progress = lambda _: None,
) -> CheckReport:
    """Prove the grids of a file, against a parent file where one is given.

    Parameters
    ----------
    path, layer
        The grids.
    parent, parent_layer
        What they are to tile. Without `parent_id_field` all its features form one outline.
    id_field
        Field of the grids' ids; default ``code``, then ``id``, then the row number.
    parent_id_field
        The child's field that holds its parent's id; the parent's own id is read from the field of that name
        (unless no child names any of its values), else as the children's.
    crs
        Declares the CRS of files that state none.
    encoding
        Encoding of the files' text where it is not as they say or as is usual.
    limit_bytes
        Larger files are refused.
    progress
        Told what is being done.

    Raises
    ------
    UnreadableFile, CrsError, FieldError, NoFeatures
        The input cannot be used.
    InputError
        ``parent_option_alone``.
    """
    refuse_alone(parent, parent_layer=parent_layer, parent_id=parent_id_field)
    progress("reading")
    features = read(path, layer=layer, crs=crs, limit_bytes=limit_bytes, encoding=encoding)
    features.ids(id_field)  # a field that is not there is said before the other file is read
    parent_features: Features | None = None
    if parent is not None:
        with called(OF_PARENT):
            parent_features = read(
                parent, layer=parent_layer, crs=crs, limit_bytes=limit_bytes, encoding=encoding
            )
    if crs is not None:
        for given in filter(None, (features, parent_features)):
            _refuse_degrees(given)
    progress("proving")
    return check_features(features, parent_features, id_field=id_field, parent_id_field=parent_id_field)


def refuse_alone(parent: Path | None, **options: str | None) -> None:
    """Refuse what is said about a parent file where there is none: it would be ignored in silence.

    Raises
    ------
    InputError
        ``parent_option_alone``.
    """
    given = [name for name, value in options.items() if value is not None]
    if parent is None and given:
        raise InputError("parent_option_alone", option=f"--{given[0].replace('_', '-')}")


def _refuse_degrees(features: Features) -> None:
    """A projected system declared for what can only be degrees would place the file in the sea.

    Raises
    ------
    CrsError
        ``crs_looks_lonlat``.
    """
    west, south, east, north = shapely.total_bounds(features.geometry)
    if not features.crs.is_lonlat and -180 <= west <= east <= 180 and -90 <= south <= north <= 90:
        raise CrsError("crs_looks_lonlat", file=features.path.name, declared=features.crs.name)


def check_features(
    features: Features,
    parent_features: Features | None = None,
    *,
    id_field: str | None = None,
    parent_id_field: str | None = None,
) -> CheckReport:
    """Prove the grids of a layer as `check_files` does.

    Raises
    ------
    FieldError
        ``field_missing``.
    """
    raw_ids, _ = features.ids(id_field)
    started = time.perf_counter()
    names = name_rows(raw_ids)
    children = enter(_source(features), names)
    problems = [*check_ids(raw_ids), *children.problems]
    wholes: Wholes | None = None
    parent_at: NDArray[np.int32] | None = None
    if parent_features is not None:
        wholes, parent_at, more = _parents(features, names, parent_features, id_field, parent_id_field)
        problems += more
    proof = prove(children, wholes, parent_at)
    problems += proof.problems
    seconds = time.perf_counter() - started
    problems.sort(key=lambda p: (p.severity, p.code, -p.area_m2, p.grids, p.parent or ""))
    return CheckReport(
        problems=tuple(problems),
        grids=len(children),
        edges=proof.edges,
        seconds=seconds,
        features=features,
        children=children,
        wholes=wholes,
        parent_at=parent_at,
        raw_ids=tuple(raw_ids),
        proof=proof,
        parent_features=parent_features,
        id_field=id_field,
        parent_id_field=parent_id_field,
    )


def _source(features: Features) -> Source:
    return Source(features.geometry, features.crs, features.unreadable, features.unclosed)


def _parents(
    features: Features,
    names: list[str],
    parent_features: Features,
    id_field: str | None,
    parent_id_field: str | None,
) -> tuple[Wholes, NDArray[np.int32] | None, list[Problem]]:
    """The parents on the lattice, which of them each child belongs to, and what is wrong with them."""
    if parent_id_field is None:
        outline_ids = [f"#{row + 1}" for row in range(len(parent_features.geometry))]
        outline = enter(_source(parent_features), outline_ids)
        return Wholes(outline, named=False), None, _of_parents(outline.problems)
    child_parents, _ = features.ids(parent_id_field)
    raw = _parent_ids(parent_features, id_field, parent_id_field, child_parents)
    parent_names = name_rows(raw)
    entered = enter(_source(parent_features), parent_names)
    parent_at, unknown = parent_positions(names, child_parents, parent_names)
    own = _of_parents((*check_ids(raw), *entered.problems))
    return Wholes(entered), parent_at, [*unknown, *own, *prove_parents(entered)]


def _parent_ids(
    parent_features: Features,
    id_field: str | None,
    parent_id_field: str,
    child_parents: list[str | None],
) -> list[str | None]:
    wanted = id_field if id_field is not None and parent_features.has_field(id_field) else None
    if not parent_features.has_field(parent_id_field):
        return parent_features.ids(wanted)[0]
    named = parent_features.ids(parent_id_field)[0]
    # Where every level names its parent in such a field, the parents' own speaks of the level above them.
    sought = {each for each in child_parents if each is not None}
    if sought.isdisjoint(named) and not sought.isdisjoint(own := parent_features.ids(wanted)[0]):
        return own
    return named


def _of_parents(problems: Iterable[Problem]) -> list[Problem]:
    """Problems of the parent file, marked as such; that a parent has several parts is nobody's fault here."""
    return [
        replace(problem, params={**problem.params, "of": "parents"})
        for problem in problems
        if problem.code != "multipart"
    ]
