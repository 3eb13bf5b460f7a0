"""The levels of an import put together: who is whose parent, what is missing and derived, which codes."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from geo_grid.core.crs import WGS84
from geo_grid.core.entry import Source, enter
from geo_grid.core.errors import InputError
from geo_grid.core.lattice import Geometries, geometries_to_degrees
from geo_grid.core.numbering import CodeScheme, reading_order
from geo_grid.core.problem import Problem
from geo_grid.core.rings import dissolve
from geo_grid.core.rules.parents import parent_positions
from geo_grid.services.import_request import ImportRequest
from geo_grid.services.import_rows import LevelRows

#: Code of an outline, and of a single level-1 grid, that nobody gave one.
OUTLINE_CODE, ONLY_CODE = "0", "1"


@dataclass(frozen=True, slots=True)
class Piece:
    """A void: the lattice polygon, whose child of which parent it would be, and what the file says of it."""

    level: int
    parent: int
    geometry: shapely.Geometry
    name: str = ""
    reason: str = ""
    approved_by: str = ""


@dataclass
class Hierarchy:
    """Levels from the outline to the finest, each linked to the one above.

    Parameters
    ----------
    levels
        Level → rows; complete once the missing ones are derived.
    parent_of
        Level → (n,) position of each grid's parent in the level above, -1: none.
    derived
        Levels that no file gave.
    notes
        What was decided without being told: code and parameters, to be said aloud.
    problems
        Parents that do not exist, and what stood in the way of deriving.
    """

    levels: dict[int, LevelRows]
    parent_of: dict[int, NDArray[np.int32]] = field(default_factory=dict)
    derived: list[int] = field(default_factory=list)
    notes: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def finest(self) -> int:
        """The lowest level there is."""
        return max(self.levels)


def link(hierarchy: Hierarchy, level: int) -> None:
    """Find the parents of one level's grids in the level above, by what they say or by where they lie."""
    children, parents = hierarchy.levels[level], hierarchy.levels[level - 1]
    if level == 1:
        hierarchy.parent_of[1] = np.zeros(len(children), dtype=np.int32)
    elif children.has_parents:
        at, problems = parent_positions(children.called, children.parents, parents.called)
        hierarchy.parent_of[level] = at
        hierarchy.problems += problems
    else:
        at = _located(children.geometry, parents.geometry)
        hierarchy.parent_of[level] = at
        hierarchy.notes.append(("import_parents_located", {"level": level, "file": children.file}))
        hierarchy.problems += [
            Problem(
                "unknown_parent", (children.called[row],), params={"row": children.rows[row], "parent": None}
            )
            for row in np.flatnonzero(at < 0).tolist()
            if children.geometry[row] is not None
        ]


def _located(children: Geometries, parents: Geometries) -> NDArray[np.int32]:
    """Parent over an inner point of each child; -1 where there is none."""
    found = np.full(len(children), -1, dtype=np.int32)
    present = np.flatnonzero(~shapely.is_missing(parents))
    rows = np.flatnonzero(~shapely.is_missing(children))
    points = shapely.point_on_surface(children[rows])
    child, parent = shapely.STRtree(parents[present]).query(points, predicate="within")
    # The lowest position wins where parents overlap; the proof will say so.
    found[rows[child[::-1]]] = present[parent[::-1]]
    return found


def derive_above(hierarchy: Hierarchy, level: int, pieces: Sequence[Piece], request: ImportRequest) -> None:
    """Make the level above out of the unions of its children and of the voids among them.

    Parameters
    ----------
    level
        The level to derive; the one below it is there.
    pieces
        Voids under grids of this level, by the position their parent will have.

    Raises
    ------
    InputError
        ``import_parents_missing``: the children do not say whose they are.
    """
    children = hierarchy.levels[level + 1]
    if level == 0:
        names, at = [request.outline_code or OUTLINE_CODE], np.zeros(len(children), dtype=np.int32)
        hierarchy.notes.append(("import_outline_is_union", {}))
    else:
        names, at = parent_groups(hierarchy, level)
    shapes = np.empty(len(names), dtype=object)
    for position in range(len(names)):
        own = [shape for shape in children.geometry[at == position] if shape is not None]
        own += [piece.geometry for piece in pieces if piece.parent == position and piece.level == level + 1]
        # Where they do not tile there is no union; the proof of the children says why.
        shapes[position] = _union(own)
    lost = [names[i] for i, shape in enumerate(shapes) if shape is None]
    if lost:
        hierarchy.notes.append(
            ("import_not_derived", {"level": level, "grids": lost[:20], "count": len(lost)})
        )
    hierarchy.levels[level] = _derived(level, names, shapes, children, request)
    hierarchy.parent_of[level + 1] = at
    hierarchy.derived.append(level)


def parent_groups(hierarchy: Hierarchy, level: int) -> tuple[list[str], NDArray[np.int32]]:
    """Codes of a level that is to be derived, in string order, and each child's position among them."""
    children = hierarchy.levels[level + 1]
    stated = children.parents
    if not any(stated):
        if level > 1:
            raise InputError("import_parents_missing", file=children.file, level=level + 1)
        return [ONLY_CODE], np.zeros(len(children), dtype=np.int32)
    names = sorted({parent for parent in stated if parent is not None})
    at, problems = parent_positions(children.called, stated, names)
    hierarchy.problems += problems
    return names, at


def _union(shapes: list[Any]) -> shapely.Geometry | None:
    if not shapes:
        return None
    try:
        return dissolve(np.array(shapes, dtype=object))
    except ValueError:
        return None


def _derived(
    level: int, codes: list[str], shapes: Geometries, children: LevelRows, request: ImportRequest
) -> LevelRows:
    entered = enter(Source(geometries_to_degrees(shapes), WGS84), codes)
    above: dict[str, str | None] = {}
    for parent, grandparent in zip(children.parents, children.grandparents, strict=True):
        if parent is not None and grandparent is not None:
            above.setdefault(parent, grandparent)
    names = [children.parent_names.get(code, code) for code in codes]
    if level == 0:
        names = [request.outline_name or codes[0]]
    return LevelRows(
        level,
        "",
        list(codes),
        names,
        [above.get(code) for code in codes],
        [None] * len(codes),
        [{} for _ in codes],
        [{} for _ in codes],
        [None] * len(codes),
        entered,
        list(range(1, len(codes) + 1)),
        parent_names=dict(children.grandparent_names),
    )


def final_codes(hierarchy: Hierarchy, request: ImportRequest, scheme: CodeScheme) -> dict[int, list[str]]:
    """The code that each grid will have, by level: its own, or a number within its parent.

    Raises
    ------
    InputError
        ``import_codes_missing``: a file has no codes and none are to be generated; ``codes_too_many``.
    """
    outline = hierarchy.levels[0]
    given = request.outline_code or outline.codes[0]
    if not request.generate_codes:
        codes = {0: [given or OUTLINE_CODE]}
        for level in range(1, hierarchy.finest + 1):
            rows = hierarchy.levels[level]
            if not any(rows.codes):
                raise InputError("import_codes_missing", file=rows.file, level=level)
            codes[level] = rows.called
        return codes
    if request.outline_code is None and (
        outline.codes[0] is None or len(outline.codes[0]) != scheme.width(0)
    ):
        given = "0" * scheme.width(0)
        hierarchy.notes.append(("import_outline_code_made", {"code": given}))
    codes = {0: [given or ""]}
    for level in range(1, hierarchy.finest + 1):
        codes[level] = _numbered(hierarchy, level, codes[level - 1], scheme)
    hierarchy.notes.append(
        ("import_codes_generated", {"scheme": "+".join(str(each) for each in scheme.digits)})
    )
    return codes


def _numbered(hierarchy: Hierarchy, level: int, parents: list[str], scheme: CodeScheme) -> list[str]:
    rows, at = hierarchy.levels[level], hierarchy.parent_of[level]
    codes = rows.called
    bounds = shapely.bounds(rows.geometry)
    centres = shapely.get_coordinates(shapely.centroid(_present(rows.geometry)))
    for position, parent in enumerate(parents):
        own = np.flatnonzero((at == position) & ~shapely.is_missing(rows.geometry))
        order = reading_order(centres[own], bounds[own, 3] - bounds[own, 1])
        for row, code in zip(own[order], scheme.children_of(parent, level, len(own)), strict=True):
            codes[row] = code
    return codes


def _present(geometries: Geometries) -> Geometries:
    """Missing shapes as a point, so that rows keep their places."""
    filled = geometries.copy()
    filled[shapely.is_missing(filled)] = shapely.Point(0, 0)
    return filled
