"""The rows of an import: what each file says about each grid, and the rows that cannot be used."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geo_grid.core.entry import Entered, Source, enter
from geo_grid.core.errors import FieldError
from geo_grid.core.lattice import Geometries
from geo_grid.core.problem import Problem
from geo_grid.core.rules.ids import name_rows
from geo_grid.files.features import Features
from geo_grid.files.reading import read
from geo_grid.services.edition_draft import Approval
from geo_grid.services.import_request import ImportRequest, LayerFile
from geo_grid.services.import_values import UnknownValue, plain_value, value_of
from geo_grid.services.level_layers import VOIDS, has_voids, layers_of_levels

#: Fields of a grid whose words are translated.
_WORDED = ("kind", "ground", "class", "setting", "statutory")
#: Fields that never become attributes: they are said by the structure.
_STRUCTURE = ("code", "name", "parent", "level", "exclave", "exclave_by", *_WORDED)


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that is not imported.

    Parameters
    ----------
    file, row
        Where it stands; rows count from 1.
    id
        What the row is called, ``#row`` where it has no code.
    problem
        What the proof calls it, or None.
    code, params
        Otherwise the reason, as `words.tell` says it.
    """

    file: str
    row: int
    id: str
    problem: Problem | None = None
    code: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass
class LevelRows:
    """The grids of one level while they are being put together.

    Parameters
    ----------
    level
        0 to 3.
    file
        Name of the file they come from; empty where they were derived from the level below.
    codes
        (n,) codes; None where the file has none.
    names, parents, grandparents
        (n,) as the file has them.
    extras
        (n,) fields of `DraftGrid` by name: kind, ground, class_, setting, statutory.
    entered
        (n,) the shapes.
    rows
        (n,) 1-based row numbers in the file.
    parent_names, grandparent_names
        Code → name, for levels that have no file of their own.
    """

    level: int
    file: str
    codes: list[str | None]
    names: list[str]
    parents: list[str | None]
    grandparents: list[str | None]
    extras: list[dict[str, Any]]
    attributes: list[dict[str, Any]]
    exclaves: list[Approval | None]
    entered: Entered
    rows: list[int]
    has_parents: bool = True
    parent_names: dict[str, str] = field(default_factory=dict)
    grandparent_names: dict[str, str] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.codes)

    @property
    def geometry(self) -> Geometries:
        """(n,) lattice polygons; None where a row takes no part."""
        return self.entered.geometry

    @property
    def called(self) -> list[str]:
        """What each row is called."""
        return name_rows(self.codes)


@dataclass(frozen=True)
class Rows:
    """Everything that was read.

    Parameters
    ----------
    levels
        Level → its rows, only of levels that have a file.
    voids
        The rows of the voids file, or None.
    rejected
        Rows that a word in them made unusable.
    """

    levels: dict[int, LevelRows]
    voids: Features | None
    rejected: list[Rejected]


def read_rows(request: ImportRequest) -> Rows:
    """Read the files of an import.

    Raises
    ------
    UnreadableFile, CrsError, FieldError, NoFeatures, InputError
        A file cannot be used as it is.
    """
    rejected: list[Rejected] = []
    levels: dict[int, LevelRows] = {}
    files = dict(request.levels)
    voids_file = request.voids
    if request.combined is not None:
        path, limit = request.combined.path, request.limit_bytes
        layers = {} if request.combined.layer is not None else layers_of_levels(path, limit)
        if layers:
            files = {**{level: LayerFile(path, name) for level, name in layers.items()}, **files}
            if voids_file is None and has_voids(path, limit):
                voids_file = LayerFile(path, VOIDS)
        else:
            levels |= _combined(request, request.combined, rejected)
    for level, file in sorted(files.items()):
        features = _read(request, file)
        levels[level] = _rows(request, level, features, np.arange(len(features)), rejected)
    voids = None if voids_file is None else _read(request, voids_file)
    return Rows(levels, voids, rejected)


def _read(request: ImportRequest, file: LayerFile) -> Features:
    return read(
        file.path,
        layer=file.layer,
        crs=request.crs,
        encoding=request.encoding,
        limit_bytes=request.limit_bytes,
    )


def _combined(request: ImportRequest, file: LayerFile, rejected: list[Rejected]) -> dict[int, LevelRows]:
    """A file with several levels told apart by a field, or with the finest one only."""
    features = _read(request, file)
    stated = request.level_field or ("level" if features.has_field("level") else None)
    if stated is None:
        return {3: _rows(request, 3, features, np.arange(len(features)), rejected)}
    values = features.column(stated)
    known = [str(level) for level in range(4)]
    if request.level_field is None and not set(values) & set(known):
        # A field that happens to be called so.
        return {3: _rows(request, 3, features, np.arange(len(features)), rejected)}
    rejected += [
        Rejected(
            features.path.name, row + 1, f"#{row + 1}", code="import_level_unknown",
            params={"field": stated, "given": value},
        )
        for row, value in enumerate(values)
        if value not in known
    ]  # fmt: skip
    return {
        level: _rows(request, level, features, np.array(at, dtype=np.int64), rejected)
        for level in range(4)
        if (at := [row for row, value in enumerate(values) if value == str(level)])
    }


def _rows(
    request: ImportRequest,
    level: int,
    features: Features,
    at: NDArray[np.int64],
    rejected: list[Rejected],
) -> LevelRows:
    """Some rows of a file as the grids of a level."""
    used = {target: _field(request, features, target, level) for target in _mapped(request)}

    def column(target: str) -> list[str | None]:
        name = used.get(target)
        return [None] * len(at) if name is None else _taken(features.column(name), at)

    # Without a field for them there are no codes: row numbers are none.
    code_field = used["code"] or ("id" if features.has_field("id") else None)
    codes: list[str | None] = [None] * len(at)
    if code_field is not None:
        codes = _taken(features.column(code_field), at)
    extras, bad = _extras(features, used, at)
    geometry = features.geometry[at]
    called = name_rows(codes)
    for row, error in bad.items():
        geometry[row] = None
        rejected.append(
            Rejected(
                features.path.name, int(at[row]) + 1, called[row], code="import_value_unknown",
                params={"field": error.field, "given": error.given},
            )
        )  # fmt: skip
    unreadable = {
        place: features.unreadable[int(row)]
        for place, row in enumerate(at)
        if int(row) in features.unreadable
    }
    unclosed = frozenset(place for place, row in enumerate(at) if int(row) in features.unclosed)
    entered = enter(Source(geometry, features.crs, unreadable, unclosed), called)
    taken = {name for name in (*used.values(), code_field) if name is not None} | {
        name for name in features.fields if name.casefold() in _STRUCTURE
    }
    names = column("name")
    reasons, approvers = column("exclave"), column("exclave_by")
    parents, grandparents = column("parent"), column("grandparent")
    return LevelRows(
        level,
        features.path.name,
        codes,
        [name or code or "" for name, code in zip(names, codes, strict=True)],
        parents,
        grandparents,
        extras,
        _attributes(features, taken, at),
        [
            Approval(reason, approver) if reason and approver else None
            for reason, approver in zip(reasons, approvers, strict=True)
        ],
        entered,
        [int(row) + 1 for row in at],
        has_parents=used["parent"] is not None,
        parent_names=_names_by(parents, column("parent_name")),
        grandparent_names=_names_by(grandparents, column("grandparent_name")),
    )


def _mapped(request: ImportRequest) -> set[str]:
    named = {target.rpartition(".")[2] for target in request.fields}
    return {"code", "name", "parent", "exclave", "exclave_by", *_WORDED} | named


def _field(request: ImportRequest, features: Features, target: str, level: int) -> str | None:
    """The field a target is read from in the file of one level; the customary name where none was named."""
    own = request.fields.get(f"level{level}.{target}")
    wanted = own or request.fields.get(target)
    if wanted is not None and features.has_field(wanted):
        return _spelled(features, wanted)
    # Of several files each may have a field or lack it; what was named for one file must be there.
    is_only = level != 0 and (request.combined is not None or set(request.levels) - {0} == {level})
    if own is not None or (wanted is not None and is_only):
        raise FieldError("field_missing", field=wanted, fields=features.fields, file=features.path.name)
    return _spelled(features, target) if features.has_field(target) else None


def _spelled(features: Features, wanted: str) -> str:
    if wanted in features.fields:
        return wanted
    return next(name for name in features.fields if name.casefold() == wanted.casefold())


def _taken(values: Sequence[str | None], at: NDArray[np.int64]) -> list[str | None]:
    return [values[row] for row in at]


def _extras(
    features: Features, used: Mapping[str, str | None], at: NDArray[np.int64]
) -> tuple[list[dict[str, Any]], dict[int, UnknownValue]]:
    """Fields of DraftGrid by row, and the rows with a word that is not known."""
    found: list[dict[str, Any]] = [{} for _ in at]
    bad: dict[int, UnknownValue] = {}
    for target in _WORDED:
        name = used[target]
        if name is None:
            continue
        cells = features.table[name].tolist()
        for place, row in enumerate(at):
            try:
                value = value_of(target, cells[row])
            except UnknownValue as error:
                bad.setdefault(place, error)
                continue
            if value is not None:
                found[place]["class_" if target == "class" else target] = value
    return found, bad


def _attributes(features: Features, taken: set[str], at: NDArray[np.int64]) -> list[dict[str, Any]]:
    """Every other field that has a value, as JSON."""
    kept = [name for name in features.fields if name not in taken]
    columns = {name: features.table[name].tolist() for name in kept}
    return [
        {name: value for name in kept if (value := plain_value(columns[name][row])) is not None} for row in at
    ]


def _names_by(codes: Sequence[str | None], names: Sequence[str | None]) -> dict[str, str]:
    return {code: name for code, name in zip(codes, names, strict=True) if code and name}
